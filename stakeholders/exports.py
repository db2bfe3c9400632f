"""Lists of the registry as files, exactly as they are shown: same filter, same order, same columns.

CSV is streamed by the web process (csv module, no pandas); a workbook is made by a job.
"""

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
from core.periods import local_date
from core.registry import JobKind, job_kinds
from core.tables import write_xlsx

from . import queries
from .filters import OrganisationFilter, PersonFilter

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
    "part_of",
    "channel",
    "topics",
    "tags",
)
PERSONS = "stakeholders.export_persons"
PERSON_HEADER = (
    "name",
    "email",
    "phone",
    "other_ways",
    "language",
    "functions",
    "may_be_invited",
    "why_not_invited",
    "email_undeliverable_on",
    "legal_basis",
    "source",
)


class _Asking:
    """What a filter wants to know of a request: who asks."""

    def __init__(self, user: Any) -> None:
        self.user = user


def organisation_rows(*, query: QueryDict, user: Any, on: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of the list under this filter; the first columns are those of the import."""
    found = OrganisationFilter(query, queryset=queries.organisation_list(on=on), request=_Asking(user)).qs
    for item in found.select_related("parent").prefetch_related("topics", "tags").iterator(chunk_size=500):
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
            item.parent.name if item.parent else "",
            item.channel,
            ";".join(topic.code for topic in item.topics.all()),
            ";".join(tag.code for tag in item.tags.all()),
        )


def person_rows(*, query: QueryDict, user: Any, on: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of the list of persons under this filter, in its order."""
    found = PersonFilter(query, queryset=queries.person_list(on=on), request=_Asking(user)).qs
    for item in found.prefetch_related("channels").iterator(chunk_size=500):
        functions = [
            f"{position.title} ({position.organisation.name})" if position.title else position.organisation.name
            for position in item.current_positions
        ]
        yield (
            item.name,
            item.email,
            item.phone,
            ";".join(channel.value for channel in item.channels.all()),
            item.language,
            ";".join(functions),
            not item.do_not_invite,
            item.do_not_invite_reason,
            item.email_undeliverable_on,
            item.legal_basis,
            item.source,
        )


def _workbook(job: Job, name: str, header: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> dict[str, Any]:
    report_progress(job, done=0, total=1, message=_("Writing the workbook"))
    written = list(rows)
    target = BytesIO()
    write_xlsx(target, header, written, sheet=name)
    job.output.save(f"{name.lower()}.xlsx", ContentFile(target.getvalue()), save=False)
    return {"rows": len(written)}


def run_export(job: Job) -> dict[str, Any]:
    """Make the workbook of the organisations as they were shown."""
    query, on = QueryDict(job.parameters["query"]), local_date(job.started_at or job.created_at)
    rows = organisation_rows(query=query, user=job.started_by, on=on)
    return _workbook(job, _("Organisations"), HEADER, rows)


def run_person_export(job: Job) -> dict[str, Any]:
    """Make the workbook of the persons as they were shown."""
    query, on = QueryDict(job.parameters["query"]), local_date(job.started_at or job.created_at)
    rows = person_rows(query=query, user=job.started_by, on=on)
    return _workbook(job, _("Persons"), PERSON_HEADER, rows)


job_kinds.register(JobKind(KIND, gettext_lazy("Export of organisations"), run_export))
job_kinds.register(JobKind(PERSONS, gettext_lazy("Export of persons"), run_person_export))
