"""Models of stakeholders."""

from .assignment import AccountAssignment
from .attachment import Attachment
from .contact import ContactMoment, ContactParticipant, ContactRhythm, MomentOrganisation
from .incoming import IncomingMail
from .managed import Domain, OrganisationKind
from .organisation import ContactPoint, Organisation
from .person import Person, Position

__all__ = [
    "AccountAssignment",
    "Attachment",
    "ContactMoment",
    "ContactParticipant",
    "ContactPoint",
    "ContactRhythm",
    "Domain",
    "IncomingMail",
    "MomentOrganisation",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Position",
]
