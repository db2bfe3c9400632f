"""Filters of the lists of the registry."""

from .handovers import HandoverFilter
from .matrix import MatrixFilter
from .registry import (
    OrganisationFilter,
    PersonFilter,
)

__all__ = [
    "HandoverFilter",
    "MatrixFilter",
    "OrganisationFilter",
    "PersonFilter",
]
