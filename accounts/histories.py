"""The recorded history of any kind of record, found without opening the record: for whoever watches over privacy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.history import Entry, history_of
from core.registry import HistorySubject, history_subjects

# Only these say who or what a record is about; other texts are content and are neither searched nor shown.
_NAME = "name"
_SEARCHED = (_NAME, "email")


@dataclass(frozen=True)
class Found:
    """One record with a history: how it is called, how often it changed and when last."""

    kind: str
    key: str
    title: str
    changes: int
    last: datetime


@dataclass(frozen=True)
class RecordHistory:
    """Everything recorded about one record, newest first."""

    kind: str
    title: str
    entries: list[Entry]


def kinds() -> list[tuple[str, str]]:
    """Every kind of record that keeps a history: its label in code and in words."""
    found = [(subject.name, str(capfirst(_model(subject)._meta.verbose_name_plural))) for subject in history_subjects]
    return sorted(found, key=lambda kind: kind[1].lower())


def _model(subject: HistorySubject) -> type[models.Model]:
    return apps.get_model(subject.name)


def _subject(kind: str) -> HistorySubject:
    subject = history_subjects.get(kind)
    if subject is None:
        raise Http404
    return subject


def _fields(events: type[models.Model]) -> set[str]:
    return {field.name for field in events._meta.concrete_fields}


def search(kind: str, words: str) -> QuerySet[Any, dict[str, Any]]:
    """Records of this kind with a history, last changed first; `words` is a number or part of a name or address.

    Raises Http404 for an unknown kind.
    """
    subject = _subject(kind)
    events = subject.event_model()
    found = events._default_manager.all()
    if words:
        wanted = Q(pk__in=())
        for name in _SEARCHED:
            if name in _fields(events) and name not in subject.hidden_fields:
                wanted |= Q(**{f"{name}__icontains": words})
        key = _key(subject, words)
        if key is not None:
            wanted |= Q(pgh_obj_id=key)
        found = found.filter(pgh_obj_id__in=found.filter(wanted).values("pgh_obj_id"))
    rows: QuerySet[Any, dict[str, Any]] = (
        found.values("pgh_obj_id")
        .annotate(changes=Count("pgh_id"), last=Max("pgh_created_at"))
        .order_by("-last", "pgh_obj_id")
    )
    return rows


def _key(subject: HistorySubject, text: str) -> Any:
    """The number of a record as its model keeps it, or None when the text can be none."""
    field = _model(subject)._meta.pk
    try:
        key = field.to_python(text.strip())
        field.run_validators(key)
    except ValidationError:
        return None
    return key


def describe(kind: str, rows: list[dict[str, Any]]) -> list[Found]:
    """Give the rows of one page of `search` their names, in one query."""
    subject = _subject(kind)
    events = subject.event_model()
    keys = [row["pgh_obj_id"] for row in rows]
    names: dict[Any, str] = {}
    if _NAME in _fields(events) and _NAME not in subject.hidden_fields:
        latest = events._default_manager.filter(pgh_obj_id__in=keys).order_by("pgh_id")
        names = dict(latest.values_list("pgh_obj_id", _NAME))
    return [
        Found(
            kind,
            str(row["pgh_obj_id"]),
            _title(subject, row["pgh_obj_id"], names.get(row["pgh_obj_id"], "")),
            row["changes"],
            row["last"],
        )
        for row in rows
    ]


def _title(subject: HistorySubject, key: Any, name: str) -> str:
    noun = capfirst(_model(subject)._meta.verbose_name)
    if name:
        return _("%(kind)s %(key)s: %(name)s") % {"kind": noun, "key": key, "name": name}
    return _("%(kind)s %(key)s") % {"kind": noun, "key": key}


def _is_free_text(field: Any) -> bool:
    """Whether people write what they like in it; a name or address only says whom it is about."""
    written = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return written and not field.choices and field.name not in _SEARCHED


def history_without_content(kind: str, key: str) -> RecordHistory:
    """The history of one record, also of a removed one; what people wrote is said to have changed, not shown.

    Raises Http404 for an unknown kind or a record without history.
    """
    subject = _subject(kind)
    model = _model(subject)
    number = _key(subject, key)
    if number is None:
        raise Http404
    hidden = tuple(field.name for field in model._meta.concrete_fields if _is_free_text(field))
    entries = history_of(model(pk=number), also_hidden=hidden)
    if not entries:
        raise Http404
    title = describe(kind, [{"pgh_obj_id": number, "changes": len(entries), "last": entries[0].moment}])[0].title
    return RecordHistory(kind, title, entries)
