"""What the registry puts in the named slots of the house, one module for each subject; importing them is enough."""

from . import handovers, moments, organisations, registry

__all__ = ["handovers", "moments", "organisations", "registry"]
