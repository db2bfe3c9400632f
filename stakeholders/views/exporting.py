"""The list of persons as a file, exactly as it is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import requires
from core.jobs import start_job
from core.periods import local_date
from core.tables import stream_csv
from stakeholders import access, exports


@requires(access.VIEW_PERSONS)
@require_http_methods(["GET", "POST"])
def person_export(request: HttpRequest) -> HttpResponseBase:
    """CSV at once, a workbook (POST) by a job."""
    query = request.GET.copy()
    form = query.pop("vorm", ["csv"])[-1]
    now = timezone.now()
    if request.method == "POST":
        job = start_job(
            kind=exports.PERSONS,
            title=_("Persons as workbook"),
            user=request.user,
            at=now,
            parameters={"query": query.urlencode()},
        )
        return redirect("job", job_id=job.pk)
    rows = exports.person_rows(query=query, user=request.user, on=local_date(now))
    response = StreamingHttpResponse(
        stream_csv(exports.PERSON_HEADER, rows, for_excel=form == "excel"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="personen.csv"'
    return response
