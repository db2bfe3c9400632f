"""Pages of the measurements room."""
