"""Ask and answer: instruments, waves, frames, invitations, responses, results, disclosure control, published history."""
