"""Models of stakeholders."""

from .assignment import AccountAssignment
from .attachment import Attachment
from .channels import ContactChannel, FieldBasis
from .contact import ContactMoment, ContactParticipant, ContactRhythm, MomentOrganisation
from .incoming import IncomingMail
from .managed import Domain, OrganisationKind, Tag, Topic
from .memberships import DomainMembership, KindMembership, TagMembership, TopicMembership
from .organisation import ContactPoint, Organisation
from .person import Person, Position
from .standing import Standing

__all__ = [
    "AccountAssignment",
    "Attachment",
    "ContactChannel",
    "ContactMoment",
    "ContactParticipant",
    "ContactPoint",
    "ContactRhythm",
    "Domain",
    "DomainMembership",
    "FieldBasis",
    "IncomingMail",
    "KindMembership",
    "MomentOrganisation",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Position",
    "Standing",
    "Tag",
    "TagMembership",
    "Topic",
    "TopicMembership",
]
