"""Reads of the loop."""
