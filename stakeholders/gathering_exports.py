"""Lists of gatherings, actions and joint goals as files, exactly as they are shown: same filter, same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import JobRefused, report_progress
from core.models import Job
from core.periods import AMSTERDAM
from core.registry import JobKind, job_kinds
from core.tables import write_xlsx

from . import gathering_access
from .filters.gatherings import ActionFilter, GatheringFilter, JointGoalFilter
from .queries import gatherings, joint_goals

KIND = "stakeholders.export_gatherings"


@dataclass(frozen=True)
class ListExport:
    """One list: who may have it, how its records are found, and what stands in each row."""

    name: str
    title: Any  # lazily translated
    permission: str
    header: tuple[str, ...]
    records: Callable[[], Any]
    filter_class: Any
    row: Callable[[Any], tuple[Any, ...]]

    def rows(self, *, query: QueryDict, user: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of the list under this filter."""
        found = self.filter_class(query, queryset=self.records(), request=_Asking(user)).qs
        for record in found.iterator(chunk_size=500):
            yield self.row(record)


class _Asking:
    """What a filter wants to know of a request: who asks."""

    def __init__(self, user: Any) -> None:
        self.user = user


def _gathering_row(record: Any) -> tuple[Any, ...]:
    return (
        record.title,
        record.kind,
        record.starts_at.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M"),
        record.ends_at.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M"),
        record.place,
        ";".join(item.name for item in record.organisations.all()),
        str(record.owner),
        record.state,
        record.asked,
        record.coming,
        record.not_coming,
    )


def _action_row(record: Any) -> tuple[Any, ...]:
    return (
        record.what,
        "ours" if record.is_ours else "theirs",
        record.who,
        record.due_on,
        record.state,
        record.closed_on,
        record.gathering.title,
        record.gathering.starts_at.astimezone(AMSTERDAM).date(),
        ";".join(item.name for item in record.gathering.organisations.all()),
    )


def _goal_row(record: Any) -> tuple[Any, ...]:
    return (
        record.title,
        ";".join(item.name for item in record.partners.all()),
        record.target_on,
        record.state,
        str(record.owner),
        record.last_as_of,
        record.open_commitments,
    )


LISTS = {
    item.name: item
    for item in (
        ListExport(
            "overleggen",
            gettext_lazy("Gatherings"),
            gathering_access.VIEW,
            (
                "title",
                "kind",
                "begins",
                "ends",
                "place",
                "organisations",
                "organised_by",
                "state",
                "invited",
                "comes",
                "does_not_come",
            ),
            gatherings.gathering_list,
            GatheringFilter,
            _gathering_row,
        ),
        ListExport(
            "acties",
            gettext_lazy("Actions"),
            gathering_access.VIEW,
            (
                "what",
                "side",
                "who",
                "by",
                "state",
                "closed_on",
                "agreed_at",
                "agreed_on",
                "organisations",
            ),
            gatherings.action_list,
            ActionFilter,
            _action_row,
        ),
        ListExport(
            "ketendoelen",
            gettext_lazy("Joint goals"),
            gathering_access.VIEW_GOALS,
            ("title", "partners", "target_on", "state", "owner", "last_value_on", "open_commitments"),
            joint_goals.goal_list,
            JointGoalFilter,
            _goal_row,
        ),
    )
}


def run_export(job: Job) -> dict[str, Any]:
    """Make the workbook of the list as it was shown. Raises JobRefused for who may not have it."""
    report_progress(job, done=0, total=1, message=_("Writing the workbook"))
    export = LISTS[job.parameters["list"]]
    if not job.started_by.has_perm(export.permission):
        raise JobRefused(_("Your role does not open this page."))
    rows = list(export.rows(query=QueryDict(job.parameters["query"]), user=job.started_by))
    target = BytesIO()
    write_xlsx(target, export.header, rows, sheet=str(export.title))
    job.output.save(f"{export.name}.xlsx", ContentFile(target.getvalue()), save=False)
    return {"rows": len(rows)}


job_kinds.register(JobKind(KIND, gettext_lazy("Export of a list of gatherings or joint goals"), run_export))
