"""What the registry puts in the named slots of the house, one module for each subject; importing them is enough."""

from . import organisations, privacy, registry

__all__ = ["organisations", "privacy", "registry"]
from . import moments, organisations, privacy, registry
__all__ = ["moments", "organisations", "privacy", "registry"]
