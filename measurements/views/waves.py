"""Pages of waves: the list, one wave with its fieldwork, and the moves it can make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import requires
from core.listing import RequestConfig
from measurements import access, announcing, fieldwork, fieldwork_mail
from measurements.choices import State, language_name
from measurements.exceptions import MoveNotAllowed, WaveNotReady
from measurements.filters import WaveFilter
from measurements.forms import RepeatForm
from measurements.models import Wave
from measurements.services import waves
from measurements.tables import STATE_TONES, WaveTable

PER_PAGE = 25


@requires(access.READ)
@require_safe
def wave_list(request: HttpRequest) -> HttpResponse:
    """All waves; search and filter."""
    found = WaveFilter(request.GET, queryset=Wave.objects.all(), request=request)
    table = WaveTable(found.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"filter": found, "table": table, "is_empty": not Wave.objects.exists()}
    return render(request, "measurements/wave_list.html", context)


@requires(access.READ)
@require_safe
def wave_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a wave is, how the fieldwork goes, what can be done now. No identities."""
    wave = access.get_wave_for(request.user, pk)
    questionnaire = wave.instrument_version.questionnaire
    context = {
        "wave": wave,
        "tone": STATE_TONES[State(wave.state)],
        "languages": ", ".join(language_name(code) for code in wave.languages),
        "fieldwork": fieldwork.wave_fieldwork(wave=wave),
        "page_titles": [
            questionnaire.text(section.title, get_language() or "nl") for section in questionnaire.sections
        ],
        "mailings": fieldwork.wave_mailings(wave=wave),
        "disposition": fieldwork_mail.disposition(wave=wave),
        "uncertain": fieldwork_mail.uncertain_of(wave=wave).total,
        "announced": announcing.announced_count(wave=wave),
        "letters": fieldwork_mail.letters_count(wave=wave),
        "state_rows": wave.state_rows.select_related("by"),
        "cuts": [questionnaire.text(questionnaire.item(code).text, "nl") for code in wave.cuts],
        "may_read_results": wave.has_results and request.user.has_perm("measurements.read_results"),
        "may_manage": request.user.has_perm(access.MANAGE),
    }
    return render(request, "measurements/wave_detail.html", context)


def _confirmed(
    request: HttpRequest, wave: Wave, *, act: Callable[[], Any], done: str, **question: Any
) -> HttpResponse:
    """Ask on GET, act on POST; a refusal comes back as a message on the page of the wave."""
    page = reverse("measurements:wave", args=[wave.pk])
    if request.method != "POST":
        return render(request, "measurements/wave_confirm.html", {**question, "wave": wave, "back_url": page})
    try:
        act()
    except WaveNotReady as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    except MoveNotAllowed:
        messages.error(request, _("This measurement is in another state now. Look at it again."))
    else:
        messages.success(request, done)
    return redirect(page)


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a ready wave: its invitations go out."""
    wave = access.get_wave_for(request.user, pk)
    return _confirmed(
        request,
        wave,
        act=lambda: waves.open_wave(wave=wave, by=request.user, at=timezone.now()),
        done=_("The measurement is open. The invitations wait two minutes; until then you can call them back."),
        heading=_("Open this measurement?"),
        text=_("%(number)d people get an invitation.") % {"number": wave.invited_count},
        consequences=[_("Above 25 invitations a colleague has to release the mailing first.")],
        confirm_text=_("Yes, open"),
    )


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ready wave back to change it."""
    wave = access.get_wave_for(request.user, pk)
    return _confirmed(
        request,
        wave,
        act=lambda: waves.back_to_draft(wave=wave, by=request.user, at=timezone.now()),
        done=_("You can change the measurement again."),
        heading=_("Change this measurement?"),
        text=_("It is no longer ready then. Nobody has been invited yet."),
        confirm_text=_("Yes, change"),
    )


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an open wave for good."""
    wave = access.get_wave_for(request.user, pk)
    return _confirmed(
        request,
        wave,
        act=lambda: waves.close_wave(wave=wave, by=request.user, at=timezone.now()),
        done=_("The measurement is closed. The last answers are being filed."),
        heading=_("Close this measurement?"),
        text=_("Nobody can answer any more. It cannot be opened again."),
        consequences=[
            _("Links, drafts and keys are destroyed."),
            _("With fewer than %(floor)d answers everything is destroyed unopened.") % {"floor": wave.floor},
        ],
        confirm_text=_("Yes, close"),
        danger=True,
    )


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the results of a closed wave."""
    wave = access.get_wave_for(request.user, pk)
    return _confirmed(
        request,
        wave,
        act=lambda: waves.publish_wave(wave=wave, by=request.user, at=timezone.now()),
        done=_("The results are published."),
        heading=_("Publish the results?"),
        text=_("Everybody can see them then, on the public results page."),
        confirm_text=_("Yes, publish"),
    )


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the same measurement anew, compared with this one."""
    wave = access.get_wave_for(request.user, pk)
    form = RepeatForm(request.POST or None, initial={"title": _("Repeat: %(title)s") % {"title": wave.title[:130]}})
    if request.method == "POST" and form.is_valid():
        new = waves.repeat_wave(wave=wave, title=form.cleaned_data["title"], by=request.user, at=timezone.now())
        messages.success(request, _("The repeat is prepared. Choose when it closes and who is invited."))
        return redirect("measurements:wave-edit", new.pk)
    context = {
        "wave": wave,
        "form": form,
        "heading": _("Repeat this measurement"),
        "text": _("Questionnaire, texts, groups and languages are taken over; people are chosen anew."),
        "confirm_text": _("Prepare the repeat"),
        "back_url": reverse("measurements:wave", args=[wave.pk]),
    }
    return render(request, "measurements/wave_confirm.html", context)
