"""Models of stakeholders."""

from .assignment import AccountAssignment
from .attachment import Attachment
from .contact import ContactMoment, ContactParticipant, ContactRhythm, MomentOrganisation
from .gathering import ActionItem, AgendaItem, Gathering, GatheringSeries, Participant
from .incoming import IncomingMail
from .joint_goal import GoalCommitment, GoalMeasure, GoalProgress, GoalReaderLink, JointGoal
from .managed import Domain, OrganisationKind
from .organisation import ContactPoint, Organisation
from .person import Person, Position
from .sheet_note import SheetNote

__all__ = [
    "AccountAssignment",
    "ActionItem",
    "AgendaItem",
    "Attachment",
    "ContactMoment",
    "ContactParticipant",
    "ContactPoint",
    "ContactRhythm",
    "Domain",
    "Gathering",
    "GatheringSeries",
    "GoalCommitment",
    "GoalMeasure",
    "GoalProgress",
    "GoalReaderLink",
    "IncomingMail",
    "JointGoal",
    "MomentOrganisation",
    "Organisation",
    "OrganisationKind",
    "Participant",
    "Person",
    "Position",
    "SheetNote",
]
