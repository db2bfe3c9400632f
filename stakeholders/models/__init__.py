"""Models of stakeholders."""

from .assignment import AccountAssignment
from .handover import Departure, Handover, HandoverMove, HandoverNotice
from .managed import Domain, OrganisationKind
from .organisation import ContactPoint, Organisation
from .person import Person, Position

__all__ = [
    "AccountAssignment",
    "ContactPoint",
    "Departure",
    "Domain",
    "Handover",
    "HandoverMove",
    "HandoverNotice",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Position",
]
