"""The list of handovers as a file, exactly as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import report_progress
from core.models import Job
from core.registry import JobKind, job_kinds
from core.tables import write_xlsx

from . import queries
from .exports import _Asking as Asking
from .filters import HandoverFilter

KIND = "stakeholders.export_handovers"
HEADER = (
    "organisation",
    "from",
    "to",
    "changes_on",
    "announce_by",
    "announced_on",
    "announced_how",
    "introduce_by",
    "introduced_on",
    "introduced_how",
    "accepted_at",
    "next_due",
    "state",
    "reason",
)


def handover_rows(*, query: QueryDict, user: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of the list under this filter."""
    queryset = queries.handovers.handover_list().by_due()
    for item in HandoverFilter(query, queryset=queryset, request=Asking(user)).qs.iterator(chunk_size=500):
        yield (
            item.organisation.name,
            item.leaver.name,
            item.successor.name,
            item.changes_on,
            item.announce_by,
            item.announced_on,
            item.announced_how,
            item.introduce_by,
            item.introduced_on,
            item.introduced_how,
            item.accepted_at,
            item.next_due,
            item.state,
            item.departure.reason,
        )


def run_export(job: Job) -> dict[str, Any]:
    """Make the workbook of the list as it was shown."""
    report_progress(job, done=0, total=1, message=_("Writing the workbook"))
    rows = list(handover_rows(query=QueryDict(job.parameters["query"]), user=job.started_by))
    target = BytesIO()
    write_xlsx(target, HEADER, rows, sheet=_("Handovers"))
    job.output.save("overdrachten.xlsx", ContentFile(target.getvalue()), save=False)
    return {"rows": len(rows)}


job_kinds.register(JobKind(KIND, gettext_lazy("Export of handovers"), run_export))
