"""The list of contact moments as a file, exactly as it is shown: same filter, same order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import report_progress
from core.models import Job
from core.registry import JobKind, job_kinds
from core.tables import write_xlsx

from .exports import _Asking
from .filters.moments import MomentFilter
from .queries.contact import moment_list

KIND = "stakeholders.export_moments"
HEADER = (
    "day",
    "from",
    "until",
    "form",
    "level",
    "direction",
    "organisations",
    "subject",
    "summary",
    "location",
    "participants",
    "noted_by",
)


def moment_rows(*, query: QueryDict, user: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of the list under this filter."""
    shown = moment_list().prefetch_related("participants__person", "participants__user")
    found = MomentFilter(query, queryset=shown, request=_Asking(user)).qs
    for moment in found.iterator(chunk_size=500):
        yield (
            moment.held_on.isoformat(),
            f"{moment.starts_at:%H:%M}" if moment.starts_at else "",
            f"{moment.ends_at:%H:%M}" if moment.ends_at else "",
            moment.form,
            moment.level,
            moment.direction,
            ";".join(organisation.name for organisation in moment.organisations.all()),
            moment.subject,
            moment.summary,
            moment.location,
            ";".join(row.label for row in moment.participants.all()),
            str(moment.noted_by or ""),
        )


def run_export(job: Job) -> dict[str, Any]:
    """Make the workbook of the list as it was shown."""
    from io import BytesIO

    report_progress(job, done=0, total=1, message=_("Writing the workbook"))
    rows = list(moment_rows(query=QueryDict(job.parameters["query"]), user=job.started_by))
    target = BytesIO()
    write_xlsx(target, HEADER, rows, sheet=_("Contact moments"))
    job.output.save("contactmomenten.xlsx", ContentFile(target.getvalue()), save=False)
    return {"rows": len(rows)}


job_kinds.register(JobKind(KIND, gettext_lazy("Export of contact moments"), run_export))
