"""The three jobs of an import with choices: reading the file, comparing it with the registry, writing."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import JobRefused, report_progress
from core.models import Job
from core.registry import JobKind, job_kinds

from .models import ImportRun
from .services import list_comparing, list_reading, list_writing

_TEMPLATE = "stakeholders/imports/_job_done.html"


def _run(job: Job) -> ImportRun:
    run = ImportRun.objects.filter(pk=job.parameters["run"], started_by=job.started_by).first()
    if run is None:
        raise JobRefused(_("This import was thrown away."))
    return run


def read(job: Job) -> dict[str, Any]:
    """Read the file and stage its rows; the file itself is not kept."""
    run = _run(job)
    report_progress(job, done=0, total=1, message=_("Reading the file"))
    try:
        with job.upload.open("rb") as source:
            rows = list_reading.read_list(run=run, source=cast(BinaryIO, source))
    except FileNotFoundError as missing:
        raise JobRefused(_("The file is no longer there. Upload it again.")) from missing
    finally:
        job.upload.delete(save=False)
        Job.objects.filter(pk=job.pk).update(upload="")
    report_progress(job, done=1, total=1)
    return {"run": str(run.pk), "rows": rows, "step": "columns"}


def compare(job: Job) -> dict[str, Any]:
    """Say of each row what importing it would do."""
    run = _run(job)

    def progress(done: int, total: int, text: str) -> None:
        report_progress(job, done=done, total=total, message=text)

    progress(0, 4, _("Reading the rows"))
    list_comparing.compare(run=run, at=job.started_at or job.created_at, progress=progress)
    progress(4, 4, "")
    return {"run": str(run.pk), "step": "preview"}


def write(job: Job) -> dict[str, Any]:
    """Import what was shown."""

    def progress(done: int, total: int, text: str) -> None:
        report_progress(job, done=done, total=total, message=text)

    run = _run(job)
    counts = list_writing.write_list(run=run, at=job.started_at or job.created_at, progress=progress)
    return {"run": str(run.pk), "step": "done", "counts": counts, "kind": run.kind}


job_kinds.register(JobKind(list_reading.READ, gettext_lazy("Read a list"), read, _TEMPLATE))
job_kinds.register(JobKind(list_reading.COMPARE, gettext_lazy("Compare a list"), compare, _TEMPLATE))
job_kinds.register(JobKind(list_reading.WRITE, gettext_lazy("Import a list with choices"), write, _TEMPLATE))
