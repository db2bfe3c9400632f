"""Moving a signal from state to state: the one place where `state` is written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from core.periods import local_date
from feedback.domain.deadlines import tell_by, working_days_paused
from feedback.domain.workflow import State, is_allowed
from feedback.exceptions import MoveNotAllowed
from feedback.models import Signal, SignalState


@transaction.atomic
def move_signal(
    signal: Signal,
    *,
    to: State,
    at: datetime,
    by: Any = None,
    note: str = "",
    planned_on: date | None = None,
    is_reopening: bool = False,
    lead: Signal | None = None,
) -> Signal:
    """Bring a signal to another state and add the row that says so. Raises MoveNotAllowed.

    The clock stands still while the giver has to answer and runs on afterwards. `lead` is the signal it is joined to
    when it goes to MERGED. A move by nobody (`by` is None) is recorded with its day only. The given object is brought
    up to date.
    """
    stored = Signal.objects.select_for_update().get(pk=signal.pk)
    if not is_allowed(State(stored.state), to):
        raise MoveNotAllowed(f"{stored.state} → {to}")
    today = local_date(at)
    if stored.paused_on is not None:
        stored.paused_days += working_days_paused(stored.paused_on, today)
        stored.tell_by = tell_by(stored.received_on, paused_days=stored.paused_days)
        stored.paused_on = None
    if to == State.AWAITING_GIVER:
        stored.paused_on = today
    if is_reopening:
        stored.tell_by = max(stored.tell_by, tell_by(today))
    stored.state = to
    stored.merged_into = lead if to == State.MERGED else None
    stored.planned_on = planned_on if to in (State.PLANNED, State.FORWARDED) else stored.planned_on
    stored.save(update_fields=["state", "paused_on", "paused_days", "tell_by", "merged_into", "planned_on"])
    SignalState.objects.create(
        signal=stored,
        state=to,
        on=today,
        at=at if by is not None else None,
        by=by,
        note=note,
        is_reopening=is_reopening,
    )
    for name in ("state", "paused_on", "paused_days", "tell_by", "planned_on", "merged_into_id"):
        setattr(signal, name, getattr(stored, name))
    return signal
