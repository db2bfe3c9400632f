"""Pages of background work: my jobs, one job with its progress and result, its file, stopping it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import signed_in
from core.jobs import cancel_job
from core.models import Job
from core.registry import job_kinds

PER_PAGE = 25


def get_job_for(user: Any, job_id: UUID) -> Job:
    """The one door to a job: its starter's; for everybody else it is not there (404)."""
    return get_object_or_404(Job, pk=job_id, started_by=user)


@signed_in
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """What this user asked for, newest first."""
    page = Paginator(Job.objects.filter(started_by_id=request.user.pk), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "core/jobs/job_list.html", {"page": page})


@signed_in
@require_safe
def job_detail(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """State, progress and result; for htmx only the part that changes."""
    job = get_job_for(request.user, job_id)
    kind = job_kinds.get(job.kind)
    context = {"job": job, "kind": kind, "result_template": kind.result_template if kind else ""}
    template = "core/jobs/_job.html" if request.headers.get("HX-Request") else "core/jobs/job_detail.html"
    return render(request, template, context)


@signed_in
@require_safe
def job_output(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """The file that the work made."""
    job = get_job_for(request.user, job_id)
    name = job.output.name or ""
    if not name or not job.output.storage.exists(name):
        raise Http404
    return FileResponse(job.output.open("rb"), as_attachment=True, filename=PurePath(name).name)


@signed_in
@require_POST
def job_cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask the work to stop."""
    job = get_job_for(request.user, job_id)
    cancel_job(job, at=timezone.now())
    messages.info(request, _("The work is being stopped."))
    return redirect("job", job_id=job.pk)
