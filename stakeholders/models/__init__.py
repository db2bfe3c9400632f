"""Models of stakeholders."""

from .assignment import AccountAssignment
from .gathering import ActionItem, AgendaItem, Gathering, GatheringSeries, Participant
from .joint_goal import GoalCommitment, GoalMeasure, GoalProgress, GoalReaderLink, JointGoal
from .managed import Domain, OrganisationKind
from .organisation import ContactPoint, Organisation
from .person import Person, Position
from .sheet_note import SheetNote

__all__ = [
    "AccountAssignment",
    "ActionItem",
    "AgendaItem",
    "ContactPoint",
    "Domain",
    "Gathering",
    "GatheringSeries",
    "GoalCommitment",
    "GoalMeasure",
    "GoalProgress",
    "GoalReaderLink",
    "JointGoal",
    "Organisation",
    "OrganisationKind",
    "Participant",
    "Person",
    "Position",
    "SheetNote",
]
