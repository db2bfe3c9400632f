"""Models of measurements."""

from .published import PublishedResult
from .result import JointCell, Result, WaveOutcome

__all__ = ["JointCell", "PublishedResult", "Result", "WaveOutcome"]
