"""Starting, running, watching and cancelling jobs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.history import acting
from core.models import Job
from core.registry import job_kinds

from .queue import enqueue

log = structlog.get_logger("ind.jobs")

# How long finished jobs and their files are kept.
KEPT_DAYS = 30
# A running job that gives no sign of life for so long was lost with its worker.
LOST_AFTER = timedelta(minutes=15)


class JobCancelled(Exception):
    """The person who started the job cancelled it while it ran."""


class JobRefused(Exception):
    """The work cannot be done with this input; the message says why, in the user's language."""


@transaction.atomic
def start_job(
    *,
    kind: str,
    title: str,
    user: Any,
    at: datetime,
    parameters: dict[str, Any] | None = None,
    upload: File[bytes] | None = None,
) -> Job:
    """Record the work and queue it. Raises KeyError when `kind` is not declared in the slot `job_kinds`."""
    job_kinds[kind]
    job = Job(kind=kind, title=title[:200], started_by=user, created_at=at, parameters=parameters or {})
    if upload is not None:
        job.upload.save(upload.name or "upload", upload, save=False)
    job.save()
    enqueue("core.tasks.run_job", job_id=str(job.pk))
    return job


def report_progress(job: Job, *, done: int, total: int, message: str = "") -> None:
    """Store how far a running job is, at once visible to its starter. Raises JobCancelled when cancel was asked."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(progress=min(done, total), total=total, message=message[:500], seen_at=now)
    if Job.objects.filter(pk=job.pk, cancel_requested=True).exists():
        raise JobCancelled


def cancel_job(job: Job, *, at: datetime) -> None:
    """Cancel a waiting job at once, ask a running one to stop; a finished one stays as it is."""
    cancelled = Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(
        state=Job.State.CANCELLED, finished_at=at, cancel_requested=True
    )
    if not cancelled:
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_requested=True)


def run_job(*, job_id: str, at: datetime) -> None:
    """Run a waiting job to its end. The claim makes sure that it runs once, however often it was queued."""
    claimed = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=at, seen_at=at
    )
    if not claimed:
        return
    job = Job.objects.select_related("started_by").get(pk=job_id)
    with translation.override(getattr(job.started_by, "language", None)), acting(job.started_by, route=job.kind):
        _run(job)


def _run(job: Job) -> None:
    """Do the work and store how it ended, in the language of whoever started it."""
    try:
        result = job_kinds[job.kind].run(job)
    except JobCancelled:
        _finish(job, Job.State.CANCELLED, message=_("Cancelled; nothing was changed."))
    except JobRefused as refusal:
        _finish(job, Job.State.FAILED, message=str(refusal))
    except Exception:
        log.exception("job_failed", job=str(job.pk), kind=job.kind)
        _finish(job, Job.State.FAILED, message=_("Something went wrong on our side; nothing was changed. Try again."))
    else:
        _finish(job, Job.State.DONE, result=result)


def _finish(job: Job, state: Job.State, *, message: str = "", result: dict[str, Any] | None = None) -> None:
    fields: dict[str, Any] = {"state": state, "finished_at": timezone.now(), "message": message[:500]}
    if result is not None:
        fields["result"] = result
    if state == Job.State.DONE and job.output:
        fields["output"] = job.output.name
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(**fields)


def waiting_job_ids(*, at: datetime) -> list[str]:
    """Jobs that still wait; lost ones (no sign of life) are marked failed first."""
    Job.objects.filter(state=Job.State.RUNNING, seen_at__lt=at - LOST_AFTER).update(
        state=Job.State.FAILED, finished_at=at, message=_("The work stopped halfway; nothing was changed. Try again.")
    )
    return [
        str(pk)
        for pk in Job.objects.filter(state=Job.State.WAITING).order_by("created_at").values_list("pk", flat=True)
    ]


def remove_old_jobs(*, at: datetime) -> int:
    """Remove finished jobs older than 30 days with their files; returns how many."""
    old = Job.objects.filter(finished_at__lt=at - timedelta(days=KEPT_DAYS))
    for job in old.iterator():
        for file in (job.upload, job.output):
            if file:
                file.delete(save=False)
    removed, _per_model = old.delete()
    return removed
