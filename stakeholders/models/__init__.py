"""Models of stakeholders."""

from .assignment import AccountAssignment
from .managed import Domain, OrganisationKind
from .organisation import ContactPoint, Organisation
from .person import Person, Position

__all__ = [
    "AccountAssignment",
    "ContactPoint",
    "Domain",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Position",
]
