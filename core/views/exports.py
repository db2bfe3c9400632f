"""Taking a list along as it is shown: CSV at once, a workbook by a job. One mechanism for every list with a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.access import signed_in
from core.jobs import report_progress, start_job
from core.models import Job
from core.registry import JobKind, ListExport, job_kinds, list_exports
from core.tables import stream_csv, write_xlsx

KIND = "core.export_list"


def get_export_for(user: Any, name: str) -> ListExport:
    """The list of this name: 404 when there is none, 403 without its permission."""
    declared = list_exports.get(name)
    if declared is None:
        raise Http404
    if not _may(user, declared):
        raise PermissionDenied
    return declared


def _may(user: Any, declared: ListExport) -> bool:
    return not declared.permission or bool(user.has_perm(declared.permission))


def rows_of(declared: ListExport, *, query: QueryDict, user: Any, at: datetime) -> Iterator[list[Any]]:
    """The header and the rows of a list under this query, sorted as on the page."""
    table = declared.table(query, user, at)
    if sort := query.get(table.prefixed_order_by_field):
        table.order_by = sort
    yield from table.as_values()


@signed_in
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """The list as it is shown: CSV at once (`vorm=excel`: for Excel), a workbook (POST) by a job."""
    declared = get_export_for(request.user, name)
    query = request.GET.copy()
    form = query.pop("vorm", ["csv"])[-1]
    now = timezone.now()
    if declared.note:
        declared.note(request.user)
    if request.method == "POST":
        title = _("As workbook: %(list)s") % {"list": declared.label}
        parameters = {"name": name, "query": query.urlencode()}
        job = start_job(kind=KIND, title=title, user=request.user, at=now, parameters=parameters)
        return redirect("job", job_id=job.pk)
    rows = rows_of(declared, query=query, user=request.user, at=now)
    header = [str(cell) for cell in next(rows)]
    response = StreamingHttpResponse(
        stream_csv(header, rows, for_excel=form == "excel"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{slugify(str(declared.label))}.csv"'
    return response


def run_export(job: Job) -> dict[str, Any]:
    """Make the workbook of a list as it was shown."""
    declared = list_exports[job.parameters["name"]]
    if job.started_by is None or not _may(job.started_by, declared):
        raise PermissionDenied
    report_progress(job, done=0, total=1, message=_("Writing the workbook"))
    moment = job.started_at or job.created_at
    rows = rows_of(declared, query=QueryDict(job.parameters["query"]), user=job.started_by, at=moment)
    header, values = [str(cell) for cell in next(rows)], list(rows)
    target = BytesIO()
    write_xlsx(target, header, values, sheet=str(declared.label))
    job.output.save(f"{slugify(str(declared.label))}.xlsx", ContentFile(target.getvalue()), save=False)
    return {"rows": len(values)}


job_kinds.register(JobKind(KIND, gettext_lazy("Export of a list"), run_export))
