"""How long things are kept: the period that the privacy officer set, or the one of the declaration."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.models import RetentionPeriod
from core.registry import retentions


class PeriodFixed(Exception):
    """The period of this kind is a promise and cannot be changed."""


def days_kept(name: str) -> int:
    """How many days this kind is kept. Raises KeyError for an unknown kind, PeriodFixed for one without a period."""
    declared = retentions[name].days
    if declared is None:
        raise PeriodFixed(name)
    chosen = RetentionPeriod.objects.filter(name=name).values_list("days", flat=True).first()
    return chosen or declared


def kept_since(name: str, at: datetime) -> datetime:
    """What is older than this moment is past its time."""
    return at - timedelta(days=days_kept(name))
