"""Models of stakeholders."""

from .assignment import AccountAssignment
from .channels import ContactChannel, FieldBasis
from .managed import Domain, OrganisationKind, Tag, Topic
from .memberships import DomainMembership, KindMembership, TagMembership, TopicMembership
from .organisation import ContactPoint, Organisation
from .person import Person, Position
from .standing import Standing

__all__ = [
    "AccountAssignment",
    "ContactChannel",
    "ContactPoint",
    "Domain",
    "DomainMembership",
    "FieldBasis",
    "KindMembership",
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
