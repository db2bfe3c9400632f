"""Pages around the mail of a wave: who gets what, reminders, uncertain mail, what came back, words, letters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires
from core.jobs import start_job
from core.listing import RequestConfig
from core.mail.bounces import MAX_BYTES, take_in_report
from measurements import access, fieldwork_mail
from measurements.choices import MOST_REMINDERS, Level, Reach, State, language_name
from measurements.exceptions import NothingUncertain, NotOpen, ReminderRefused, WaveIsFrozen
from measurements.mailing_forms import ReminderForm, ReturnedMailForm, WordsForm
from measurements.models import FrameMember, ReminderPlan, Wave
from measurements.services import letters
from measurements.services.invitations import INVITATION, letter_for
from measurements.services.reminders import drop_reminder, plan_reminder
from measurements.services.uncertain import decide_uncertain
from measurements.services.words import save_words, words_of
from measurements.tables import ReachTable

PER_PAGE = 25


def _page(request: HttpRequest, name: str, wave: Wave, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    shared = {"wave": wave, "back_url": reverse("measurements:wave", args=[wave.pk])}
    return render(request, f"measurements/{name}.html", {**shared, **context}, status=status)


@requires(access.MANAGE)
@require_safe
def wave_audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly who gets what: at stakeholder level by name, at the other levels counts and a sample."""
    wave = access.get_wave_for(request.user, pk)
    is_named = wave.level == Level.STAKEHOLDERS
    members = FrameMember.objects.filter(wave=wave)
    table = None
    if is_named:
        table = ReachTable(members)
        RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    samples = []
    for audience in fieldwork_mail.audiences(wave=wave):
        first = members.filter(language=audience.language).first() if is_named else None
        name, organisation = (first.name, first.organisation) if first else (_("(name)"), _("(organisation)"))
        letter = letter_for(
            wave=wave, kind=INVITATION, language=audience.language, name=name, organisation=organisation
        )
        samples.append({"audience": audience, "name": language_name(audience.language), "letter": letter})
    context = {"samples": samples, "table": table, "heading": _("Who gets what")}
    return _page(request, "wave_audience", wave, context)


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a reminder to whoever has not answered by then; nobody sees who that is."""
    wave = access.get_wave_for(request.user, pk)
    form = ReminderForm(request.POST if request.method == "POST" else None, initial={"send_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            plan = plan_reminder(wave=wave, send_on=form.cleaned_data["send_on"], by=request.user, at=timezone.now())
        except ReminderRefused as refusal:
            form.add_error("send_on", str(refusal))
        except NotOpen:
            messages.error(request, _("This measurement is in another state now. Look at it again."))
            return redirect("measurements:wave", wave.pk)
        else:
            is_today = plan.send_on == timezone.localdate()
            messages.success(
                request,
                _("The reminder is being made. It goes out in about two minutes.")
                if is_today
                else _("The reminder is planned."),
            )
            return redirect("measurements:wave-remind", wave.pk)
    plans = ReminderPlan.objects.filter(wave=wave).exclude(state=ReminderPlan.State.DROPPED)
    context = {
        "form": form,
        "plans": [{"plan": plan, "is_shown": (plan.people or 0) >= wave.floor} for plan in plans],
        "silent": fieldwork_mail.silent_to_remind(wave=wave) if wave.state == State.OPEN else None,
        "most": MOST_REMINDERS,
        "may_plan": wave.state in (State.READY, State.OPEN) and len(plans) < MOST_REMINDERS,
        "heading": _("Reminders"),
    }
    return _page(request, "wave_remind", wave, context, status=422 if form.errors else 200)


@requires(access.MANAGE)
@require_POST
def reminder_drop(request: HttpRequest, pk: int, plan_id: int) -> HttpResponse:
    """Take a planned reminder back."""
    wave = access.get_wave_for(request.user, pk)
    plan = ReminderPlan.objects.filter(wave=wave, pk=plan_id).first()
    if plan is None:
        raise Http404
    if drop_reminder(plan=plan):
        messages.success(request, _("The reminder does not go out."))
    else:
        messages.error(request, _("Too late: this reminder has gone out or was taken back already."))
    return redirect("measurements:wave-remind", wave.pk)


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_uncertain(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail of which nobody knows whether it went out: send it again, or leave it."""
    wave = access.get_wave_for(request.user, pk)
    choice = request.POST.get("besluit", "")
    if request.method == "POST" and choice in ("opnieuw", "laten"):
        try:
            count = decide_uncertain(wave=wave, again=choice == "opnieuw", by=request.user, at=timezone.now())
        except NothingUncertain:
            messages.info(request, _("Nothing is uncertain any more."))
        except NotOpen:
            messages.error(request, _("The measurement is closed; nothing can be sent any more."))
        else:
            said = (
                ngettext("%(n)d message is sent again.", "%(n)d messages are sent again.", count)
                if choice == "opnieuw"
                else ngettext("%(n)d message is left as it is.", "%(n)d messages are left as they are.", count)
            )
            messages.success(request, said % {"n": count})
        return redirect("measurements:wave", wave.pk)
    context = {
        "uncertain": fieldwork_mail.uncertain_of(wave=wave),
        "decisions": wave.uncertain_decisions.select_related("by"),
        "heading": _("Uncertain mail"),
    }
    return _page(request, "wave_uncertain", wave, context)


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail that came back, and dropping such a message by hand."""
    wave = access.get_wave_for(request.user, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReturnedMailForm(*sent)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            form.add_error("file", _("The message is too large to be a delivery report."))
        elif changed := take_in_report(upload.read(), at=timezone.now()):
            messages.success(
                request,
                ngettext("%(n)d message is undeliverable.", "%(n)d messages are undeliverable.", changed)
                % {"n": changed},
            )
            return redirect("measurements:wave-returned", wave.pk)
        else:
            form.add_error(
                "file", _("This is no report about one of our messages, or we know it already. Nothing was changed.")
            )
    named = (
        FrameMember.objects.filter(wave=wave, reach=Reach.UNDELIVERABLE) if wave.level == Level.STAKEHOLDERS else []
    )
    context = {
        "form": form,
        "disposition": fieldwork_mail.disposition(wave=wave),
        "named": named,
        "heading": _("Undeliverable mail"),
    }
    return _page(request, "wave_returned", wave, context, status=422 if form.errors else 200)


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Consent, privacy, announcement and letter per language; read only once the wave is ready."""
    wave = access.get_wave_for(request.user, pk)
    form = WordsForm(request.POST if request.method == "POST" else None, wave=wave)
    if request.method == "POST" and form.is_valid():
        try:
            save_words(wave=wave, words=form.words)
        except WaveIsFrozen:
            messages.error(request, _("This measurement is ready or further; it cannot be changed now."))
            return redirect("measurements:wave", wave.pk)
        messages.success(request, _("The texts are saved."))
        return redirect("measurements:wave-test", wave.pk)
    context = {
        "form": form if wave.state == State.DRAFT else None,
        "words": [(code, language_name(code), words) for code, words in words_of(wave).items()],
        "heading": _("Consent, privacy, announcement and letter"),
    }
    return _page(request, "wave_words", wave, context, status=422 if form.errors else 200)


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Make letters with a QR code for whoever has no e-mail address."""
    wave = access.get_wave_for(request.user, pk)
    count = fieldwork_mail.letters_count(wave=wave)
    if request.method == "POST":
        if wave.state != State.OPEN or not count:
            messages.error(request, _("There are no letters to make now."))
            return redirect("measurements:wave", wave.pk)
        job = start_job(
            kind=letters.KIND,
            title=_("Letters: %(title)s") % {"title": wave.title},
            user=request.user,
            at=timezone.now(),
            parameters={"wave": wave.pk},
        )
        return redirect("job", job_id=job.pk)
    context = {
        "heading": _("Make letters?"),
        "text": ngettext(
            "%(n)d person without an e-mail address gets a letter with a QR code.",
            "%(n)d people without an e-mail address get a letter with a QR code.",
            count,
        )
        % {"n": count},
        "consequences": [
            _("The file holds personal links. It is removed after 24 hours; print it and keep no copy."),
            _("Making the letters again gives the same links."),
        ],
        "confirm_text": _("Make the letters"),
    }
    return _page(request, "wave_confirm", wave, context)
