"""After a gathering: who was there, what was said, and who does what by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from core.models import Link
from core.periods import local_date
from core.registry import FollowUp, follow_ups
from stakeholders.exceptions import EditedMeanwhile
from stakeholders.gathering_exceptions import AlreadyClosed, FollowUpUnknown, GatheringNotPlanned
from stakeholders.models import ActionItem, Gathering, Organisation

from .gathering_contact import record_contact
from .gatherings import lock_gathering


@transaction.atomic
def hold_gathering(
    *, gathering: Gathering, version: int, present: Iterable[int], summary: str, by: Any, at: datetime
) -> Gathering:
    """Record that it was held: who was there (participant keys) and a summary. Again corrects it.

    It becomes a contact moment of each organisation. Raises EditedMeanwhile, GatheringNotPlanned for a cancelled one,
    and InTwoPlaces when somebody was at another meeting at that time.
    """
    stored = lock_gathering(gathering)
    if stored.version != version:
        raise EditedMeanwhile(stored.version)
    if stored.state == Gathering.State.CANCELLED:
        raise GatheringNotPlanned
    keys = set(present)
    stored.participants.filter(pk__in=keys).update(attended=True)
    stored.participants.exclude(pk__in=keys).update(attended=False)
    stored.state, stored.summary = Gathering.State.HELD, summary
    stored.version += 1
    stored.full_clean()
    stored.save()
    record_contact(stored, by=by, at=at)
    return stored


@transaction.atomic
def add_action(
    *,
    gathering: Gathering,
    what: str,
    at: datetime,
    owner: Any = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
) -> ActionItem:
    """Agree on an action: of a colleague (`owner`) or of an organisation. Raises ValidationError."""
    action = ActionItem(
        gathering=gathering, what=what, owner=owner, organisation=organisation, due_on=due_on, created_at=at
    )
    action.full_clean()
    action.save()
    return action


@transaction.atomic
def change_action(*, action: ActionItem, values: dict[str, Any]) -> ActionItem:
    """Change what, who or by when. Raises ValidationError, and AlreadyClosed when it is no longer open."""
    stored = ActionItem.objects.select_for_update().get(pk=action.pk)
    if not stored.is_open:
        raise AlreadyClosed
    for name, value in values.items():
        setattr(stored, name, value)
    stored.full_clean()
    stored.save()
    return stored


@transaction.atomic
def close_action(*, action: ActionItem, state: str, at: datetime, note: str = "") -> None:
    """End an action: done, dropped or passed on. Raises AlreadyClosed."""
    changed = ActionItem.objects.filter(pk=action.pk, state=ActionItem.State.OPEN).update(
        state=state, closed_on=local_date(at), closed_note=note[:300]
    )
    if not changed:
        raise AlreadyClosed


def reopen_action(*, action: ActionItem) -> None:
    """Open an action again. Twice changes nothing."""
    ActionItem.objects.filter(pk=action.pk).exclude(state=ActionItem.State.OPEN).update(
        state=ActionItem.State.OPEN, closed_on=None, closed_note=""
    )


def possible_follow_ups(user: Any) -> list[FollowUp]:
    """What this user can make of an action here."""
    return [follow_up for follow_up in follow_ups if user.has_perm(follow_up.permission)]


@transaction.atomic
def make_follow_up(*, action: ActionItem, name: str, by: Any, at: datetime) -> Model:
    """Make of an action what it goes on as (a promise, a signal); the two are linked and the action is closed here.

    Raises FollowUpUnknown and AlreadyClosed.
    """
    follow_up = follow_ups.get(name)
    if follow_up is None or not by.has_perm(follow_up.permission):
        raise FollowUpUnknown
    stored = ActionItem.objects.select_for_update(of=("self",)).select_related("gathering").get(pk=action.pk)
    if not stored.is_open:
        raise AlreadyClosed
    organisation = stored.organisation or stored.gathering.organisations.order_by("sort_key", "pk").first()
    record = follow_up.create(
        text=stored.what, organisation=organisation, person=None, owner=stored.owner, due=stored.due_on, by=by, at=at
    )
    Link.objects.create(
        from_type=ContentType.objects.get_for_model(ActionItem),
        from_id=stored.pk,
        to_type=ContentType.objects.get_for_model(type(record)),
        to_id=record.pk,
        created_by=by,
        created_at=at,
    )
    close_action(action=stored, state=ActionItem.State.PASSED_ON, at=at)
    return record


def hand_over_actions(keys: Iterable[int], to: Any, by: Any, at: datetime) -> int:
    """Make `to` the colleague of these open actions; returns how many changed."""
    return ActionItem.objects.open().filter(pk__in=list(keys), owner__isnull=False).exclude(owner=to).update(owner=to)
