"""Counting, showing and blanking a person's name, addresses and numbers in every text column of the database.

The work is done by the function `core_erase_text` (migration 0051). It belongs to the owner of the tables, because the
application may not change history; it can only put the marker in the place of what was found, and notes who, when,
why, where and how many rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import FileField

from core.database import APPEND_ONLY_SUFFIXES

from .terms import Terms

_BEFORE, _LENGTH = 60, 160


@dataclass(frozen=True)
class Found:
    """In how many rows of one column something stands."""

    table: str
    column: str
    rows: int

    @property
    def is_history(self) -> bool:
        """Whether the application itself could not change it."""
        return self.table.endswith(APPEND_ONLY_SUFFIXES)

    @property
    def place(self) -> str:
        """In words: the kind of record and the field."""
        model = _models().get(self.table)
        if model is None:
            return self.table
        field = next((field for field in model._meta.concrete_fields if field.column == self.column), None)
        tracked: Any = getattr(model, "pgh_tracked_model", None)
        if tracked is not None and field is not None:
            model, field = tracked, tracked._meta.get_field(field.name)
        return f"{model._meta.verbose_name}: {getattr(field, 'verbose_name', self.column)}"


def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _file_columns() -> list[str]:
    """Columns with the names of files: changing one would lose the file (see core.erasing.files)."""
    return [
        f"{table}.{field.column}"
        for table, model in _models().items()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField)
    ]


def count_text(terms: Terms, *, skip: Iterable[str] = ()) -> list[Found]:
    """Where the terms stand; nothing is changed."""
    return _call(terms, skip=skip, only="", by=None, why="", count_only=True)


def erase_text(terms: Terms, *, by: Any, why: str, skip: Iterable[str] = (), only: str = "") -> list[Found]:
    """Blank the terms everywhere, or in the table `only`, but not in `skip` (tables, or table.column).

    Call it inside a transaction. `why` goes into the record and must name nobody.
    """
    return _call(terms, skip=skip, only=only, by=getattr(by, "pk", None), why=why, count_only=False)


def _call(terms: Terms, *, skip: Iterable[str], only: str, by: int | None, why: str, count_only: bool) -> list[Found]:
    if not terms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at_table, at_column, hits FROM core_erase_text(%s, %s, %s, %s, %s, %s, %s)",
            [list(terms.words), list(terms.phones), [*_file_columns(), *skip], only, by, why, count_only],
        )
        return [Found(*row) for row in cursor.fetchall()]


def excerpts_of(found: Found, terms: Terms, *, limit: int = 5) -> list[str]:
    """A few of the places with some words around them, so that a namesake is noticed before it is too late."""
    quoted = connection.ops.quote_name
    text = f"{quoted(found.column)}::text"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH wanted AS (SELECT core_erasure_pattern(%s, %s) AS pattern) "  # noqa: S608 - names from the catalogue
            f"SELECT substring({text} FROM greatest(1, regexp_instr({text}, pattern, 1, 1, 0, 'i') - {_BEFORE}) "
            f"FOR {_LENGTH}) FROM {quoted(found.table)}, wanted WHERE {text} ~* pattern LIMIT {int(limit)}",
            [list(terms.words), list(terms.phones)],
        )
        return [" ".join(row[0].split()) for row in cursor.fetchall()]
