"""The registry and the privacy of the persons in it: what is kept of them, forgetting them, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core.erasing import MARKER, erase_text, terms_of
from core.history import event_model
from core.periods import local_date
from core.registry import DataSubject, Identity
from core.retention import kept_since
from core.showing import record_in_words
from stakeholders.models import ContactChannel, FieldBasis, Person, Position
from stakeholders.models.fields import current
from stakeholders.models.organisation import Status

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
    found = Person.objects.filter(wanted).exclude(name=MARKER).order_by("pk")[:50]
    return [
        Identity(f"stakeholders:person:{item.pk}", _("Registry: %(name)s") % {"name": _label(item)}, subject_of(item))
        for item in found
    ]


def _label(person: Person) -> str:
    place = person.positions.select_related("organisation").first()
    return f"{person.name}, {place.organisation}" if place else person.name


def subject_of(person: Person) -> DataSubject:
    """All names, addresses and numbers the registry knows of a person, from its history too."""
    events: Any = event_model("stakeholders.Person")._default_manager
    rows = [(person.name, person.email, person.phone)]
    rows += events.filter(pgh_obj_id=person.pk).values_list("name", "email", "phone").distinct()
    names, emails, phones = (
        {text for text in column if text and text != MARKER} for column in zip(*rows, strict=True)
    )
    for record in _own_records(person.pk):
        for field in record._meta.concrete_fields:
            value = getattr(record, field.attname)
            if isinstance(value, str) and value and not field.choices:
                if "@" in value and " " not in value:
                    emails.add(value.lower())
                elif field.name in ("phone", "number", "value"):
                    phones.add(value)
    return DataSubject(tuple(sorted(emails)), (person.pk,), tuple(sorted(names)), tuple(sorted(phones)))


def _person_fields() -> Iterator[tuple[type[models.Model], str]]:
    """Every table of the registry with a column that points at a person."""
    for model in apps.get_app_config("stakeholders").get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is Person and not hasattr(model, "pgh_tracked_model"):
                yield model, field.name


def _addresses_elsewhere() -> Iterator[tuple[type[models.Model], str, str]]:
    for model, name in _person_fields():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.EmailField):
                yield model, name, field.name


def _own_records(person: int) -> Iterator[models.Model]:
    for model, name in _person_fields():
        relations = [field.name for field in model._meta.concrete_fields if field.is_relation]
        yield from model._default_manager.filter(**{name: person}).select_related(*relations).order_by("pk")


def personal_data(email: str, person: int | None) -> list[tuple[str, list[dict[str, str]]]]:
    """A person as the registry keeps it, and every record that points at the person."""
    record = Person.objects.filter(pk=person).first() if person else None
    if record is None:
        return []
    found = {_("In the registry"): [record_in_words(record)]}
    for model, name in _person_fields():
        relations = [field.name for field in model._meta.concrete_fields if field.is_relation]
        rows = [
            record_in_words(row, leave_out=frozenset({name}))
            for row in model._default_manager.filter(**{name: record}).select_related(*relations).order_by("pk")
        ]
        if rows:
            found.setdefault(str(model._meta.verbose_name_plural).capitalize(), []).extend(rows)
    return list(found.items())


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


def erase(subject: DataSubject, by: Any, at: datetime) -> dict[str, int]:
    """Eraser of the registry."""
    return forget_persons(persons=subject.persons, at=at) if subject.persons else {}


def kept(subject: DataSubject) -> list[tuple[str, str]]:
    """What stays of a person in the registry."""
    if not subject.persons:
        return []
    return [
        (
            _("That there was a contact at the organisation, without name, address or function"),
            _("Conversations with the organisation are part of its file (Archives Act)."),
        )
    ]


def without_ties(at: datetime) -> QuerySet[Person]:
    """Persons who have had no function for the whole period, and were not changed in it."""
    since = kept_since(RETENTION, at)
    events: Any = event_model("stakeholders.Person")._default_manager
    recent = Position.objects.filter(person=OuterRef("pk")).filter(
        current(local_date(at)) | Q(until_on__gte=local_date(since))
    )
    touched = events.filter(pgh_obj_id=OuterRef("pk"), pgh_created_at__gte=since)
    return Person.objects.exclude(name=MARKER).filter(~Exists(recent), ~Exists(touched))


@transaction.atomic
def forget_old_persons(at: datetime) -> int:
    """Carry out the retention of persons, at most two hundred at once; returns how many."""
    persons = list(without_ties(at).order_by("pk")[:_MOST_AT_ONCE])
    if not persons:
        return 0
    subjects = [subject_of(person) for person in persons]
    forget_persons(persons=[person.pk for person in persons], at=at)
    merged = DataSubject(
        emails=tuple(email for subject in subjects for email in subject.emails),
        names=tuple(name for subject in subjects for name in subject.names),
        phones=tuple(phone for subject in subjects for phone in subject.phones),
    )
    # The names stand in the recorded history of the registry; texts of others about them are left alone.
    erase_text(terms_of(merged), by=None, why="retention: stakeholders.persons", only="stakeholders_personevent")
    return len(persons)
