"""Models of the measurements room."""

from .answer import Answer, ConfidentialAnswer
from .confirmation import LanguageConfirmation
from .export import ResponseExport
from .fieldwork import FieldworkCount
from .frame import FrameMember, Invitation, KeyUse, RespondentKey
from .inbox import Draft, FilingKey, SealedAnswer
from .instrument import Instrument, InstrumentVersion
from .mailing import Announcement, ReminderPlan, UncertainDecision, WaveWords
from .published import PublishedResult
from .quota import QuotaCount
from .result import JointCell, Result, WaveOutcome
from .wave import Wave, WaveStateRow

__all__ = [
    "Announcement",
    "Answer",
    "ConfidentialAnswer",
    "Draft",
    "FieldworkCount",
    "FilingKey",
    "FrameMember",
    "Instrument",
    "InstrumentVersion",
    "Invitation",
    "JointCell",
    "KeyUse",
    "LanguageConfirmation",
    "PublishedResult",
    "QuotaCount",
    "ReminderPlan",
    "RespondentKey",
    "ResponseExport",
    "Result",
    "SealedAnswer",
    "UncertainDecision",
    "Wave",
    "WaveOutcome",
    "WaveStateRow",
    "WaveWords",
]
