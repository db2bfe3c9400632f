"""Reads of the loop."""

from .givers import GiverStatus, current_decision, giver_statuses, untold_givers
from .told import ToldWithin, told_within

__all__ = ["GiverStatus", "ToldWithin", "current_decision", "giver_statuses", "told_within", "untold_givers"]
