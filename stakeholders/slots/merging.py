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
from stakeholders.models import ImportRun, LikelyDuplicate, Merge, MergeMove, Person
from stakeholders.services import duplicates
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
    return _finalise(_old_merges(at))


def _finalise(merges: Any) -> int:
    """Remove what is needed to undo these merges; that they were made stays known."""
    keys = list(merges.values_list("pk", flat=True))
    MergeMove.objects.filter(merge_id__in=keys).delete()
    return Merge.objects.filter(pk__in=keys).update(before={}, is_final=True)


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


def erase(subject: registry.DataSubject, by: Any, at: datetime) -> dict[str, int]:
    """Remove a person from lists that wait, from merges and from likely duplicates."""
    addresses = [address.lower() for address in subject.emails if address]
    keys = set(Person.objects.filter(email__in=addresses).values_list("pk", flat=True))
    keys |= set(subject.persons)
    runs = ImportRun.objects.filter(rows__email__in=addresses)
    erased_runs = runs.distinct().count()
    ImportRun.objects.filter(pk__in=list(runs.values_list("pk", flat=True))).delete()
    about = Q(winner_id__in=keys) | Q(loser_id__in=keys)
    for address in addresses:
        about |= Q(before__fields__email__contains=[address])
    merges = Merge.objects.filter(about, kind="person")
    merged = list(merges.values_list("pk", flat=True))
    _finalise(merges)
    Merge.objects.filter(pk__in=merged).update(winner_name=_("(erased)"), loser_name=_("(erased)"))
    pairs, _each = LikelyDuplicate.objects.filter(Q(first_id__in=keys) | Q(second_id__in=keys), kind="person").delete()
    return {"imports": erased_runs, "merges": len(merged), "likely_duplicates": pairs}


registry.erasers.register(registry.Eraser("stakeholders.merging", erase))
