"""Answers that leave as rows: of closed waves only, for a stated purpose, logged, random order, without identity."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from core.tables import write_csv, write_xlsx
from measurements.domain.leaving import OutTable, leaving_table
from measurements.models import ResponseExport, Wave

from .counting import answers_of

FORMATS = ("csv", "xlsx", "sav")


class UnknownFormat(Exception):
    """Answers leave as csv, xlsx or sav only."""


class NoPurpose(Exception):
    """Answers leave for a stated purpose only."""


class NothingMayLeave(Exception):
    """The wave is not closed and filed, or ended below its floor."""


def export_responses(
    *, wave: Wave, file_format: str, target: Path, purpose: str, by: Any, at: datetime
) -> ResponseExport:
    """Write the answers of a closed wave to `target` and log that they left; returns the log row.

    `by` is None for an operator on the command line. Raises UnknownFormat, NoPurpose, NothingMayLeave. The log row is
    written before the file, so that a file without a log row cannot exist. Raises OSError when `target` cannot be
    written; then nothing is logged.
    """
    if file_format not in FORMATS:
        raise UnknownFormat(file_format)
    if not purpose.strip():
        raise NoPurpose
    if not wave.has_results:
        raise NothingMayLeave
    table = _table(wave)
    with transaction.atomic():
        log = ResponseExport(
            wave=wave, by=by, at=at, purpose=purpose.strip()[:500], file_format=file_format, rows=len(table.rows)
        )
        log.full_clean()
        log.save()
        _write(table, file_format, target)
    return log


def _table(wave: Wave) -> OutTable:
    pairs = [(answer.answers, answer.strata) for answer in answers_of(wave)]
    secrets.SystemRandom().shuffle(pairs)
    return leaving_table(
        wave.instrument_version.questionnaire, pairs, floor=wave.floor, language=get_language() or "nl"
    )


def _write(table: OutTable, file_format: str, target: Path) -> None:
    names = [column.name for column in table.columns]
    if file_format == "sav":
        _write_sav(table, target)
    elif file_format == "xlsx":
        write_xlsx(target, names, table.rows, sheet="answers")
    else:
        with target.open("wb") as file:
            write_csv(file, names, table.rows)


def _write_sav(table: OutTable, target: Path) -> None:
    import pandas as pd
    import pyreadstat

    values = {
        column.name: pd.Series(
            [row[index] for row in table.rows], dtype="float64" if column.is_number else "object"
        ).fillna(float("nan") if column.is_number else "")
        for index, column in enumerate(table.columns)
    }
    with target.open("wb"):
        pass  # the library's own refusal of a place that cannot be written is no OSError
    pyreadstat.write_sav(
        pd.DataFrame(values),
        str(target),
        column_labels=[column.label[:255] for column in table.columns],
        variable_value_labels={
            column.name: {float(value): text[:120] for value, text in column.value_labels.items()}
            for column in table.columns
            if column.value_labels
        },
    )
