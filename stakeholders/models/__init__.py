"""Models of stakeholders."""

from .assignment import AccountAssignment
from .attachment import Attachment
from .channels import ContactChannel, FieldBasis
from .contact import ContactMoment, ContactParticipant, MomentOrganisation
from .gathering import ActionItem, AgendaItem, Gathering, GatheringSeries, Participant
from .handover import Departure, Handover, HandoverMove, HandoverNotice
from .imports import ImportMapping, ImportRow, ImportRun
from .incoming import IncomingMail
from .joint_goal import GoalCommitment, GoalMeasure, GoalProgress, GoalReaderLink, JointGoal
from .managed import Domain, OrganisationKind, Tag, Topic
from .memberships import DomainMembership, KindMembership, TagMembership, TopicMembership
from .merging import LikelyDuplicate, Merge, MergeMove
from .organisation import ContactPoint, Organisation
from .person import Person, Position
from .rhythm import ContactRhythm
from .segment import Segment, SegmentPick
from .sheet_note import SheetNote
from .standing import Standing

__all__ = [
    "AccountAssignment",
    "ActionItem",
    "AgendaItem",
    "Attachment",
    "ContactChannel",
    "ContactMoment",
    "ContactParticipant",
    "ContactPoint",
    "ContactRhythm",
    "Departure",
    "Domain",
    "DomainMembership",
    "FieldBasis",
    "Gathering",
    "GatheringSeries",
    "GoalCommitment",
    "GoalMeasure",
    "GoalProgress",
    "GoalReaderLink",
    "Handover",
    "HandoverMove",
    "HandoverNotice",
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "IncomingMail",
    "JointGoal",
    "KindMembership",
    "LikelyDuplicate",
    "Merge",
    "MergeMove",
    "MomentOrganisation",
    "Organisation",
    "OrganisationKind",
    "Participant",
    "Person",
    "Position",
    "Segment",
    "SegmentPick",
    "SheetNote",
    "Standing",
    "Tag",
    "TagMembership",
    "Topic",
    "TopicMembership",
]
