"""Files around contact moments: attachments behind the access door, calendar files in and out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires, signed_in
from stakeholders.access_contact import RECORD, VIEW_CONTACT, get_attachment_for, get_moment_for
from stakeholders.domain.calendars import NoAppointments, NoCalendar
from stakeholders.domain.filetypes import KINDS
from stakeholders.forms.moments import UploadForm
from stakeholders.services.attachments import attach, remove_attachment
from stakeholders.services.calendars import calendar_of, prefill_from_calendar

_METHODS = ["GET", "HEAD", "POST"]
_PAGE = "stakeholders/moments/upload.html"


@requires(VIEW_CONTACT, RECORD)
@require_http_methods(_METHODS)
def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to a contact moment."""
    moment = get_moment_for(request.user, pk, permission=RECORD)
    form = UploadForm(request.POST or None, request.FILES or None, accept=",".join(f".{kind}" for kind in KINDS))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            attach(owner=moment, name=file.name, content=file.read(), by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            messages.success(request, _("“%(name)s” is added.") % {"name": file.name})
            return redirect(moment)
    context = {
        "form": form,
        "heading": _("Add a file"),
        "over": moment.title,
        "over_url": moment.get_absolute_url(),
        "button": _("Add"),
        "lead": _("Accepted are: %(kinds)s.") % {"kinds": ", ".join(KINDS)},
        "back_url": moment.get_absolute_url(),
    }
    return render(request, _PAGE, context, status=422 if form.errors else 200)


@signed_in
@require_safe
def attachment_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file, for whoever may see the record it belongs to; always saved, never shown by the browser."""
    attachment = get_attachment_for(request.user, pk)
    if not attachment.file.storage.exists(attachment.file.name or ""):
        raise Http404
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_POST
def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a file from the record it belongs to."""
    attachment = get_attachment_for(request.user, pk, change=True)
    owner: Any = attachment.owner
    remove_attachment(attachment=attachment)
    messages.success(request, _("“%(name)s” is removed.") % {"name": attachment.name})
    return redirect(owner)


@requires(VIEW_CONTACT)
@require_safe
def moment_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """A contact moment for the own calendar."""
    moment = get_moment_for(request.user, pk)
    response = HttpResponse(calendar_of(moment=moment, at=timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="contact-{moment.pk}.ics"'
    return response


@requires(VIEW_CONTACT, RECORD)
@require_http_methods(_METHODS)
def calendar_upload(request: HttpRequest) -> HttpResponse:
    """Contact moments out of a calendar file: each appointment becomes a prefilled draft."""
    form = UploadForm(request.POST or None, request.FILES or None, accept=".ics,text/calendar", largest=2 * 1024**2)
    if request.method == "POST" and form.is_valid():
        try:
            found = prefill_from_calendar(
                content=form.cleaned_data["file"].read(), user=request.user, at=timezone.now()
            )
        except NoCalendar:
            form.add_error("file", _("This is not a calendar file that can be read. Save the appointment as .ics."))
        except NoAppointments:
            form.add_error("file", _("There is no appointment in this calendar file."))
        else:
            if len(found) == 1 and found[0].recorded is None:
                return redirect(found[0].url)
            return render(request, "stakeholders/moments/appointments.html", {"found": found})
    context = {
        "form": form,
        "heading": _("From a calendar file"),
        "lead": _(
            "Save an appointment as .ics in your calendar and choose it here. "
            "Participants are recognised by their addresses."
        ),
        "over": "",
        "button": _("Read the file"),
        "back_url": reverse("stakeholders:moments"),
    }
    return render(request, _PAGE, context, status=422 if form.errors else 200)
