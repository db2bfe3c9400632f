"""Models of the measurements room."""

from .answer import Answer, ConfidentialAnswer
from .fieldwork import FieldworkCount
from .frame import FrameMember, Invitation, KeyUse, RespondentKey
from .inbox import Draft, FilingKey, SealedAnswer
from .instrument import Instrument, InstrumentVersion
from .wave import Wave, WaveStateRow

__all__ = [
    "Answer",
    "ConfidentialAnswer",
    "Draft",
    "FieldworkCount",
    "FilingKey",
    "FrameMember",
    "Instrument",
    "InstrumentVersion",
    "Invitation",
    "KeyUse",
    "RespondentKey",
    "SealedAnswer",
    "Wave",
    "WaveStateRow",
]
