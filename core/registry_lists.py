"""Declarations for the slots about lists: what can be imported by file and what can be taken along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.registry import Text
    from core.tables import Column, Row


@dataclass(frozen=True)
class RowOutcome:
    """What an import does, or would do, with one row: state new | changed | unchanged | problem."""

    line: int
    state: str
    title: str  # the record in a few words
    detail: str = ""  # what changes, or what is wrong


@dataclass(frozen=True)
class ImportKind:
    """A list that can be imported by file, from the browser (core.imports) and by a command.

    `parse_row(row)` turns text into a value or raises CellUnreadable with words. `apply(rows, by, at)` gets
    (line, value) pairs, writes them and says per row what it did; the same file twice must change nothing. It runs in
    a transaction that the flow rolls back for the preview and when any row is a problem, so it simply writes.
    """

    name: str
    label: Text
    columns: tuple[Column, ...]
    permission: str
    parse_row: Callable[[Row], Any]
    apply: Callable[[list[tuple[int, Any]], Any, datetime], list[RowOutcome]]
    help: Text = ""
    done_url_name: str = ""  # where the imported records can be seen


@dataclass(frozen=True)
class ListExport:
    """A list that can be taken along as a file, as it is shown.

    `table(query, user, at)` gives the django-tables2 table of the page under this query, without its order and pages;
    its columns are the file. Without a `permission` the list is what belongs to whoever is signed in, and `table` sees
    to that. `note(user)` records that somebody took it, where that is asked.
    """

    name: str
    label: Text
    permission: str
    table: Callable[[Any, Any, datetime], Any]
    note: Callable[[Any], None] | None = None
