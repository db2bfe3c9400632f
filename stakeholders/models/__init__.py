"""Models of stakeholders."""

from .assignment import AccountAssignment
from .imports import ImportMapping, ImportRow, ImportRun
from .managed import Domain, OrganisationKind
from .merging import LikelyDuplicate, Merge, MergeMove
from .organisation import ContactPoint, Organisation
from .person import Person, Position

__all__ = [
    "AccountAssignment",
    "ContactPoint",
    "Domain",
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "LikelyDuplicate",
    "Merge",
    "MergeMove",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Position",
]
