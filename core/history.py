"""Recorded history: which changes a record went through, who made them and where, kept by database triggers.

How to track a model (three steps):

1. Put the decorator above the model and make a migration (it adds an event table and its triggers)::

       from core.history import tracked

       @tracked()                           # or @tracked(exclude=["sort_key"]) for stored, derived columns
       class Organisation(models.Model): ...

   Every insert, update and delete is then recorded, also by `update()`, `bulk_create()` and plain SQL. The event
   table is called `<app>_<model>event`; the application's database role may add to it and read it, nothing else.
   Never track answers, invitations, drafts, inboxes or secrets.

2. Say who may read it, in the app's `AppConfig.ready()` (or a module imported there)::

       from core.history import register_history

       register_history("stakeholders.Organisation", permission="stakeholders.view_organisation",
                        hidden_fields=("note",))   # hidden: "changed", without the old and new value

   Rows that belong to the record (its contact points, the items of a managed list) are named as `parts`, and their
   changes stand in the same history::

       parts=(HistoryPart("app.ContactPoint", owner="organisation_id", shown=("label",), label=_("contact point")),)

3. Show it on the record's page::

       {% load history %}{% record_history organisation %}

   It renders `includes/history.html`, and nothing at all for whoever may not read it.

Who acts comes from HistoryMiddleware; in tasks and commands wrap the work in `acting(user, route="app.tasks.name")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

import pghistory
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from .registry import HistoryPart, HistorySubject, history_subjects

Model = TypeVar("Model", bound=type[models.Model])

INSERT, UPDATE, DELETE = "insert", "update", "delete"
_SHOWN_AT_MOST = 200
# None is what the package documents for "no column"; its annotation forgets it.
_NO_CONTEXT_ID: Any = None


def tracked(*, exclude: Sequence[str] = ()) -> Any:
    """Class decorator: record inserts, updates and deletes of this model, without the columns in `exclude`."""
    return pghistory.track(
        pghistory.InsertEvent(INSERT),
        pghistory.UpdateEvent(UPDATE),
        pghistory.DeleteEvent(DELETE),
        exclude=list(exclude),
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=_NO_CONTEXT_ID,
    )


def tracked_membership(*, app_label: str, model_name: str) -> Any:
    """Class decorator for a proxy of a many-to-many table: record additions and removals."""
    return pghistory.track(
        pghistory.InsertEvent(INSERT),
        pghistory.DeleteEvent(DELETE),
        obj_field=None,
        context_field=pghistory.ContextJSONField(),
        context_id_field=_NO_CONTEXT_ID,
        app_label=app_label,
        model_name=model_name,
    )


def acting(user: Any, *, route: str) -> AbstractContextManager[Any]:
    """Context for work outside a request: `user` (or None) and a name of where it happens go into the history."""
    context: AbstractContextManager[Any] = pghistory.context(user=getattr(user, "pk", None), route=route)
    return context


def event_model(label: str) -> type[models.Model]:
    """The event table of a tracked model ("app_label.Model")."""
    app_label, name = label.split(".")
    return apps.get_model(app_label, f"{name}Event")


def register_history(
    label: str, *, permission: str, hidden_fields: tuple[str, ...] = (), parts: tuple[HistoryPart, ...] = ()
) -> None:
    """Let holders of `permission` read the history of this model, with that of its parts, on the record's page."""
    history_subjects.register(HistorySubject(label, lambda: event_model(label), permission, hidden_fields, parts))


@dataclass(frozen=True)
class Change:
    """One field that went from old to new, in words; both empty when the values are hidden."""

    label: str
    old: str
    new: str
    hidden: bool = False


@dataclass(frozen=True)
class Entry:
    """One recorded moment in the life of a record."""

    moment: datetime
    who: str
    action: str  # insert | update | delete
    route: str
    changes: tuple[Change, ...]


def history_of(record: models.Model, *, limit: int = _SHOWN_AT_MOST, also_hidden: tuple[str, ...] = ()) -> list[Entry]:
    """The recorded history of one record, newest first, without the values of the fields in `also_hidden`.

    Changes of its parts in the same moment stand in one entry. Costs two queries, one per kind of related record and
    per part.
    """
    subject = history_subjects[record._meta.label]
    events = list(subject.event_model()._default_manager.filter(pgh_obj_id=record.pk).order_by("-pgh_id")[: limit + 1])
    events.reverse()
    parts = [(part, _part_events(part, record.pk, limit)) for part in subject.parts]
    names = names_of_actors([*events, *(event for _part, found in parts for event in found)])
    words = _Words(type(record), events)
    entries = []
    previous: Any = None
    for event in events:
        changes = tuple(words.changes(previous, event, subject.hidden_fields + also_hidden))
        entries.append(_entry(event, names, changes))
        previous = event
    for part, found in parts:
        entries += _part_entries(part, found, names)
    return _joined(entries)[::-1][:limit]


