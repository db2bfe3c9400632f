"""Keeping joint goals: the goal, measures, progress, commitments, and links by which partners read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.periods import local_date
from stakeholders.exceptions import EditedMeanwhile
from stakeholders.gathering_exceptions import AlreadyClosed, LinkRefused
from stakeholders.link_secrets import link_hash, new_link
from stakeholders.models import (
    GoalCommitment,
    GoalMeasure,
    GoalProgress,
    GoalReaderLink,
    JointGoal,
    Organisation,
)
from stakeholders.models.organisation import Status

LINK = "goal"
LONGEST = timedelta(days=366)


@transaction.atomic
def create_goal(*, values: dict[str, Any], partners: Iterable[Organisation], owner: Any, at: datetime) -> JointGoal:
    """Set a goal with partners. Raises ValidationError."""
    goal = JointGoal(owner=owner, updated_at=at, **values)
    goal.full_clean()
    goal.save()
    goal.partners.set(partners)
    return goal


@transaction.atomic
def change_goal(
    *, goal: JointGoal, version: int, values: dict[str, Any], partners: Iterable[Organisation], at: datetime
) -> JointGoal:
    """Change a goal that was opened at `version`. Raises EditedMeanwhile and ValidationError.

    A partner that is no longer one loses its link.
    """
    stored = JointGoal.objects.select_for_update().get(pk=goal.pk)
    if stored.version != version:
        raise EditedMeanwhile(stored.version)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.updated_at = at
    stored.full_clean()
    stored.save()
    chosen = list(partners)
    stored.partners.set(chosen)
    stored.links.filter(revoked_at=None).exclude(organisation__in=chosen).update(revoked_at=at)
    return stored


def archive_goal(*, goal: JointGoal, at: datetime) -> None:
    """Take a goal out of use; partners can no longer read it. Twice changes nothing."""
    JointGoal.objects.filter(pk=goal.pk, status=Status.ACTIVE).update(
        status=Status.ARCHIVED, archived_at=at, version=F("version") + 1
    )


def restore_goal(*, goal: JointGoal) -> None:
    """Take an archived goal into use again. Twice changes nothing."""
    JointGoal.objects.filter(pk=goal.pk, status=Status.ARCHIVED).update(
        status=Status.ACTIVE, archived_at=None, version=F("version") + 1
    )


@transaction.atomic
def add_measure(*, goal: JointGoal, values: dict[str, Any], at: datetime) -> GoalMeasure:
    """Add by what the goal is measured. Raises ValidationError."""
    measure = GoalMeasure(goal=goal, **values)
    measure.full_clean()
    measure.save()
    _touch(goal, at)
    return measure


@transaction.atomic
def remove_measure(*, measure: GoalMeasure, at: datetime) -> None:
    """Remove a measure without progress. Raises ValidationError when there is progress: that is never taken away."""
    if measure.progress.exists():
        raise ValidationError(_("This measure has progress, so it stays."))
    measure.delete()
    _touch(measure.goal, at)


@transaction.atomic
def add_progress(
    *, measure: GoalMeasure, as_of: date, value: Decimal, note: str, by: Any, at: datetime
) -> GoalProgress:
    """Say where a measure stood on a day; the same day again corrects it. Raises ValidationError for a day to come."""
    if as_of > local_date(at):
        raise ValidationError({"as_of": _("This day is still to come.")})
    row = GoalProgress(measure=measure, as_of=as_of, value=value, note=note, created_by=by, created_at=at)
    row.full_clean()
    row.save()
    _touch(measure.goal, at)
    return row


@transaction.atomic
def add_commitment(
    *,
    goal: JointGoal,
    what: str,
    at: datetime,
    owner: Any = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
) -> GoalCommitment:
    """Record what a colleague or a partner will do. Raises ValidationError."""
    commitment = GoalCommitment(goal=goal, what=what, owner=owner, organisation=organisation, due_on=due_on)
    commitment.full_clean()
    commitment.save()
    _touch(goal, at)
    return commitment


@transaction.atomic
def close_commitment(*, commitment: GoalCommitment, state: str, at: datetime) -> None:
    """A commitment was kept (done) or dropped. Raises AlreadyClosed."""
    changed = GoalCommitment.objects.filter(pk=commitment.pk, state=GoalCommitment.State.OPEN).update(
        state=state, closed_on=local_date(at)
    )
    if not changed:
        raise AlreadyClosed
    _touch(commitment.goal, at)


@transaction.atomic
def reopen_commitment(*, commitment: GoalCommitment, at: datetime) -> None:
    """Open a commitment again. Twice changes nothing."""
    GoalCommitment.objects.filter(pk=commitment.pk).exclude(state=GoalCommitment.State.OPEN).update(
        state=GoalCommitment.State.OPEN, closed_on=None
    )
    _touch(commitment.goal, at)


def hand_over_commitments(keys: Iterable[int], to: Any, by: Any, at: datetime) -> int:
    """Make `to` the colleague of these open commitments; returns how many changed."""
    found = GoalCommitment.objects.filter(pk__in=list(keys), state=GoalCommitment.State.OPEN, owner__isnull=False)
    return found.exclude(owner=to).update(owner=to)


@transaction.atomic
def share_goal(
    *, goal: JointGoal, organisation: Organisation, expires_on: date, by: Any, at: datetime
) -> GoalReaderLink:
    """Make a link by which a partner reads the goal until a day. Raises LinkRefused with words."""
    today = local_date(at)
    if not goal.partners.filter(pk=organisation.pk).exists():
        raise LinkRefused(_("This organisation is no partner of the goal."))
    if not today <= expires_on <= today + LONGEST:
        raise LinkRefused(_("Choose a last day from today up to one year from now."))
    link = GoalReaderLink(
        goal=goal,
        organisation=organisation,
        expires_on=expires_on,
        created_by=by,
        created_at=at,
        **new_link(purpose=LINK),
    )
    try:
        link.full_clean()
    except ValidationError as refusal:
        raise LinkRefused("; ".join(refusal.messages)) from refusal
    link.save()
    return link


def withdraw_link(*, link: GoalReaderLink, at: datetime) -> None:
    """Let a link open nothing any more. Twice changes nothing."""
    GoalReaderLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at)


def goal_by_link(token: str, *, at: datetime) -> GoalReaderLink | None:
    """What this link opens today; None for one that is unknown, withdrawn, expired, or of an archived goal."""
    found = GoalReaderLink.objects.filter(
        link_hash=link_hash(token), revoked_at=None, expires_on__gte=local_date(at), goal__status=Status.ACTIVE
    )
    return found.select_related("goal", "organisation").first()


def _touch(goal: JointGoal, at: datetime) -> None:
    JointGoal.objects.filter(pk=goal.pk, updated_at__lt=at).update(updated_at=at)
