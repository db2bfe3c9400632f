"""Use cases of contact moments: recording, changing, participants, archiving, follow-ups, wished rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from core.models import Link
from core.registry import FollowUp
from stakeholders.exceptions import EditedMeanwhile, InTwoPlaces, NoOrganisation
from stakeholders.models import (
    ContactMoment,
    ContactParticipant,
    ContactRhythm,
    MomentOrganisation,
    Organisation,
    OrganisationKind,
    Person,
    Topic,
)
from stakeholders.models.contact import ContactForm
from stakeholders.models.organisation import Status

# Where one can be in only one place at a time; a call during a meeting happens.
_ONLY_THERE = [
    form.value for form in ContactForm if form not in {ContactForm.CALL, ContactForm.MAIL, ContactForm.LETTER}
]


@dataclass(frozen=True)
class Attendance:
    """Who was there (persons of stakeholders, colleagues, others known by name and address only), and about what."""

    persons: Sequence[Person] = ()
    colleagues: Sequence[Any] = ()
    others: Sequence[tuple[str, str]] = ()
    topics: Sequence[Topic] = ()


@transaction.atomic
def record_moment(
    *,
    values: dict[str, Any],
    organisations: Iterable[Organisation],
    attendance: Attendance,
    by: Any,
    at: datetime,
) -> ContactMoment:
    """Record a contact moment. Raises NoOrganisation, InTwoPlaces, and ValidationError for a value that is refused."""
    moment = ContactMoment(noted_by=by, noted_at=at, **values)
    moment.full_clean()
    _refuse_two_places(moment, attendance)
    moment.save()
    _set_organisations(moment, organisations)
    _set_participants(moment, attendance)
    moment.topics.set(attendance.topics)
    return moment


@transaction.atomic
def change_moment(
    *,
    moment: ContactMoment,
    version: int,
    values: dict[str, Any],
    organisations: Iterable[Organisation],
    attendance: Attendance,
) -> ContactMoment:
    """Change a moment that was opened at `version`. Raises EditedMeanwhile and what record_moment raises."""
    stored = ContactMoment.objects.select_for_update().get(pk=moment.pk)
    if stored.version != version:
        raise EditedMeanwhile(stored.version)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.full_clean()
    _refuse_two_places(stored, attendance)
    stored.save()
    _set_organisations(stored, organisations)
    _set_participants(stored, attendance)
    stored.topics.set(attendance.topics)
    return stored


def _refuse_two_places(moment: ContactMoment, attendance: Attendance) -> None:
    """Somebody cannot sit at two tables at once; only judged when both moments have a beginning and an end."""
    if moment.starts_at is None or moment.ends_at is None or moment.form not in _ONLY_THERE:
        return
    there = models.Q(person__in=[person.pk for person in attendance.persons])
    there |= models.Q(user__in=[user.pk for user in attendance.colleagues])
    clash = (
        ContactParticipant.objects.filter(
            there,
            moment__status=Status.ACTIVE,
            moment__form__in=_ONLY_THERE,
            moment__held_on=moment.held_on,
            moment__starts_at__lt=moment.ends_at,
            moment__ends_at__gt=moment.starts_at,
        )
        .exclude(moment=moment.pk)
        .select_related("moment", "person", "user")
        .first()
    )
    if clash is not None:
        raise InTwoPlaces(
            _("%(name)s was at “%(other)s” at that time. Change the times, or take %(name)s out.")
            % {"name": clash.label, "other": clash.moment.title}
        )


def _set_organisations(moment: ContactMoment, organisations: Iterable[Organisation]) -> None:
    wanted = {organisation.pk for organisation in organisations}
    if not wanted:
        raise NoOrganisation(_("Choose at least one organisation."))
    known = set(moment.organisation_links.values_list("organisation_id", flat=True))
    moment.organisation_links.filter(organisation__in=known - wanted).delete()
    MomentOrganisation.objects.bulk_create(
        MomentOrganisation(moment=moment, organisation_id=pk) for pk in sorted(wanted - known)
    )


def _set_participants(moment: ContactMoment, attendance: Attendance) -> None:
    wanted: dict[tuple[Any, ...], ContactParticipant] = {}
    for person in attendance.persons:
        wanted["person", person.pk] = ContactParticipant(moment=moment, person=person)
    for user in attendance.colleagues:
        wanted["user", user.pk] = ContactParticipant(moment=moment, user=user)
    for name, email in attendance.others:
        wanted["other", name.lower(), email.lower()] = ContactParticipant(moment=moment, name=name, email=email)
    gone = []
    for row in moment.participants.all():
        key = _key_of(row)
        if wanted.pop(key, None) is None:
            gone.append(row.pk)
    moment.participants.filter(pk__in=gone).delete()
    ContactParticipant.objects.bulk_create(wanted.values())


def _key_of(row: ContactParticipant) -> tuple[Any, ...]:
    if row.person_id:
        return ("person", row.person_id)
    if row.user_id:
        return ("user", row.user_id)
    return ("other", row.name.lower(), row.email.lower())


def archive_moment(*, moment: ContactMoment, at: datetime) -> None:
    """Take a contact moment out of use; it no longer counts anywhere. Twice changes nothing."""
    _move(moment, Status.ACTIVE, status=Status.ARCHIVED, archived_at=at)


def restore_moment(*, moment: ContactMoment) -> None:
    """Take an archived contact moment into use again. Twice changes nothing."""
    _move(moment, Status.ARCHIVED, status=Status.ACTIVE, archived_at=None)


def _move(moment: ContactMoment, expected: Status, **fields: Any) -> None:
    ContactMoment.objects.filter(pk=moment.pk, status=expected).update(version=models.F("version") + 1, **fields)


@transaction.atomic
def follow_up(
    *,
    moment: ContactMoment,
    kind: FollowUp,
    text: str,
    organisation: Organisation,
    person: Person | None,
    owner: Any,
    due: date | None,
    by: Any,
    at: datetime,
) -> models.Model:
    """Make something of what was said (a signal, a promise) and link it to the moment. Raises ValidationError."""
    if not text.strip():
        raise ValidationError({"text": _("Say what it is about.")})
    record = kind.create(
        text=text.strip(), organisation=organisation, person=person, owner=owner, due=due, by=by, at=at
    )
    Link.objects.create(
        from_type=ContentType.objects.get_for_model(moment),
        from_id=moment.pk,
        to_type=ContentType.objects.get_for_model(record),
        to_id=record.pk,
        note=str(kind.label)[:200],
        created_by=by,
        created_at=at,
    )
    return record


@transaction.atomic
def set_rhythm(
    *,
    every_weeks: int | None,
    organisation: Organisation | None = None,
    kind: OrganisationKind | None = None,
) -> None:
    """Say how often contact is wished, of one organisation or one kind; None takes the wish away.

    Raises ValidationError for a number of weeks outside 1 to 104.
    """
    key = {"organisation": organisation, "kind": kind}
    row = ContactRhythm.objects.filter(**key).first() or ContactRhythm(**key)
    if every_weeks is None:
        if row.pk:
            row.delete()
        return
    row.every_weeks = every_weeks
    row.full_clean()
    row.save()
