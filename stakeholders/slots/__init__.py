"""What the registry puts in the named slots of the house, one module for each subject; importing them is enough."""

from . import privacy, registry

__all__ = ["privacy", "registry"]
