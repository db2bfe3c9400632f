"""Forms of the loop."""
