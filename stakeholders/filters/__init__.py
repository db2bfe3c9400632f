"""Filters of the lists of the registry."""

from .registry import (
    OrganisationFilter,
    PersonFilter,
)

__all__ = [
    "OrganisationFilter",
    "PersonFilter",
]
