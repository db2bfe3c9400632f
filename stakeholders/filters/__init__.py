"""Filters of the lists of the registry."""

from .handovers import HandoverFilter
from .registry import (
    OrganisationFilter,
    PersonFilter,
)

__all__ = [
    "HandoverFilter",
    "OrganisationFilter",
    "PersonFilter",
]
