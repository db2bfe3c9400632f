"""Database expressions shared by the registry: accent-free keys and periods of days."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value


class Plain(Func):
    """Text in lower case without accents, by the immutable function of migration 0001."""

    function = "stakeholders_plain"
    output_field = models.TextField()


class DayRange(Func):
    """The days from the first up to and including the second; an empty second means without end."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, start: str = "from_on", end: str = "until_on") -> None:
        super().__init__(F(start), F(end), Value("[]"))

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """In a migration: the names of the two columns."""
        start, end = (expression.name for expression in self.get_source_expressions()[:2])
        return f"{type(self).__module__}.{type(self).__qualname__}", (start, end), {}


def plain_key(*names: str) -> models.GeneratedField:
    """A stored, accent-free key of these text columns, kept by the database; for sorting and searching."""
    parts: list[Any] = []
    for name in names:
        parts += [F(name), Value(" ")] if len(names) > 1 else [F(name)]
    text = _Joined(*parts) if len(names) > 1 else parts[0]
    return models.GeneratedField(expression=Plain(text), output_field=models.TextField(), db_persist=True)


class _Joined(Func):
    """Concatenation that the database knows to be immutable (Django's Concat casts, which is not)."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = models.TextField()


def current(on: Any, prefix: str = "") -> Q:
    """Condition: the period of this row (from_on, until_on) holds `on`."""
    return Q(**{f"{prefix}from_on__lte": on}) & (
        Q(**{f"{prefix}until_on": None}) | Q(**{f"{prefix}until_on__gte": on})
    )
