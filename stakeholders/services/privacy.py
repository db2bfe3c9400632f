"""The registry and the privacy of the persons in it: what is kept of them, forgetting them, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core.erasing import MARKER
from core.history import event_model
from core.periods import local_date
from core.registry import DataSubject, Identity
from core.retention import kept_since
from stakeholders.models import ContactChannel, ContactParticipant, FieldBasis, Merge, Participant, Person, Position
from stakeholders.models.fields import current
from stakeholders.models.organisation import Status

from .forgetting import (
    attachments_of,
    forget_history,
    forget_lists,
    forget_mails,
    forget_meetings,
    mails_of,
    merged_into,
    participations_of,
    remove_lost_attachments,
)

RETENTION = "stakeholders.persons"
_MOST_AT_ONCE = 200


def find_persons(email: str, name: str, person: int | None) -> list[Identity]:
    """Persons with this address, name or number; addresses they had before count too."""
    wanted = Q(pk=person)
    if email:
        events: Any = event_model("stakeholders.Person")._default_manager
        had = events.filter(email__iexact=email).values_list("pgh_obj_id", flat=True)
        wanted |= Q(email__iexact=email) | Q(pk__in=set(had))
        for model, field, address in _addresses_elsewhere():
            rows = model._default_manager.filter(**{f"{address}__iexact": email})
            wanted |= Q(pk__in=set(rows.values_list(field, flat=True)))
    if name:
        wanted |= Q(name__iexact=" ".join(name.split()))
    found = Person.objects.filter(wanted).exclude(name=MARKER).values_list("pk", flat=True).order_by("pk")[:50]
    # Who went up in another record by a merge is found as that one.
    kept = {_stands_as(key) for key in found}
    return [
        Identity(f"stakeholders:person:{item.pk}", _("Registry: %(name)s") % {"name": _label(item)}, subject_of(item))
        for item in Person.objects.filter(pk__in=kept).order_by("pk")
    ]


def _stands_as(key: int) -> int:
    """The record that this one went up in, also by way of another; itself when it never did."""
    seen = {key}
    while (into := Merge.objects.filter(kind="person", loser_id=key, undone_at=None).first()) is not None:
        if into.winner_id in seen:
            break
        key = into.winner_id
        seen.add(key)
    return key


def _label(person: Person) -> str:
    place = person.positions.select_related("organisation").first()
    return f"{person.name}, {place.organisation}" if place else person.name


def subject_of(person: Person) -> DataSubject:
    """All names, addresses and numbers the registry knows of a person, from its history and merged records too."""
    keys = merged_into([person.pk])
    columns = ("name", "email", "phone")
    events: Any = event_model("stakeholders.Person")._default_manager
    rows = [*Person.objects.filter(pk__in=keys).values_list(*columns)]
    rows += events.filter(pgh_obj_id__in=keys).values_list(*columns).distinct()
    names, emails, phones = (
        {text for text in column if text and text != MARKER} for column in zip(*rows, strict=True)
    )
    channels: Any = event_model("stakeholders.ContactChannel")._default_manager
    for kind, value in channels.filter(person_id__in=keys).exclude(value=MARKER).values_list("kind", "value"):
        if kind == "email":
            emails.add(value)
        elif kind != "other":
            phones.add(value)
        elif " " not in value and ("@" in value or "/" in value):
            # A name on a network (@somebody) or the address of a page; not words such as "by her secretary".
            names.add(value)
    for record in _own_records(keys):
        for field in record._meta.concrete_fields:
            value = getattr(record, field.attname)
            if isinstance(value, str) and value and not field.choices:
                if "@" in value and " " not in value:
                    emails.add(value.lower())
                elif field.name in ("phone", "number", "value"):
                    phones.add(value)
    return DataSubject(tuple(sorted(emails)), tuple(keys), tuple(sorted(names)), tuple(sorted(phones)))


def person_fields() -> Iterator[tuple[type[models.Model], str]]:
    """Every table of the registry with a column that points at a person."""
    for model in apps.get_app_config("stakeholders").get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is Person and not hasattr(model, "pgh_tracked_model"):
                yield model, field.name


def _addresses_elsewhere() -> Iterator[tuple[type[models.Model], str, str]]:
    for model, name in person_fields():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.EmailField):
                yield model, name, field.name


def _own_records(persons: Iterable[int]) -> Iterator[models.Model]:
    for model, name in person_fields():
        yield from model._default_manager.filter(**{f"{name}__in": persons}).order_by("pk")


@transaction.atomic
def forget_persons(*, persons: Iterable[int], at: datetime) -> dict[str, int]:
    """Take name, address, number and source out of these records and end their functions; the record itself stays,

    so that a conversation still counts as one with somebody.
    """
    keys = list(persons)
    yesterday = local_date(at) - timedelta(days=1)
    ended = Position.objects.filter(person__in=keys, until_on=None, from_on__lte=yesterday).update(until_on=yesterday)
    # A function that had not begun yet never will.
    gone, _per_model = Position.objects.filter(person__in=keys, from_on__gt=yesterday).delete()
    Position.objects.filter(person__in=keys).exclude(title="").update(title=MARKER)
    ContactChannel.objects.filter(person__in=keys).delete()
    FieldBasis.objects.filter(person__in=keys).delete()
    changed = Person.objects.filter(pk__in=keys).update(
        name=MARKER,
        email="",
        phone="",
        source=MARKER,
        do_not_invite=True,
        do_not_invite_reason=MARKER,
        email_undeliverable_on=None,
        email_undeliverable_reason="",
        status=Status.ARCHIVED,
        archived_at=at,
        version=F("version") + 1,
    )
    counts = {_("persons"): changed, _("functions"): ended + gone}
    return {what: count for what, count in counts.items() if count}


def _forget(subject: DataSubject, *, by: Any, at: datetime, why: str) -> dict[str, int]:
    """Everything the registry holds as a record of this person, and what its history holds of that."""
    mails = forget_mails(subject)
    counts = forget_meetings(subject, by=by, at=at, why=why)
    lists = forget_lists(subject)
    own = forget_persons(persons=subject.persons, at=at) if subject.persons else {}
    forget_history(kind="person", keys=subject.persons, by=by, why=why)
    found = own | {_("incoming mails"): mails} | counts | lists
    return {what: count for what, count in found.items() if count}


def erase(subject: DataSubject, by: Any, at: datetime) -> dict[str, int]:
    """Eraser of the registry."""
    counts = _forget(subject, by=by, at=at, why=_("erasure of a person"))
    if gone := remove_lost_attachments():
        counts[_("attachments")] = gone
    return counts


def kept(subject: DataSubject) -> list[tuple[str, str]]:
    """What stays of a person in the registry."""
    file = _("Conversations with the organisation are part of its file (Archives Act).")
    found = []
    if subject.persons:
        found.append((_("That there was a contact at the organisation, without name, address or function"), file))
    if participations_of(subject).exists() or mails_of(subject):
        found.append((_("What was discussed at contact moments and meetings, without the names in it"), file))
    if attachments_of(subject).exists():
        found.append((_("Attachments of these conversations in which the person is not named"), file))
    return found


def without_ties(at: datetime) -> QuerySet[Person]:
    """Persons who had no function, contact moment or meeting for the whole period, and were not changed in it."""
    since = kept_since(RETENTION, at)
    day = local_date(since)
    events: Any = event_model("stakeholders.Person")._default_manager
    mine = {"person": OuterRef("pk")}
    recent = Position.objects.filter(**mine).filter(current(local_date(at)) | Q(until_on__gte=day))
    spoken = ContactParticipant.objects.filter(**mine, moment__held_on__gte=day)
    met = Participant.objects.filter(**mine, gathering__starts_at__gte=since)
    touched = events.filter(pgh_obj_id=OuterRef("pk"), pgh_created_at__gte=since)
    return Person.objects.exclude(name=MARKER).filter(~Exists(recent), ~Exists(spoken), ~Exists(met), ~Exists(touched))


@transaction.atomic
def forget_old_persons(at: datetime) -> int:
    """Carry out the retention of persons, at most two hundred at once; returns how many.

    Texts of others about them are left alone.
    """
    persons = list(without_ties(at).order_by("pk")[:_MOST_AT_ONCE])
    for person in persons:
        _forget(subject_of(person), by=None, at=at, why=f"retention: {RETENTION}")
    return len(persons)
