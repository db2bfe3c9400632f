"""The meeting sheet (gespreksbriefje) of an organisation or a gathering: on screen, its note, and as PDF by a job."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import requires
from core.jobs import start_job
from stakeholders import access, gathering_access, meeting_sheet_pdf
from stakeholders.forms.gatherings import SheetNoteForm
from stakeholders.models import Gathering, Organisation
from stakeholders.queries.meeting_sheet import Sheet, gathering_sheet, organisation_sheet
from stakeholders.services.meeting_sheets import write_note

from .editing import save_or_explain

_METHODS = ["GET", "HEAD", "POST"]


@requires(access.VIEW, gathering_access.VIEW)
@require_http_methods(_METHODS)
def organisation_meeting_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything for a conversation with one organisation; POST keeps the note."""
    organisation = access.get_organisation_for(request.user, pk)
    sheet = organisation_sheet(organisation=organisation, user=request.user, at=timezone.now())
    return _sheet_page(request, sheet, organisation)


@requires(access.VIEW, gathering_access.VIEW)
@require_http_methods(_METHODS)
def gathering_meeting_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything for one gathering; POST keeps the note."""
    gathering = gathering_access.get_gathering_for(request.user, pk)
    sheet = gathering_sheet(gathering=gathering, user=request.user, at=timezone.now())
    return _sheet_page(request, sheet, gathering)


def _sheet_page(request: HttpRequest, sheet: Sheet, subject: Organisation | Gathering) -> HttpResponse:
    form = SheetNoteForm(request.POST or None, initial={"text": sheet.note})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        now = timezone.now()
        if save_or_explain(form, lambda: write_note(subject=subject, text=text, by=request.user, at=now)):
            messages.success(request, _("Saved."))
            return redirect(request.path)
    context: dict[str, Any] = {
        "sheet": sheet,
        "form": form,
        "subject": subject,
        "back_url": subject.get_absolute_url(),
    }
    return render(request, "stakeholders/meeting_sheet.html", context, status=422 if form.errors else 200)


@requires(access.VIEW, gathering_access.VIEW)
@require_POST
def organisation_sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the sheet of an organisation as one A4."""
    return _pdf(request, access.get_organisation_for(request.user, pk), "organisation")


@requires(access.VIEW, gathering_access.VIEW)
@require_POST
def gathering_sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the sheet of a gathering as one A4."""
    return _pdf(request, gathering_access.get_gathering_for(request.user, pk), "gathering")


def _pdf(request: HttpRequest, subject: Organisation | Gathering, name: str) -> HttpResponse:
    job = start_job(
        kind=meeting_sheet_pdf.KIND,
        title=_("Meeting sheet: %(title)s") % {"title": subject},
        user=request.user,
        at=timezone.now(),
        parameters={name: subject.pk},
    )
    return redirect("job", job_id=job.pk)
