"""The loop: signals, decisions, telling back."""
