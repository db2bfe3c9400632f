"""KPI K16: signals whose givers were told within the norm (shared methodology 2.18)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from core.periods import Month, local_date
from feedback.choices import Channel
from feedback.domain.deadlines import TELL_WITHIN, tell_by
from feedback.models import Giver, Signal, Telling

NOT_YET_DUE = "not_yet_due"
WAITING_FOR_GIVER = "waiting_for_giver"
NOBODY_TO_TELL = "nobody_to_tell"


@dataclass(frozen=True)
class ToldWithin:
    """How many signals whose deadline fell in a month were told in time, and which were left out and why."""

    numerator: int
    denominator: int
    excluded: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> float | None:
        """Share told in time (0 to 1), None when no deadline fell in the month."""
        return self.numerator / self.denominator if self.denominator else None


def told_within(*, month: Month, days: int = TELL_WITHIN, as_of: date | None = None) -> ToldWithin:
    """Signals whose givers were all told within `days` working days, of the signals whose deadline fell in `month`.

    The day of receipt is day 0; days on which we waited for the giver do not count. Open and late is a miss. Left out
    are deadlines after `as_of` (default: the month has ended) unless told before, signals that wait for their giver
    now, and signals with nobody who could be told (no giver left, or every giver unreachable). A signal joined to
    another counts by itself, with its own day of receipt and its own givers. Of a signal that was opened again the
    first answer counts.
    """
    as_of = as_of or month.last_day
    signals = {}
    for signal in Signal.objects.filter(received_on__lte=month.last_day).only(
        "id", "received_on", "paused_on", "paused_days", "tell_by"
    ):
        deadline = tell_by(signal.received_on, paused_days=signal.paused_days, days=days)
        if Month.of(deadline) == month:
            signals[signal.pk] = (signal, deadline)
    told_on = _told_on(list(signals))
    numerator = denominator = 0
    excluded: dict[str, int] = {}
    for signal, deadline in signals.values():
        told = told_on.get(signal.pk, _NOBODY)
        reason = _reason_to_exclude(told, waits=signal.paused_on is not None, is_due=deadline <= as_of)
        if reason:
            excluded[reason] = excluded.get(reason, 0) + 1
            continue
        denominator += 1
        numerator += told is not None and isinstance(told, date) and told <= deadline
    return ToldWithin(numerator, denominator, excluded)


class _Nobody:
    """Nobody behind a signal can be told."""


_NOBODY = _Nobody()


def _reason_to_exclude(told: date | _Nobody | None, *, waits: bool, is_due: bool) -> str:
    if isinstance(told, _Nobody):
        return NOBODY_TO_TELL
    if told is None and waits:
        return WAITING_FOR_GIVER
    if told is None and not is_due:
        return NOT_YET_DUE
    return ""


def _told_on(signal_ids: list[int]) -> dict[int, date | _Nobody | None]:
    """Per signal the day on which the last of its givers was first told; None while one is untold."""
    first: dict[object, tuple[date, bool]] = {}
    for giver_id, told_at, channel in (
        Telling.objects.filter(giver__signal_id__in=signal_ids, told_at__isnull=False, undone_at=None)
        .order_by("told_at")
        .values_list("giver_id", "told_at", "channel")
    ):
        if told_at is not None:
            first.setdefault(giver_id, (local_date(told_at), channel == Channel.UNREACHABLE))
    days: dict[int, list[date | None]] = {}
    for giver_id, signal_id in Giver.objects.filter(signal_id__in=signal_ids).values_list("pk", "signal_id"):
        day, unreachable = first.get(giver_id, (None, False))
        if not unreachable:
            days.setdefault(signal_id, []).append(day)
    result: dict[int, date | _Nobody | None] = {}
    for signal_id, its_days in days.items():
        known = [day for day in its_days if day is not None]
        result[signal_id] = max(known) if len(known) == len(its_days) else None
    return result
