"""What staff do with a signal on the way to a decision: take, assign, move on, join, publish, close, open again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from feedback.domain.workflow import OPEN_STATES, REOPENABLE_STATES, State
from feedback.exceptions import CannotMerge, GiverUntold, MoveNotAllowed, ReopenNeedsReason
from feedback.models import Signal, SignalState
from feedback.queries.givers import untold_givers

from .states import move_signal

_NEW = (State.RECEIVED, State.CONFIRMED)


@transaction.atomic
def assign_signals(*, signals: Iterable[Signal], owner: Any, by: Any, at: datetime) -> dict[str, int | None]:
    """Give these signals an owner (or none). Returns the earlier owner of each by its id, for undoing."""
    before: dict[str, int | None] = {}
    for signal in signals:
        before[str(signal.pk)] = signal.owner_id
        Signal.objects.filter(pk=signal.pk).update(owner=owner)
        signal.owner = owner
    return before


@transaction.atomic
def restore_owners(owners: dict[str, int | None]) -> int:
    """Undo an assignment; returns how many signals have their earlier owner again."""
    return sum(Signal.objects.filter(pk=int(pk)).update(owner_id=owner) for pk, owner in owners.items())


@transaction.atomic
def take_signal(signal: Signal, *, by: Any, at: datetime) -> Signal:
    """Make oneself the owner; a new signal is being worked on from now."""
    assign_signals(signals=[signal], owner=by, by=by, at=at)
    if signal.state in _NEW:
        move_signal(signal, to=State.EXAMINING, by=by, at=at)
    return signal


def move_on(
    signal: Signal, *, to: State, by: Any, at: datetime, note: str = "", planned_on: date | None = None
) -> Signal:
    """Record how far it is (looked into, planned, passed on, waiting for the giver). Raises MoveNotAllowed."""
    if to not in OPEN_STATES or to in _NEW:
        raise MoveNotAllowed(f"{signal.state} → {to}")
    return move_signal(signal, to=to, by=by, at=at, note=note, planned_on=planned_on)


@transaction.atomic
def merge_signal(signal: Signal, *, into: Signal, by: Any, at: datetime, note: str = "") -> Signal:
    """Join a signal to another that says the same; its givers stay its own and are told with the other's.

    Raises CannotMerge; a lead that was told or closed waits for its new givers, so it goes back to decided.
    """
    lead = Signal.objects.select_for_update().get(pk=into.pk)
    impossible = lead.pk == signal.pk or lead.merged_into_id or signal.merged_into_id or signal.merged.exists()
    if impossible or State(signal.state) not in OPEN_STATES:
        raise CannotMerge
    if State(lead.state) in REOPENABLE_STATES and signal.givers.exists():
        move_signal(lead, to=State.DECIDED, by=by, at=at, note=note)
    return move_signal(signal, to=State.MERGED, by=by, at=at, note=note, lead=lead)


@transaction.atomic
def unmerge_signal(signal: Signal, *, by: Any, at: datetime) -> Signal:
    """Take a joined signal apart again: back to the state it had. Raises CannotMerge when it is not joined."""
    if signal.state != State.MERGED:
        raise CannotMerge
    earlier = SignalState.objects.filter(signal=signal).exclude(state=State.MERGED).order_by("-id").first()
    back_to = State(earlier.state) if earlier is not None else State.RECEIVED
    lead = signal.merged_into
    move_signal(signal, to=State.EXAMINING if back_to == State.AWAITING_GIVER else back_to, by=by, at=at)
    if lead is not None:
        from .telling import settle

        settle(lead, at=at)
    return signal


@transaction.atomic
def close_signal(signal: Signal, *, at: datetime, by: Any = None, note: str = "") -> Signal:
    """Close a signal that was told. Raises GiverUntold while somebody has not been told, MoveNotAllowed otherwise."""
    if untold_givers(signal):
        raise GiverUntold
    return move_signal(signal, to=State.CLOSED, by=by, at=at, note=note)


@transaction.atomic
def reopen_signal(signal: Signal, *, note: str, at: datetime, by: Any = None) -> Signal:
    """Take up a told or closed signal again. Raises ReopenNeedsReason without a sentence, MoveNotAllowed otherwise."""
    if not note.strip():
        raise ReopenNeedsReason
    if State(signal.state) not in REOPENABLE_STATES:
        raise MoveNotAllowed(f"{signal.state} → {State.EXAMINING}")
    return move_signal(signal, to=State.EXAMINING, by=by, at=at, note=note.strip(), is_reopening=True)


@transaction.atomic
def publish_signal(signal: Signal, *, said: str, done: str, by: Any, at: datetime) -> Signal:
    """Put it on the page “Said and done” with these texts. Raises ValidationError without one of them."""
    signal.public_said, signal.public_done, signal.is_public = said.strip(), done.strip(), True
    signal.full_clean()
    signal.save(update_fields=["public_said", "public_done", "is_public"])
    return signal


def unpublish_signal(signal: Signal, *, by: Any, at: datetime) -> Signal:
    """Take it off the public page; the texts stay."""
    Signal.objects.filter(pk=signal.pk).update(is_public=False)
    signal.is_public = False
    return signal


@transaction.atomic
def describe_signal(signal: Signal, *, fields: dict[str, Any], by: Any, at: datetime) -> Signal:
    """Change what it is called and what it is about (never the giver's words). Raises ValidationError."""
    allowed = ("kind", "question_sort", "title", "domain", "level", "topic")
    for name in allowed:
        if name in fields:
            setattr(signal, name, fields[name])
    signal.full_clean()
    signal.save(update_fields=list(allowed))
    return signal
