"""Use cases of the measurements room that write."""
