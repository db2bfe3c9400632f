"""Rules of the loop as plain Python, without Django."""
