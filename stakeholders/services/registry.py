"""Use cases that write in the registry: organisations, persons, functions, fixed contacts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from stakeholders.exceptions import EditedMeanwhile, PeriodRefused
from stakeholders.models import (
    AccountAssignment,
    ContactPoint,
    Domain,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    Tag,
    Topic,
)
from stakeholders.models.organisation import Status

Versioned = TypeVar("Versioned", Organisation, Person)


def _lock(record: Versioned, version: int) -> Versioned:
    """The stored record, locked. Raises EditedMeanwhile when it is no longer the version that was opened."""
    stored = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if stored.version != version:
        raise EditedMeanwhile(stored.version)
    return stored


@transaction.atomic
def create_organisation(
    *,
    values: dict[str, Any],
    kinds: Iterable[OrganisationKind] = (),
    domains: Iterable[Domain] = (),
    topics: Iterable[Topic] = (),
    tags: Iterable[Tag] = (),
) -> Organisation:
    """Add an organisation. Raises ValidationError for a value or name that is refused."""
    organisation = Organisation(**values)
    organisation.full_clean()
    organisation.save()
    organisation.kinds.set(kinds)
    organisation.domains.set(domains)
    organisation.topics.set(topics)
    organisation.tags.set(tags)
    return organisation


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    version: int,
    values: dict[str, Any],
    kinds: Iterable[OrganisationKind],
    domains: Iterable[Domain],
    topics: Iterable[Topic] | None = None,
    tags: Iterable[Tag] | None = None,
) -> Organisation:
    """Change an organisation that was opened at `version`; None leaves topics or tags as they are.

    Raises EditedMeanwhile and ValidationError.
    """
    stored = _lock(organisation, version)
    _set(stored, values)
    stored.kinds.set(kinds)
    stored.domains.set(domains)
    if topics is not None:
        stored.topics.set(topics)
    if tags is not None:
        stored.tags.set(tags)
    return stored


@transaction.atomic
def create_person(*, values: dict[str, Any]) -> Person:
    """Add a person. Raises ValidationError."""
    person = Person(**values)
    person.full_clean()
    person.save()
    return person


@transaction.atomic
def change_person(*, person: Person, version: int, values: dict[str, Any]) -> Person:
    """Change a person that was opened at `version`; another address is deliverable until mail comes back.

    Raises EditedMeanwhile and ValidationError.
    """
    stored = _lock(person, version)
    has_other_address = values.get("email", stored.email) != stored.email
    if has_other_address and values.get("email_undeliverable_on") in (None, stored.email_undeliverable_on):
        values = {**values, "email_undeliverable_on": None, "email_undeliverable_reason": ""}
    _set(stored, values)
    return stored


def _set(record: Organisation | Person, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.version += 1
    record.full_clean()
    record.save()


def archive(*, record: Organisation | Person, at: datetime) -> None:
    """Take a record out of use; it stays for the history. Archiving it twice changes nothing."""
    _move(record, Status.ACTIVE, status=Status.ARCHIVED, archived_at=at)


def restore(*, record: Organisation | Person) -> None:
    """Take an archived record into use again. Restoring it twice changes nothing."""
    _move(record, Status.ARCHIVED, status=Status.ACTIVE, archived_at=None)


def _move(record: Organisation | Person, expected: Status, **fields: Any) -> None:
    manager = type(record)._default_manager
    manager.filter(pk=record.pk, status=expected).update(version=models.F("version") + 1, **fields)


@transaction.atomic
def assign(
    *, organisation: Organisation, user: Any, role: str, from_on: date, until_on: date | None = None
) -> AccountAssignment:
    """Make a colleague account manager or deputy from a day on; who holds the role now steps back the day before.

    Raises PeriodRefused when the period collides otherwise (a later assignment, or another role of the same person).
    """
    AccountAssignment.objects.filter(organisation=organisation, role=role, from_on__lt=from_on, until_on=None).update(
        until_on=from_on - timedelta(days=1)
    )
    assignment = AccountAssignment(organisation=organisation, user=user, role=role, from_on=from_on, until_on=until_on)
    _save_period(assignment)
    return assignment


@transaction.atomic
def end_assignment(*, assignment: AccountAssignment, until_on: date) -> None:
    """Let a fixed contact end on a day. Raises PeriodRefused when that day lies before the first."""
    assignment.until_on = until_on
    _save_period(assignment)


@transaction.atomic
def add_position(
    *, person: Person, organisation: Organisation, title: str, from_on: date, until_on: date | None = None
) -> Position:
    """Give a person a function at an organisation. Raises PeriodRefused when there is one in that period already."""
    position = Position(person=person, organisation=organisation, title=title, from_on=from_on, until_on=until_on)
    _save_period(position)
    return position


@transaction.atomic
def end_position(*, position: Position, until_on: date) -> None:
    """Let a function end on a day. Raises PeriodRefused when that day lies before the first."""
    position.until_on = until_on
    _save_period(position)


def _save_period(row: AccountAssignment | Position) -> None:
    if row.until_on and row.until_on < row.from_on:
        # The database cannot even compare such a period with others, so this comes first.
        raise PeriodRefused(_("The last day lies before the first."))
    try:
        row.full_clean()
    except ValidationError as refusal:
        raise PeriodRefused("; ".join(refusal.messages)) from refusal
    row.save()


@transaction.atomic
def add_contact_point(*, organisation: Organisation, values: dict[str, Any]) -> ContactPoint:
    """Add a way in without a person. Raises ValidationError without any way to reach it."""
    point = ContactPoint(organisation=organisation, **values)
    point.full_clean()
    point.save()
    return point


def remove_contact_point(*, point: ContactPoint) -> None:
    """Remove a way in that no longer exists."""
    point.delete()
