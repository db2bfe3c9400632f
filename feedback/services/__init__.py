"""Use cases of the loop that write."""
