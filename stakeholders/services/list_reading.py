"""Begins the import of a list: the file is read once, its rows are staged, its columns are matched with ours."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from core.jobs import JobRefused, start_job
from core.models import Job
from core.tables import UnreadableFile, read_raw
from stakeholders.domain.headers import guess, header_key, plain
from stakeholders.models import ImportMapping, ImportRow, ImportRun
from stakeholders.models.imports import Decision

from .set_based import copy_in

READ, COMPARE, WRITE = "stakeholders.read_list", "stakeholders.compare_list", "stakeholders.write_list"
MAX_BYTES = 50 * 1024 * 1024


class ColumnsRefused(Exception):
    """The columns cannot be matched so; the message says why."""


@transaction.atomic
def start_import(
    *, kind: str, file: File[bytes], by: Any, at: datetime, replaces: ImportRun | None = None
) -> ImportRun:
    """Begin with a file; a job reads it. `replaces`: the run whose decisions this corrected file takes over."""
    run = ImportRun.objects.create(
        kind=kind, file_name=(file.name or "")[:200], started_by=by, created_at=at, replaces=replaces
    )
    title = _("Reading: %(file)s") % {"file": run.file_name}
    run.job = start_job(kind=READ, title=title, user=by, at=at, parameters={"run": str(run.pk)}, upload=file)
    run.save(update_fields=["job"])
    return run


def read_list(*, run: ImportRun, source: BinaryIO) -> int:
    """Stage the rows of the file; returns how many. Raises JobRefused for a file that cannot be read."""
    try:
        table = read_raw(source.read(MAX_BYTES + 1), name=run.file_name, max_bytes=MAX_BYTES)
    except UnreadableFile as refusal:
        raise JobRefused(str(refusal)) from refusal
    with transaction.atomic():
        ImportRow.objects.filter(run=run).delete()
        rows = [ImportRow(run=run, line=line, cells=list(cells)) for line, cells in table.rows]
        if run.replaces_id:
            _take_over(run.replaces_id, rows)
        copy_in(ImportRow, rows)
        run.headers = list(table.headers)
        run.mapping = {str(place): column for place, column in proposed(run).items()}
        run.state = ImportRun.State.MAPPING
        run.save(update_fields=["headers", "mapping", "state"])
    return len(rows)


def _take_over(earlier: Any, rows: list[ImportRow]) -> None:
    """Decisions about rows that stand in the earlier file word for word, too."""
    decided = ImportRow.objects.filter(run_id=earlier).exclude(decision=Decision.NONE)
    known = {tuple(cells): (decision, target) for cells, decision, target in decided.values_list(*_DECIDED)}
    for row in rows:
        row.decision, row.target_id = known.get(tuple(row.cells), (Decision.NONE, None))


_DECIDED = ("cells", "decision", "target_id")


def proposed(run: ImportRun) -> dict[int, str]:
    """Our column by the place of theirs: as the last time for a list with these headers, or else guessed."""
    known = ImportMapping.objects.filter(kind=run.kind, header_key=header_key(run.headers)).first()
    return guess(run.headers, persons=run.is_about_persons, remembered=known.mapping if known else None)


@transaction.atomic
def match_columns(*, run: ImportRun, mapping: dict[int, str], by: Any, at: datetime) -> Job:
    """Say which of their columns is which of ours, remember it, and compare the rows in a job.

    Raises ColumnsRefused for a column chosen twice and without a name.
    """
    chosen = list(mapping.values())
    if twice := sorted({column for column in chosen if chosen.count(column) > 1}):
        raise ColumnsRefused(
            _("Each of our columns can be chosen once; twice: %(columns)s.") % {"columns": ", ".join(twice)}
        )
    if "name" not in chosen and not (run.is_about_persons and "last_name" in chosen):
        raise ColumnsRefused(_("Choose which column holds the name: without it nothing can be imported."))
    ImportMapping.objects.update_or_create(
        kind=run.kind,
        header_key=header_key(run.headers),
        defaults={
            "mapping": {plain(run.headers[place]): column for place, column in mapping.items()},
            "changed_at": at,
        },
    )
    run.mapping = {str(place): column for place, column in mapping.items()}
    run.state = ImportRun.State.COMPARING
    title = _("Comparing: %(file)s") % {"file": run.file_name}
    run.job = start_job(kind=COMPARE, title=title, user=by, at=at, parameters={"run": str(run.pk)})
    run.save(update_fields=["mapping", "state", "job"])
    return run.job
