"""Tables of the registry."""

from .registry import (
    OrganisationTable,
    PersonTable,
)

__all__ = [
    "OrganisationTable",
    "PersonTable",
]
