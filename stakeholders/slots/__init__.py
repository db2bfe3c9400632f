"""What the registry puts in the named slots of the house, one module for each subject; importing them is enough."""

from . import moments, organisations, privacy, registry

__all__ = ["moments", "organisations", "privacy", "registry"]
