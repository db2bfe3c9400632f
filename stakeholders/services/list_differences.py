"""What a row of a list would change in a record that we have; for many records at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stakeholders.models import ImportRun, Organisation, Person, Position

from .list_values import MANAGED, WAYS, label_of

Change = tuple[str, str, str]  # label, old, new
_ORGANISATION_FIELDS = (
    "name",
    "abbreviation",
    "in_measurement",
    "measurement_reason",
    "website",
    "kvk_number",
    "rsin",
    "parent_id",
    "connection",
    "joint_interests",
    "channel",
    "notes",
)
_PERSON_FIELDS = ("name", "email", "phone", "language", "legal_basis", "do_not_invite", "do_not_invite_reason")
_CHUNK = 2000


def fields_of(*, persons: bool) -> tuple[str, ...]:
    """The columns of the record itself that a list can change; where data come from stays as it was."""
    return _PERSON_FIELDS if persons else _ORGANISATION_FIELDS


def fields_said(values: dict[str, Any], *, persons: bool, record: Any = None) -> dict[str, Any]:
    """The fields of the record that a row fills; not inviting somebody always gets a reason."""
    said = {name: values[name] for name in fields_of(persons=persons) if name in values}
    if said.get("do_not_invite") is False:
        said["do_not_invite_reason"] = ""
    elif said.get("do_not_invite") and "do_not_invite_reason" not in said:
        held = record.do_not_invite_reason if record else ""
        said["do_not_invite_reason"] = held or _("Stands so in: %(source)s") % {"source": values["source"]}
    return said


def new_ways(record: Any, values: dict[str, Any]) -> dict[str, str]:
    """The more ways to reach a person that this one does not have yet, by column; `record`: None for a new person."""
    if not any(values.get(column) for column in WAYS):
        return {}
    held = {record.email, record.phone} | {way.value for way in record.channels.all()} if record else set()
    held |= {values.get("email"), values.get("phone")}
    return {column: values[column] for column in WAYS if values.get(column) and values[column] not in held}


def _related(columns: set[str], *, persons: bool) -> list[str]:
    """What is fetched with the records for these columns of ours."""
    if persons:
        found = ["positions__organisation"] if columns & {"organisation", "organisation_kvk"} else []
        return found + (["channels"] if columns & set(WAYS) else [])
    found = [name for name in (*MANAGED, "parent") if name in columns]
    return found + (["contact_points"] if columns & {"email", "phone"} else [])


class Differences:
    """The records with these keys as they are now; of what hangs on them only what this list has columns for."""

    def __init__(self, *, run: ImportRun, keys: Iterable[int], today: date, lock: bool = False) -> None:
        self._persons = run.is_about_persons
        self._related = _related(set(run.mapping.values()), persons=self._persons)
        self._today = today
        self.records: dict[int, Any] = {}
        self._above: dict[int, int] | None = None
        wanted = sorted(keys)
        for start in range(0, len(wanted), _CHUNK):
            self._fetch(wanted[start : start + _CHUNK], lock)

    def _fetch(self, keys: list[int], lock: bool) -> None:
        manager: Any = Person.objects if self._persons else Organisation.objects
        records = manager.filter(pk__in=keys).order_by("pk")
        if lock:
            records = records.select_for_update()
        self.records |= {record.pk: record for record in records.prefetch_related(*self._related)}

    def knows(self, key: int) -> bool:
        """Whether the record is still there."""
        return key in self.records

    def between(self, key: int, values: dict[str, Any]) -> tuple[list[Change], str]:
        """What would change, and why that cannot be (empty when it can)."""
        record = self.records[key]
        changes: list[Change] = []
        for name, value in fields_said(values, persons=self._persons, record=record).items():
            if getattr(record, name) == value:
                continue
            if name == "parent_id":
                changes.append((label_of("parent", persons=False), str(record.parent or "–"), values["parent"]))
                continue
            old, new = _words(record, name, getattr(record, name)), _words(record, name, value)
            changes.append((label_of(name, persons=self._persons), old, new))
        if self._persons:
            more, problem = self._function(record, values)
            ways = [(label_of(name, persons=True), "–", value) for name, value in new_ways(record, values).items()]
            return changes + ways + more, problem
        return changes + self._relations(record, values), self._circle(record, values)

    def _circle(self, record: Any, values: dict[str, Any]) -> str:
        """Why this organisation cannot be a part of that one; empty when it can."""
        above, seen = values.get("parent_id"), set()
        if above is not None and self._above is None:
            self._above = dict(Organisation.objects.exclude(parent=None).values_list("pk", "parent_id"))
        while above is not None and above not in seen:
            if above == record.pk:
                return _("cannot be a part of “%(name)s”: that is itself, or a part of it") % {
                    "name": values["parent"]
                }
            seen.add(above)
            above = (self._above or {}).get(above)
        return ""

    def _relations(self, record: Any, values: dict[str, Any]) -> list[Change]:
        changes: list[Change] = []
        for name in [name for name in MANAGED if name in values]:
            held = sorted(item.code for item in getattr(record, name).all())
            if sorted(values[name]) != held:
                label = label_of(name, persons=False)
                changes.append((label, ", ".join(held) or "–", ", ".join(sorted(values[name]))))
        ways = [name for name in ("email", "phone") if values.get(name)]
        points = list(record.contact_points.all()) if ways else []
        for name in ways:
            held_ways = [getattr(point, name).casefold() for point in points]
            if values[name].casefold() not in held_ways:
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
