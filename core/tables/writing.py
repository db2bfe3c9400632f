"""Writes a list: CSV for machines, CSV for a Dutch Excel, and workbooks. A cell can never start a formula.

A list that is exported as it is shown is streamed by the web process with `stream_csv` (csv module, no pandas, rows
from an iterator, so memory stays flat); workbooks are made by pandas and therefore only in jobs and commands.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from core.periods import AMSTERDAM

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def defuse(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _as_text(value: Any, *, dutch: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        local = value.astimezone(AMSTERDAM) if value.tzinfo else value
        return local.strftime("%d-%m-%Y %H:%M") if dutch else local.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y") if dutch else value.isoformat()
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",") if dutch else str(value)
    return defuse(str(value))


def stream_csv(header: Sequence[str], rows: Iterable[Sequence[Any]], *, for_excel: bool = False) -> Iterator[bytes]:
    """The file in pieces. For Excel: `;`, BOM, decimal comma, dd-mm-yyyy; otherwise `,`, UTF-8, ISO dates."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if for_excel else ",", lineterminator="\r\n")
    if for_excel:
        buffer.write("\ufeff")
    writer.writerow([_as_text(str(cell), dutch=for_excel) for cell in header])
    for row in rows:
        writer.writerow([_as_text(cell, dutch=for_excel) for cell in row])
        if buffer.tell() > 65536:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def write_csv(
    target: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Any]], *, for_excel: bool = False
) -> None:
    """Write the whole file to a binary stream."""
    for piece in stream_csv(header, rows, for_excel=for_excel):
        target.write(piece)


def write_xlsx(target: BinaryIO | Path, header: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str) -> None:
    """Write a workbook with one sheet; numbers and dates keep their type, text is defused. For jobs and commands."""
    import pandas as pd

    frame = pd.DataFrame([[_cell(value) for value in row] for row in rows], columns=[defuse(str(h)) for h in header])
    with pd.ExcelWriter(
        target, engine="openpyxl", datetime_format="DD-MM-YYYY HH:MM", date_format="DD-MM-YYYY"
    ) as out:
        frame.to_excel(out, sheet_name=sheet[:31], index=False)
        out.sheets[sheet[:31]].freeze_panes = "A2"


def _cell(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(AMSTERDAM).replace(tzinfo=None)
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return defuse(str(value))
