"""Tables of the registry."""

from .handovers import HandoverTable
from .registry import (
    OrganisationTable,
    PersonTable,
)

__all__ = [
    "HandoverTable",
    "OrganisationTable",
    "PersonTable",
]
