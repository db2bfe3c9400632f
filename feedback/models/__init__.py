"""Models of feedback."""

from .decision import AnswerRead, Decision, Telling, Verdict
from .giver import Addition, Giver
from .inbox import SealedEntry
from .signal import Signal, SignalState

__all__ = ["Addition", "AnswerRead", "Decision", "Giver", "SealedEntry", "Signal", "SignalState", "Telling", "Verdict"]
