"""Reads a list into rows of text with line numbers, and says in words what is wrong with it; refuses, never guesses.

CSV is split by the csv module, because only it knows the line on which a row began when a cell holds line breaks;
workbooks are read by pandas. pandas is imported inside the functions: lists are read in jobs and commands only.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .decoding import UnreadableFile, decode, is_workbook

if TYPE_CHECKING:
    import pandas as pd
    from django.utils.functional import _StrPromise

    Text: TypeAlias = str | _StrPromise

MAX_ROWS = 100_000
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Column:
    """A column that an import knows. `required`: the column must be there and each row must fill it."""

    name: str
    label: Text = ""
    required: bool = False
    help: Text = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is wrong, in the user's language; `line` is the line in the file (sheet row), None for the whole file."""

    line: int | None
    text: str

    def __str__(self) -> str:
        return (
            self.text if self.line is None else _("line %(line)d: %(text)s") % {"line": self.line, "text": self.text}
        )


@dataclass(frozen=True)
class Row:
    """One row: the text of every known column ("" when the file does not have it), and where it stands."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]


@dataclass(frozen=True)
class Table:
    """A list as read. Only a table without problems may be imported; unknown columns are reported, not refused."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""

    def frame(self) -> pd.DataFrame:
        """The rows as a data frame of text with the line numbers as index."""
        import pandas as pd

        return pd.DataFrame([row.cells for row in self.rows], index=[row.line for row in self.rows], dtype="string")


def read_table(
    source: bytes | BinaryIO, *, columns: Sequence[Column], max_bytes: int | None = None, max_rows: int = MAX_ROWS
) -> Table:
    """Read a CSV file or workbook. Never raises for what is in the file: that comes back as problems."""
    limit = max_bytes or settings.UPLOAD_MAX_BYTES
    data = source if isinstance(source, bytes) else source.read(limit + 1)
    try:
        if len(data) > limit:
            raise UnreadableFile(
                _("The file is larger than %(size)d MB. Split it and import the parts one by one.")
                % {"size": limit // (1024 * 1024)}
            )
        if not data.strip():
            raise UnreadableFile(_("The file is empty."))
        if is_workbook(data):
            return _assemble(_workbook_rows(data), columns, max_rows, encoding="xlsx", separator="")
        text, encoding = decode(data)
        text, separator = _sniff(text, columns)
        return _assemble(_csv_rows(text, separator), columns, max_rows, encoding=encoding, separator=separator)
    except UnreadableFile as refusal:
        return Table(problems=(Problem(None, str(refusal)),))


def _key(header: str) -> str:
    return "_".join(header.strip().casefold().split())


def _names(columns: Iterable[Column]) -> dict[str, str]:
    return {_key(alias): column.name for column in columns for alias in (column.name, *column.aliases)}


def _sniff(text: str, columns: Sequence[Column]) -> tuple[str, str]:
    """The separator under which the first line holds most of the known columns; Excel's own `sep=` line wins."""
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return "\n" + rest, first.strip()[4]
    known = _names(columns)

    def hits(separator: str) -> tuple[int, int]:
        header = next(csv.reader([first.rstrip("\r")], delimiter=separator), [])
        return sum(_key(cell) in known for cell in header), len(header)

    best = max(_SEPARATORS, key=hits)
    if hits(best)[1] == 1 and len(columns) > 1 and hits(best)[0] == 0:
        raise UnreadableFile(
            _("This is not a list with columns: the first line holds no “,”, “;” or tab between column names.")
        )
    return text, best


def _csv_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableFile(
                _("From line %(line)d on the file cannot be read: a quotation mark is missing or in the wrong place.")
                % {"line": line}
            ) from None
        yield line, cells


def _workbook_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    import pandas as pd

    try:
        frame = pd.read_excel(io.BytesIO(data), header=None, dtype=object, engine="openpyxl", keep_default_na=False)
    except (ValueError, KeyError, OSError):
        raise UnreadableFile(_("The workbook cannot be opened. Save it again in Excel and try once more.")) from None
    for index, cells in enumerate(frame.itertuples(index=False, name=None), start=1):
        yield index, [_cell_text(value) for value in cells]


def _cell_text(value: Any) -> str:
    """A workbook's cell as a person would read it: no “.0”, dates without midnight."""
    import pandas as pd

    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")


def _assemble(
    numbered: Iterator[tuple[int, list[str]]],
    columns: Sequence[Column],
    max_rows: int,
    *,
    encoding: str,
    separator: str,
) -> Table:
    header: list[str] = []
    for _line, header in numbered:
        if any(cell.strip() for cell in header):
            break
    while header and not header[-1].strip():
        header.pop()
    known = _names(columns)
    names = [known.get(_key(cell)) for cell in header]
    unknown = tuple(cell.strip() for cell, name in zip(header, names, strict=True) if name is None)
    missing = tuple(column.name for column in columns if column.name not in names)
    base = {"unknown_columns": unknown, "missing_columns": missing, "encoding": encoding, "separator": separator}
    if problem := _header_problem(names, header, columns):
        return Table(problems=(Problem(None, problem),), **base)  # type: ignore[arg-type]
    rows, problems = _rows(numbered, names, columns, max_rows)
    if not rows and not problems:
        problems = [Problem(None, _("The list has column names but no rows."))]
    return Table(rows=tuple(rows), problems=tuple(problems), **base)  # type: ignore[arg-type]


def _header_problem(names: list[str | None], header: list[str], columns: Sequence[Column]) -> str:
    twice = {name for name in names if name is not None and names.count(name) > 1}
    if twice:
        return _("These columns stand in the file more than once: %(columns)s.") % {
            "columns": ", ".join(sorted(twice))
        }
    absent = [column.name for column in columns if column.required and column.name not in names]
    if absent:
        found = ", ".join(cell.strip()[:40] for cell in header[:20]) or "–"
        return ngettext(
            "Column %(absent)s is missing. The first line holds: %(found)s.",
            "Columns %(absent)s are missing. The first line holds: %(found)s.",
            len(absent),
        ) % {"absent": ", ".join(absent), "found": found}
    return ""


def _rows(
    numbered: Iterator[tuple[int, list[str]]], names: list[str | None], columns: Sequence[Column], max_rows: int
) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    first_seen: dict[tuple[str, ...], int] = {}
    for line, cells in numbered:
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= max_rows:
            problems.append(Problem(line, _("the list has more than %(count)d rows; split it") % {"count": max_rows}))
            break
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(names):
            text = _("has %(count)d cells, the first line has %(expected)d; is a quotation mark or separator missing?")
            problems.append(Problem(line, text % {"count": len(cells), "expected": len(names)}))
            continue
        row = _row(line, cells, names, columns)
        problems += [
            Problem(line, _("“%(column)s” is empty") % {"column": column.name})
            for column in columns
            if column.required and not row[column.name]
        ]
        same = first_seen.setdefault(tuple(cell.strip() for cell in cells), line)
        if same != line:
            problems.append(Problem(line, _("is the same as line %(line)d") % {"line": same}))
        rows.append(row)
    return rows, problems


def _row(line: int, cells: list[str], names: list[str | None], columns: Sequence[Column]) -> Row:
    values = dict.fromkeys((column.name for column in columns), "")
    for name, cell in zip(names, cells, strict=True):
        if name is not None:
            text = cell.strip()
            # What our own export put before a formula to make it harmless is no part of the text.
            values[name] = text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
    return Row(line, values)
