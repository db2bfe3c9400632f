"""Reads for imports and merges: records side by side, likely duplicates with their records, merges of a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stakeholders.models import ContactPoint, LikelyDuplicate, Merge, Organisation, Person
from stakeholders.models.imports import ListKind
from stakeholders.models.merging import RecordKind


def shown_records(*, kind: str, keys: Iterable[int]) -> dict[int, Any]:
    """Records by key, with what a person compares them by as `facts` (label, value); a constant number of queries."""
    wanted = set(keys)
    if kind in (ListKind.PERSONS, RecordKind.PERSON):
        persons = Person.objects.filter(pk__in=wanted).prefetch_related("positions__organisation")
        for person in persons:
            person.facts = _facts_of_person(person)  # type: ignore[attr-defined]
        return {person.pk: person for person in persons}
    organisations = Organisation.objects.filter(pk__in=wanted).prefetch_related("kinds", "contact_points")
    for organisation in organisations:
        organisation.facts = _facts_of_organisation(organisation)  # type: ignore[attr-defined]
    return {organisation.pk: organisation for organisation in organisations}


def _facts_of_organisation(item: Organisation) -> list[tuple[str, str]]:
    points: list[ContactPoint] = list(item.contact_points.all())
    facts = [
        (_("Abbreviation"), item.abbreviation),
        (_("Kinds"), ", ".join(str(kind) for kind in item.kinds.all())),
        (_("Website"), item.website),
        (_("Chamber of Commerce number"), item.kvk_number),
        (_("E-mail address"), ", ".join(point.email for point in points if point.email)),
        (_("Status"), item.get_status_display() if item.is_archived else ""),
    ]
    return [(str(label), str(value)) for label, value in facts if value]


def _facts_of_person(item: Person) -> list[tuple[str, str]]:
    places = [
        f"{position.title} – {position.organisation.name}" if position.title else position.organisation.name
        for position in item.positions.all()
    ]
    facts = [
        (_("E-mail address"), item.email),
        (_("Phone"), item.phone),
        (_("Functions"), "; ".join(places)),
        (_("Status"), item.get_status_display() if item.is_archived else ""),
    ]
    return [(str(label), str(value)) for label, value in facts if value]


@dataclass(frozen=True)
class ShownPair:
    """A likely duplicate with both records."""

    pair: LikelyDuplicate
    first: Any
    second: Any

    @property
    def percent(self) -> int:
        """How alike they are, in percent."""
        return round(self.pair.likeness * 100)


def likely_duplicates(*, kind: str, dismissed: bool = False) -> QuerySet[LikelyDuplicate]:
    """Pairs of records that are both still in use, the most alike first."""
    model: Any = Person if kind == RecordKind.PERSON else Organisation
    active = model.objects.active().values("pk")
    return LikelyDuplicate.objects.filter(
        kind=kind, dismissed_at__isnull=not dismissed, first_id__in=active, second_id__in=active
    )


def shown_pairs(*, kind: str, pairs: Iterable[LikelyDuplicate]) -> list[ShownPair]:
    """Pairs with their records."""
    found = list(pairs)
    records = shown_records(kind=kind, keys={key for pair in found for key in (pair.first_id, pair.second_id)})
    return [ShownPair(pair, records[pair.first_id], records[pair.second_id]) for pair in found]


def merges_around(*, kind: str, key: int) -> QuerySet[Merge]:
    """Merges that made this record what it is, also undone ones, newest first."""
    return Merge.objects.filter(kind=kind, winner_id=key).select_related("merged_by", "undone_by")
