"""What the registry puts in the named slots of the house, one module for each subject; importing them is enough."""

from . import (
    gatherings,
    handovers,
    merging,
    moments,
    organisations,
    privacy,
    registry,
    segments,
)

__all__ = [
    "gatherings",
    "handovers",
    "merging",
    "moments",
    "organisations",
    "privacy",
    "registry",
    "segments",
]
