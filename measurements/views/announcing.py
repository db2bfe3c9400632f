"""The account manager tells own organisations beforehand that a measurement comes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import requires
from measurements import access
from measurements.announcing import announcements_for
from measurements.exceptions import NotOwnOrganisation
from measurements.services.announcements import mark_announced, unmark_announced


@requires(access.ANNOUNCE)
@require_safe
def announcement_list(request: HttpRequest) -> HttpResponse:
    """Own organisations that get a measurement, with the text for each, those still to be told first."""
    found = announcements_for(request.user, at=timezone.now())
    context = {
        "waiting": [each for each in found if each.done is None],
        "done": [each for each in found if each.done is not None],
    }
    return render(request, "measurements/announcements.html", context)


@requires(access.ANNOUNCE)
@require_POST
def announcement_done(request: HttpRequest, pk: int, organisation_id: int) -> HttpResponse:
    """Mark one organisation as told, or take that back."""
    act = unmark_announced if request.POST.get("terug") else mark_announced
    try:
        act(wave_id=pk, organisation_id=organisation_id, by=request.user, at=timezone.now())
    except NotOwnOrganisation:
        raise Http404 from None
    messages.success(request, _("It waits to be told again.") if request.POST.get("terug") else _("Noted as told."))
    return redirect("measurements:announcements")
