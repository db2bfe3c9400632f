"""Reads a list whose columns are not ours yet: its first line and its rows, as text with line numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .decoding import UnreadableFile, decode, is_workbook
from .reading import MAX_ROWS, _csv_rows, _workbook_rows

_SEPARATORS = (";", ",", "\t", "|")
_SHOWN = 300


@dataclass(frozen=True)
class RawTable:
    """The headers of a list and its rows: (line, cells), each as long as the headers."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def fits_its_name(data: bytes, name: str) -> str:
    """Why these bytes are not what the name of the file says, in the user's language; empty when they are."""
    is_zip, says_workbook = data.startswith(b"PK\x03\x04"), name.lower().endswith(".xlsx")
    if says_workbook and not is_zip:
        return _(
            "The name of this file says Excel workbook, but it is something else."
            " Open it in Excel and save it as .xlsx."
        )
    if is_zip and not says_workbook:
        return _(
            "The name of this file says CSV, but it is a workbook or a zip file. Give it the name it should have."
        )
    return ""


def read_raw(data: bytes, *, name: str, max_bytes: int, max_rows: int = MAX_ROWS) -> RawTable:
    """Read a CSV file or workbook without knowing its columns. Raises UnreadableFile with words."""
    if len(data) > max_bytes:
        text = _("The file is larger than %(size)d MB. Split it and import the parts one by one.")
        raise UnreadableFile(text % {"size": max_bytes // (1024 * 1024)})
    if not data.strip():
        raise UnreadableFile(_("The file is empty."))
    if wrong := fits_its_name(data, name):
        raise UnreadableFile(wrong)
    numbered = _workbook_rows(data) if is_workbook(data) else _text_rows(data)
    headers: list[str] = []
    for _line, headers in numbered:
        if any(cell.strip() for cell in headers):
            break
    while headers and not headers[-1].strip():
        headers.pop()
    rows = tuple(_rows(numbered, len(headers), max_rows))
    if not rows:
        raise UnreadableFile(_("The list has column names but no rows."))
    return RawTable(tuple(header.strip()[:_SHOWN] for header in headers), rows)


def _text_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text, _encoding = decode(data)
    first = text.partition("\n")[0].rstrip("\r")
    if first.lower().startswith("sep=") and len(first) == 5:
        return _csv_rows("\n" + text.partition("\n")[2], first[4])
    return _csv_rows(text, max(_SEPARATORS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), []))))


def _rows(
    numbered: Iterator[tuple[int, list[str]]], width: int, max_rows: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    count = 0
    for line, cells in numbered:
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > max_rows:
            text = _("The list has more than %(count)d rows; split it.")
            raise UnreadableFile(text % {"count": max_rows})
        if any(cell.strip() for cell in cells[width:]):
            text = _("Line %(line)d has more cells than the first line; is a quotation mark or separator missing?")
            raise UnreadableFile(text % {"line": line})
        texts = [_plain(cell) for cell in cells[:width]]
        yield line, (*texts, *[""] * (width - len(texts)))


def _plain(cell: str) -> str:
    """Without what our own export put before a formula to make it harmless."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