def _part_events(part: HistoryPart, owner: Any, limit: int) -> list[Any]:
    manager = event_model(part.name)._default_manager
    return list(manager.filter(**{part.owner: owner}).order_by("-pgh_id")[: limit + 1])[::-1]


def _part_entries(part: HistoryPart, events: list[Any], names: dict[int, str]) -> Iterable[Entry]:
    """Each change of a row that belongs to the record, as a change of the record."""
    words = _Words(apps.get_model(part.name), events)
    previous: dict[Any, Any] = {}
    for event in events:
        key = event.__dict__.get("pgh_obj_id", event.id)
        title = words.title(event, part.shown)
        label = str(part.label)
        if event.pgh_label == INSERT:
            changes: tuple[Change, ...] = (Change(label, "–", title),)
        elif event.pgh_label == DELETE:
            changes = (Change(label, title, "–"),)
        else:
            found = words.changes(previous.get(key), event, ())
            changes = tuple(Change(f"{label} {title}, {item.label}", item.old, item.new) for item in found)
        previous[key] = event
        if changes:
            context = event.pgh_context or {}
            who = names.get(context.get("user") or 0, _("the system"))
            yield Entry(event.pgh_created_at, who, UPDATE, context.get("route") or "", changes)


def _joined(entries: list[Entry]) -> list[Entry]:
    """Oldest first, what was saved together in one entry."""
    joined: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: entry.moment):
        last = joined[-1] if joined else None
        if last and (last.moment, last.who) == (entry.moment, entry.who) and DELETE not in (last.action, entry.action):
            action = INSERT if INSERT in (last.action, entry.action) else UPDATE
            joined[-1] = replace(last, action=action, changes=last.changes + entry.changes)
        else:
            joined.append(entry)
    return joined


def _entry(event: Any, names: dict[int, str], changes: tuple[Change, ...]) -> Entry:
    context = event.pgh_context or {}
    return Entry(
        moment=event.pgh_created_at,
        who=names.get(context.get("user") or 0, _("the system")),
        action=event.pgh_label,
        route=context.get("route") or "",
        changes=changes if event.pgh_label == UPDATE else (),
    )


def names_of_actors(events: Iterable[Any]) -> dict[int, str]:
    """Names by user id of whoever caused these events."""
    ids: set[Any] = {(event.pgh_context or {}).get("user") for event in events} - {None}
    return {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=ids)}


class _Words:
    """Turns stored values into what a person reads."""

    def __init__(self, model: type[models.Model], events: Sequence[Any]) -> None:
        self._fields = [
            field
            for field in (events[0]._meta.concrete_fields if events else ())
            if not field.name.startswith("pgh_") and field.name != "id"
        ]
        self._model = model
        self._related = {
            field.name: self._related_names(field.name, {getattr(event, field.attname) for event in events})
            for field in self._fields
            if field.is_relation
        }

    def _related_names(self, name: str, keys: set[Any]) -> dict[Any, str]:
        related = self._model._meta.get_field(name).related_model
        assert isinstance(related, type)  # noqa: S101 - narrows the type
        found = related._default_manager.filter(pk__in=keys - {None})
        return {item.pk: str(item) for item in found}

    def title(self, event: Any, shown: Sequence[str]) -> str:
        """The row of this event in words: what these fields hold."""
        fields = {field.name: field for field in self._fields}
        texts = [self._text(fields[name], getattr(event, fields[name].attname)) for name in shown]
        return ", ".join(text for text in texts if text != "–") or "–"

    def changes(self, old: Any, new: Any, hidden: Sequence[str]) -> Iterable[Change]:
        """The fields in which two successive events differ."""
        if old is None:
            return
        for field in self._fields:
            before, after = getattr(old, field.attname), getattr(new, field.attname)
            if before == after:
                continue
            label = str(self._model._meta.get_field(field.name).verbose_name)  # type: ignore[union-attr]
            if field.name in hidden:
                yield Change(label, "", "", hidden=True)
            else:
                yield Change(label, self._text(field, before), self._text(field, after))

    def _text(self, field: Any, value: Any) -> str:
        if value is None or value == "":
            return "–"
        if field.is_relation:
            return self._related[field.name].get(value, f"nr. {value}")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        choices = dict(getattr(self._model._meta.get_field(field.name), "flatchoices", ()))
        if isinstance(value, str | int) and value in choices:
            return str(choices[value])
        if isinstance(value, list):
            return ", ".join(map(str, value)) or "–"
        if isinstance(value, datetime):
            return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
        if isinstance(value, date):
            return formats.date_format(value, "DATE_FORMAT")
        return str(value)[:300]
