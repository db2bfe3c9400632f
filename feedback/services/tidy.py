"""What the schedule does with signals: close what nobody has anything to add to."""

from __future__ import annotations

from datetime import datetime

from core.periods import local_date
from feedback.domain.deadlines import quiet_since
from feedback.domain.workflow import State
from feedback.exceptions import GiverUntold
from feedback.models import Signal, SignalState

from .work import close_signal


def close_quiet_signals(*, at: datetime) -> int:
    """Close signals that were told twenty working days ago and of which nothing was heard since; returns how many."""
    last_day = quiet_since(local_date(at))
    closed = 0
    for signal in Signal.objects.filter(state=State.TOLD):
        latest = SignalState.objects.filter(signal=signal).order_by("-id").first()
        if latest is None or latest.on > last_day:
            continue
        try:
            close_signal(signal, at=at)
        except GiverUntold:
            continue
        closed += 1
    return closed
