"""Ask and answer: instruments, waves, invitations, responses, results, disclosure control, published history."""
