"""Filters of the lists of the registry."""

from .matrix import MatrixFilter
from .registry import (
    OrganisationFilter,
    PersonFilter,
)

__all__ = [
    "MatrixFilter",
    "OrganisationFilter",
    "PersonFilter",
]
