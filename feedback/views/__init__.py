"""Pages of the loop: `public` for people outside, the others for staff."""
