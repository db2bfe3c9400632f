"""What a row of a list would change in a record that we have; for many records at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stakeholders.models import Organisation, Person, Position

from .list_values import label_of

Change = tuple[str, str, str]  # label, old, new
_ORGANISATION_FIELDS = (
    "name",
    "abbreviation",
    "in_measurement",
    "measurement_reason",
    "website",
    "kvk_number",
    "rsin",
    "notes",
)
_PERSON_FIELDS = ("name", "email", "phone", "language", "legal_basis", "do_not_invite")
_CHUNK = 2000


def fields_of(*, persons: bool) -> tuple[str, ...]:
    """The columns of the record itself that a list can change; where data come from stays as it was."""
    return _PERSON_FIELDS if persons else _ORGANISATION_FIELDS


class Differences:
    """The records with these keys as they are now."""

    def __init__(self, *, persons: bool, keys: Iterable[int], today: date, lock: bool = False) -> None:
        self._persons = persons
        self._today = today
        self.records: dict[int, Any] = {}
        wanted = sorted(keys)
        for start in range(0, len(wanted), _CHUNK):
            self._fetch(wanted[start : start + _CHUNK], lock)

    def _fetch(self, keys: list[int], lock: bool) -> None:
        manager: Any = Person.objects if self._persons else Organisation.objects
        related = ("positions__organisation",) if self._persons else ("kinds", "domains", "contact_points")
        records = manager.filter(pk__in=keys).order_by("pk")
        if lock:
            records = records.select_for_update()
        self.records |= {record.pk: record for record in records.prefetch_related(*related)}

    def knows(self, key: int) -> bool:
        """Whether the record is still there."""
        return key in self.records

    def between(self, key: int, values: dict[str, Any]) -> tuple[list[Change], str]:
        """What would change, and why that cannot be (empty when it can)."""
        record = self.records[key]
        changes: list[Change] = []
        for name in fields_of(persons=self._persons):
            if name in values and getattr(record, name) != values[name]:
                old, new = _words(record, name, getattr(record, name)), _words(record, name, values[name])
                changes.append((label_of(name, persons=self._persons), old, new))
        if self._persons:
            more, problem = self._function(record, values)
            return changes + more, problem
        return changes + self._relations(record, values), ""

    def _relations(self, record: Any, values: dict[str, Any]) -> list[Change]:
        changes: list[Change] = []
        for name in ("kinds", "domains"):
            held = sorted(item.code for item in getattr(record, name).all())
            if name in values and sorted(values[name]) != held:
                label = label_of(name, persons=False)
                changes.append((label, ", ".join(held) or "–", ", ".join(sorted(values[name]))))
        points = list(record.contact_points.all())
        for name in ("email", "phone"):
            held_ways = [getattr(point, name).casefold() for point in points]
            if values.get(name) and values[name].casefold() not in held_ways:
                changes.append((_("contact point"), "–", values[name]))
        return changes

    def _function(self, record: Any, values: dict[str, Any]) -> tuple[list[Change], str]:
        if "organisation_id" not in values:
            return [], ""
        there = [item for item in record.positions.all() if item.organisation_id == values["organisation_id"]]
        current = current_position(there, self._today)
        title = values.get("title", "")
        if current is not None:
            if title and title != current.title:
                return [(_("function"), current.title or "–", title)], ""
            return [], ""
        since = since_of(values, self._today)
        if any(item.until_on is None or item.until_on >= since for item in there):
            return [], _("has a function at %(organisation)s in that period already") % values
        return [(_("function"), "–", f"{title} ({values['organisation']})".strip())], ""


def current_position(positions: Iterable[Position], today: date) -> Position | None:
    """The function that is held today, or one that is still to begin."""
    return next((item for item in positions if item.until_on is None or item.until_on >= today), None)


def since_of(values: dict[str, Any], today: date) -> date:
    """From when a new function counts."""
    return date.fromisoformat(values["from_on"]) if "from_on" in values else today


def _words(record: Any, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(getattr(type(record)._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value)) or "–"
