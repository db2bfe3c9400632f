"""Lists of the registry as files, exactly as they are shown: same filter, same order, same columns.

CSV is streamed by the web process (csv module, no pandas); a workbook is made by a job.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import report_progress
from core.models import Job
from core.periods import local_date
from core.registry import JobKind, job_kinds
from core.tables import write_xlsx

from . import queries
from .filters import OrganisationFilter

KIND = "stakeholders.export_organisations"
HEADER = (
    "name",
    "abbreviation",
    "kinds",
    "domains",
    "in_measurement",
    "measurement_reason",
    "website",
    "kvk_number",
    "rsin",
    "account_manager",
    "deputy",
    "fixed_contact",
)


class _Asking:
    """What a filter wants to know of a request: who asks."""

    def __init__(self, user: Any) -> None:
        self.user = user


def organisation_rows(*, query: QueryDict, user: Any, on: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of the list under this filter; the first columns are those of the import."""
    found = OrganisationFilter(query, queryset=queries.organisation_list(on=on), request=_Asking(user)).qs
    for item in found.iterator(chunk_size=500):
        yield (
            item.name,
            item.abbreviation,
            ";".join(kind.code for kind in item.kinds.all()),
            ";".join(domain.code for domain in item.domains.all()),
            item.in_measurement,
            item.measurement_reason,
            item.website,
            item.kvk_number,
            item.rsin,
            item.account_manager,
            item.deputy,
            _fixed_contact(item),
        )


def _fixed_contact(item: Any) -> str:
    """Whether somebody can be reached, in words."""
    if not item.account_manager:
        return _("no fixed contact")
    return _("complete") if item.deputy else _("no deputy")


def run_export(job: Job) -> dict[str, Any]:
    """Make the workbook of the list as it was shown."""
    report_progress(job, done=0, total=1, message=_("Writing the workbook"))
    moment = job.started_at or job.created_at
    query = QueryDict(job.parameters["query"])
    rows = list(organisation_rows(query=query, user=job.started_by, on=local_date(moment)))
    from io import BytesIO

    target = BytesIO()
    write_xlsx(target, HEADER, rows, sheet=_("Organisations"))
    job.output.save("organisaties.xlsx", ContentFile(target.getvalue()), save=False)
    return {"rows": len(rows)}


job_kinds.register(JobKind(KIND, gettext_lazy("Export of organisations"), run_export))
