"""Rules of the registry on plain values."""
