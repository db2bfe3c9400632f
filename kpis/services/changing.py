"""Changing, archiving and withdrawing what steers the lines: goals, targets and events; each can be taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from core.jobs import enqueue
from core.periods import Month
from kpis.models import Goal, KpiTarget, TrendEvent
from stakeholders.exceptions import EditedMeanwhile


@transaction.atomic
def create_goal(*, values: dict[str, Any]) -> Goal:
    """Add a goal to a year plan. Raises ValidationError, also for a title that the year has already."""
    goal = Goal(**values)
    goal.full_clean()
    goal.save()
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, version: int, values: dict[str, Any]) -> Goal:
    """Change a goal that was opened at `version`. Raises EditedMeanwhile and ValidationError."""
    stored = Goal.objects.select_for_update().get(pk=goal.pk)
    _change(stored, version, values)
    return stored


def archive_goal(*, goal: Goal, at: datetime) -> None:
    """Take a goal out of the list; it and its targets stay. Archiving it twice changes nothing."""
    Goal.objects.filter(pk=goal.pk, archived_at=None).update(archived_at=at, version=models.F("version") + 1)


def restore_goal(*, goal: Goal) -> None:
    """Take an archived goal into use again. Restoring it twice changes nothing."""
    Goal.objects.filter(pk=goal.pk, archived_at__isnull=False).update(
        archived_at=None, version=models.F("version") + 1
    )


@transaction.atomic
def withdraw_target(*, target: KpiTarget, at: datetime) -> dict[str, Any]:
    """Take the target off its line; returns what puts it back. The line is computed again without it."""
    kept = _kept(target)
    KpiTarget.objects.filter(pk=target.pk).delete()
    _compute_again(at)
    return kept


@transaction.atomic
def put_target_back(*, kept: dict[str, Any], at: datetime) -> KpiTarget:
    """Put a withdrawn target back, with its history; one that was set meanwhile stays instead."""
    line = {name: kept[name] for name in ("kpi", "level", "dimension")}
    target, _created = KpiTarget.objects.get_or_create(**line, defaults=kept)
    _compute_again(at)
    return target


@transaction.atomic
def change_event(*, event: TrendEvent, version: int, values: dict[str, Any], at: datetime) -> TrendEvent:
    """Change an event that was opened at `version`, and the lines with it. Raises EditedMeanwhile, ValidationError."""
    stored = TrendEvent.objects.select_for_update().get(pk=event.pk)
    _change(stored, version, values)
    _compute_again(at)
    return stored


@transaction.atomic
def remove_event(*, event: TrendEvent, at: datetime) -> dict[str, Any]:
    """Take an event off the lines; returns what puts it back."""
    kept = _kept(event)
    TrendEvent.objects.filter(pk=event.pk).delete()
    _compute_again(at)
    return kept


@transaction.atomic
def put_event_back(*, kept: dict[str, Any], at: datetime) -> TrendEvent:
    """Put a removed event back, with its history; the same one that was added meanwhile stays instead."""
    same = {name: kept[name] for name in ("title", "happened_on", "level", "kpi")}
    try:
        with transaction.atomic():
            event, _created = TrendEvent.objects.get_or_create(pk=kept["id"], defaults=kept)
    except IntegrityError:
        event = TrendEvent.objects.get(**same)
    _compute_again(at)
    return event


def _change(stored: Goal | TrendEvent, version: int, values: dict[str, Any]) -> None:
    if stored.version != version:
        raise EditedMeanwhile(stored.version)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.full_clean()
    stored.save()


def _kept(record: KpiTarget | TrendEvent) -> dict[str, Any]:
    """The columns of a row as plain JSON values."""
    row = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _compute_again(at: datetime) -> None:
    enqueue("kpis.tasks.compute_trends", month=str(Month.of(at)))
