"""What the registry puts in the named slots of the house, one module for each subject; importing them is enough."""

from . import moments, privacy, registry, segments

__all__ = ["moments", "privacy", "registry", "segments"]
