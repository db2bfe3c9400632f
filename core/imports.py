"""Importing a list by file: a dry run whose outcome a person sees, then exactly that, whole or not at all.

An app declares an ImportKind in the registry slot `import_kinds`. The preview *is* the import, rolled back: what it
says is therefore what happens. The second run refuses when the file, or what it would do, is no longer what was shown.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import JobRefused, report_progress
from core.models import Job
from core.registry import ImportKind, JobKind, RowOutcome, import_kinds, job_kinds
from core.tables import CellUnreadable, Problem, Row, Table, read_table

CHECK = "core.check_list"
IMPORT = "core.import_list"
NEW, CHANGED, UNCHANGED, PROBLEM = "new", "changed", "unchanged", "problem"

# What a page can show; the counts are always those of the whole file.
_PROBLEMS_SHOWN = 200
_ROWS_SHOWN = 20


class ImportRefused(Exception):
    """The file cannot be imported; `report` says which lines and why. Nothing was written."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__("; ".join(problem.text for problem in report.problems[:5]))
        self.report = report


class FileChanged(Exception):
    """The file, or what it would do, differs from what the preview showed."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did or would do, ready to be stored as JSON."""

    kind: str
    counts: dict[str, int]
    problems: list[Problem]
    problem_count: int
    unknown_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]
    samples: list[RowOutcome]
    sha256: str
    fingerprint: str

    @property
    def may_import(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.problem_count

    def as_json(self) -> dict[str, Any]:
        """Plain values for Job.result."""
        return {**asdict(self), "may_import": self.may_import}


def check_list(*, kind: ImportKind, source: bytes | BinaryIO, by: Any, at: datetime) -> ImportReport:
    """Say what importing this file would do, without doing it. Never raises for what is in the file."""
    return _go_through(kind=kind, source=source, by=by, at=at, keep=False)


def import_list(
    *, kind: ImportKind, source: bytes | BinaryIO, by: Any, at: datetime, shown: dict[str, Any] | None = None
) -> ImportReport:
    """Import the file whole. Raises ImportRefused when any row is a problem, FileChanged when it is not what was
    `shown` (the result of the check), and writes nothing in either case."""
    return _go_through(kind=kind, source=source, by=by, at=at, keep=True, shown=shown)


def _go_through(
    *,
    kind: ImportKind,
    source: bytes | BinaryIO,
    by: Any,
    at: datetime,
    keep: bool,
    shown: dict[str, Any] | None = None,
) -> ImportReport:
    data = source if isinstance(source, bytes) else source.read(settings.UPLOAD_MAX_BYTES + 1)
    table = read_table(data, columns=kind.columns)
    values, unreadable = _parse(kind, table)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # One import of a kind at a time; the lock ends with the transaction.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{kind.name}"])
        outcomes = kind.apply(values, by, at) if values else []
        report = _report(kind, table, unreadable, outcomes, data)
        if not keep or not report.may_import:
            transaction.set_rollback(True)
        elif shown and (shown["sha256"], shown["fingerprint"]) != (report.sha256, report.fingerprint):
            raise FileChanged
    if keep and not report.may_import:
        raise ImportRefused(report)
    return report


def _parse(kind: ImportKind, table: Table) -> tuple[list[tuple[int, Any]], list[Problem]]:
    """The values of the rows that can be read, and what is wrong with the others."""
    values: list[tuple[int, Any]] = []
    problems: list[Problem] = []
    bad = {problem.line for problem in table.problems}
    for row in table.rows:
        if row.line in bad:
            continue
        try:
            values.append((row.line, kind.parse_row(row)))
        except CellUnreadable as refusal:
            problems.append(Problem(row.line, str(refusal)))
    return values, problems


def _report(
    kind: ImportKind, table: Table, unreadable: list[Problem], outcomes: list[RowOutcome], data: bytes
) -> ImportReport:
    problems = [*table.problems, *unreadable]
    problems += [Problem(item.line, item.detail) for item in outcomes if item.state == PROBLEM]
    problems.sort(key=lambda problem: problem.line or 0)
    counts = Counter(item.state for item in outcomes)
    # What changes something is worth seeing first.
    samples = sorted((item for item in outcomes if item.state != PROBLEM), key=lambda item: item.state == UNCHANGED)
    return ImportReport(
        kind=kind.name,
        counts={state: counts[state] for state in (NEW, CHANGED, UNCHANGED)},
        problems=problems[:_PROBLEMS_SHOWN],
        problem_count=len(problems),
        unknown_columns=table.unknown_columns,
        missing_columns=table.missing_columns,
        samples=samples[:_ROWS_SHOWN],
        sha256=hashlib.sha256(data).hexdigest(),
        fingerprint=hashlib.sha256(repr(outcomes).encode()).hexdigest(),
    )


def _run_check(job: Job) -> dict[str, Any]:
    kind = import_kinds[job.parameters["kind"]]
    report_progress(job, done=0, total=2, message=_("Reading the file"))
    with job.upload.open("rb") as source:
        report = check_list(kind=kind, source=source.read(), by=job.started_by, at=_moment(job))
    report_progress(job, done=2, total=2)
    return report.as_json()


def _run_import(job: Job) -> dict[str, Any]:
    kind = import_kinds[job.parameters["kind"]]
    check = Job.objects.get(pk=job.parameters["check"], started_by=job.started_by, kind=CHECK)
    report_progress(job, done=0, total=2, message=_("Importing"))
    try:
        with check.upload.open("rb") as source:
            report = import_list(
                kind=kind, source=source.read(), by=job.started_by, at=_moment(job), shown=check.result
            )
    except ImportRefused as refusal:
        raise JobRefused(
            _("Nothing was imported. Look at the preview again: %(reason)s") % {"reason": refusal}
        ) from refusal
    except FileChanged as changed:
        raise JobRefused(
            _("Nothing was imported: the file or our records changed after the preview. Upload the file again.")
        ) from changed
    except FileNotFoundError as missing:
        raise JobRefused(_("Nothing was imported: the file is no longer there. Upload it again.")) from missing
    return {**report.as_json(), "done_url_name": kind.done_url_name}


def _moment(job: Job) -> datetime:
    return job.started_at or job.created_at


job_kinds.register(JobKind(CHECK, gettext_lazy("Check a list"), _run_check, "core/imports/_preview.html"))
job_kinds.register(JobKind(IMPORT, gettext_lazy("Import a list"), _run_import, "core/imports/_result.html"))

__all__ = ["FileChanged", "ImportKind", "ImportRefused", "ImportReport", "Row", "check_list", "import_list"]
