"""Imports, merges and likely duplicates in the slots of the house."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import registry
from core.jobs import report_progress
from core.models import Job
from stakeholders import duplicate_tasks, list_jobs, merging_demo  # noqa: F401 - they register their work
from stakeholders.models import ImportRun, Merge
from stakeholders.services import duplicates
from stakeholders.services.forgetting import finalise_merges
from stakeholders.services.merging import FIND

# How long a list that was never imported, and what is needed to undo a merge, are kept.
UNFINISHED_DAYS = 30
UNDO_DAYS = 730


def find_duplicates(job: Job) -> dict[str, Any]:
    """Look for likely duplicates of one kind."""
    report_progress(job, done=0, total=1, message=_("Looking for likely duplicates"))
    kind = job.parameters["kind"]
    return {"kind": kind, "found": duplicates.find_duplicates(kind=kind, at=job.started_at or job.created_at)}


registry.job_kinds.register(
    registry.JobKind(FIND, gettext_lazy("Find likely duplicates"), find_duplicates, "stakeholders/merging/_found.html")
)


def _unfinished(at: datetime) -> Any:
    return ImportRun.objects.filter(created_at__lt=at - timedelta(days=UNFINISHED_DAYS)).exclude(state="done")


def _remove_unfinished(at: datetime) -> int:
    runs = _unfinished(at)
    count: int = runs.count()
    runs.delete()
    return count


def _old_merges(at: datetime) -> Any:
    old = Q(merged_at__lt=at - timedelta(days=UNDO_DAYS)) | Q(undone_at__lt=at - timedelta(days=UNFINISHED_DAYS))
    return Merge.objects.filter(old, is_final=False)


def _make_final(at: datetime) -> int:
    return finalise_merges(_old_merges(at))


registry.retentions.register(
    registry.Retention(
        "stakeholders.unfinished_imports",
        gettext_lazy("Lists that were uploaded and not imported"),
        gettext_lazy("30 days"),
        gettext_lazy("A working copy; what is imported stands in the registry."),
        due=lambda at: _unfinished(at).count(),
        carry_out=_remove_unfinished,
    )
)
registry.retentions.register(
    registry.Retention(
        "stakeholders.merges",
        gettext_lazy("What is needed to undo a merge"),
        gettext_lazy("two years; 30 days once it was undone"),
        gettext_lazy("Longer nobody remembers whether two records were one."),
        due=lambda at: _old_merges(at).count(),
        carry_out=_make_final,
    )
)
