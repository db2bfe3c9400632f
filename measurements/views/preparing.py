"""A new zero measurement in five steps: level, questionnaire, who, texts, test on a phone."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import drafts
from core.access import requires
from core.listing import RequestConfig
from measurements import access, fieldwork
from measurements.choices import Level, State, language_name
from measurements.exceptions import MoveNotAllowed, WaveIsFrozen, WaveNotReady
from measurements.forms import FrameForm, LevelForm, SegmentChoiceForm, TextsForm, WaveForm
from measurements.models import FrameMember, Instrument, Wave
from measurements.services import frames, waves
from measurements.services.invitations import INVITATION, REMINDER, letter_for
from measurements.services.rehearsal import rehearsal_token
from measurements.tables import MemberTable
from stakeholders.queries.segments import segments_in_use

PER_PAGE = 25
USUAL_FIELDWORK = timedelta(days=28)
STEPS = (
    gettext_lazy("Level"),
    gettext_lazy("Questionnaire"),
    gettext_lazy("Who"),
    gettext_lazy("Texts"),
    gettext_lazy("Test and finish"),
)


def _step(
    request: HttpRequest, template: str, number: int, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    steps = [{"label": label, "number": index, "is_done": index < number} for index, label in enumerate(STEPS, 1)]
    shared = {"steps": steps, "step": number}
    return render(request, f"measurements/{template}.html", {**shared, **context}, status=status)


def _draft_wave(request: HttpRequest, pk: int) -> Wave:
    """A wave that is still being prepared; any other is shown on its own page."""
    wave = access.get_wave_for(request.user, pk)
    if wave.state != State.DRAFT:
        raise _Frozen(wave)
    return wave


class _Frozen(Exception):
    def __init__(self, wave: Wave) -> None:
        self.wave = wave


def _only_drafts(view: Any) -> Any:
    """Send whoever opens a step of a wave that is ready to the page of that wave."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = view(request, *args, **kwargs)
        except (_Frozen, WaveIsFrozen):
            messages.info(request, _("This measurement is ready or further; it cannot be changed now."))
            return redirect("measurements:wave", kwargs["pk"])
        return response

    guarded.__name__, guarded.__doc__, guarded.__module__ = view.__name__, view.__doc__, view.__module__
    return guarded


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_new(request: HttpRequest) -> HttpResponse:
    """Step 1: whose view is measured."""
    levels = list(Instrument.objects.values_list("level", flat=True).distinct())
    form = LevelForm(request.POST or None, levels=levels, initial={"level": levels[0] if levels else None})
    if request.method == "POST" and form.is_valid():
        return redirect("measurements:wave-new-at", form.cleaned_data["level"])
    missing = [level.label for level in Level if level.value not in levels]
    return _step(request, "step_level", 1, {"form": form, "levels": levels, "missing": missing})


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def wave_new_at(request: HttpRequest, level: str) -> HttpResponse:
    """Step 2: the questionnaire and how it is asked; then the wave exists as a draft."""
    if level not in Level.values or not Instrument.objects.filter(level=level).exists():
        raise Http404
    draft = drafts.open_draft(user=request.user, key=f"wave-new:{level}")
    title = _("Zero measurement %(level)s %(year)d") % {
        "level": Level(level).label.lower(),
        "year": timezone.localdate().year,
    }
    closes_on = timezone.localdate() + USUAL_FIELDWORK
    form = WaveForm(request.POST or None, level=level, initial={"title": title, "closes_on": closes_on})
    if request.method == "POST" and form.is_valid():
        try:
            wave = waves.create_wave(
                instrument_version=form.cleaned_data["instrument_version"],
                by=request.user,
                at=timezone.now(),
                **form.values,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            drafts.discard_draft(user=request.user, key=draft.key)
            return redirect("measurements:wave-who", wave.pk)
    draft.restore(form)
    return _step(
        request,
        "step_form",
        2,
        {"form": form, "draft": draft, "heading": _("The questionnaire")},
        422 if form.errors else 200,
    )


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
@_only_drafts
def wave_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 2 again, of a wave that exists; the questionnaire itself stays."""
    wave = _draft_wave(request, pk)
    form = WaveForm(
        request.POST or None, level=wave.level, version=wave.instrument_version, initial=WaveForm.initial_of(wave)
    )
    if request.method == "POST" and form.is_valid():
        try:
            waves.change_wave(wave=wave, **form.values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("measurements:wave-who", wave.pk)
    return _step(
        request,
        "step_form",
        2,
        {"form": form, "wave": wave, "heading": _("The questionnaire")},
        422 if form.errors else 200,
    )


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
@_only_drafts
def wave_who(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: who is invited."""
    wave = _draft_wave(request, pk)
    form = FrameForm(request.POST or None, request.FILES or None)
    problems: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            filled = frames.fill_from_list(wave=wave, raw=form.raw())
        except frames.BadList as error:
            problems = error.problems
            form.add_error(None, _("The list has errors. Nobody was added."))
        else:
            _say_filled(request, filled)
            return redirect("measurements:wave-who", wave.pk)
    table = MemberTable(FrameMember.objects.filter(wave=wave))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "wave": wave,
        "form": form,
        "problems": problems,
        "table": table,
        "languages": [(language_name(code), people) for code, people in fieldwork.frame_languages(wave=wave)],
        "is_stakeholders": wave.level == Level.STAKEHOLDERS,
        "segment_form": SegmentChoiceForm() if segments_in_use().exists() else None,
    }
    return _step(request, "step_who", 3, context, status=422 if form.errors else 200)


@requires(access.MANAGE)
@require_POST
@_only_drafts
def wave_who_registry(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the frame with the contact persons of the organisations in the measurement, or those of one segment."""
    wave = _draft_wave(request, pk)
    form = SegmentChoiceForm(request.POST)
    if wave.level != Level.STAKEHOLDERS or not form.is_valid():
        messages.error(request, _("That could not be done. Look at the list again."))
    else:
        segment = form.cleaned_data["segment"]
        _say_filled(request, frames.fill_from_stakeholders(wave=wave, at=timezone.now(), segment=segment))
    return redirect("measurements:wave-who", wave.pk)


@requires(access.MANAGE)
@require_POST
@_only_drafts
def wave_who_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Empty the frame."""
    wave = _draft_wave(request, pk)
    removed = frames.clear_frame(wave=wave)
    messages.info(request, _("%(number)d people were taken out.") % {"number": removed})
    return redirect("measurements:wave-who", wave.pk)


@requires(access.MANAGE)
@require_POST
@_only_drafts
def wave_who_remove(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """Take one person out of the frame."""
    wave = _draft_wave(request, pk)
    frames.remove_member(wave=wave, member_id=member_id)
    return redirect("measurements:wave-who", wave.pk)


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
@_only_drafts
def wave_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 4: invitation and reminder per language, with a preview of exactly what one person gets."""
    wave = _draft_wave(request, pk)
    draft = drafts.open_draft(user=request.user, key=f"wave-texts:{wave.pk}")
    form = TextsForm(request.POST or None, wave=wave)
    if request.method == "POST" and form.is_valid():
        waves.change_wave(wave=wave, texts=form.texts)
        drafts.discard_draft(user=request.user, key=draft.key)
        messages.success(request, _("The texts are saved."))
        return redirect("measurements:wave-test" if "verder" in request.POST else "measurements:wave-texts", wave.pk)
    draft.restore(form)
    context = {"wave": wave, "form": form, "draft": draft, "previews": _previews(wave)}
    return _step(request, "step_texts", 4, context, status=422 if form.errors else 200)


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
@_only_drafts
def wave_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 5: try the form on a phone, see what is missing, make the wave ready."""
    wave = _draft_wave(request, pk)
    if request.method == "POST":
        try:
            waves.make_ready(wave=wave, by=request.user, at=timezone.now())
        except WaveNotReady as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
        except MoveNotAllowed:
            messages.error(request, _("This measurement is in another state now. Look at it again."))
        else:
            messages.success(request, _("The measurement is ready. Open it when you want the invitations to go out."))
            return redirect("measurements:wave", wave.pk)
        return redirect("measurements:wave-test", wave.pk)
    link = f"{settings.SITE_URL}/s/{rehearsal_token(wave)}/"
    context = {
        "wave": wave,
        "link": link,
        "qr": _qr(link),
        "missing": waves.missing_for_ready(wave, at=timezone.now()),
        "languages": [(code, language_name(code)) for code in wave.languages],
        "mails": [(language_name(code), people) for code, people in fieldwork.frame_languages(wave=wave)],
        "total": wave.invited_count,
    }
    return _step(request, "step_test", 5, context)


def _previews(wave: Wave) -> list[dict[str, Any]]:
    """Per language the first person of the frame with both mails as that person gets them."""
    previews = []
    people = dict(fieldwork.frame_languages(wave=wave))
    for language in wave.languages:
        member = FrameMember.objects.filter(wave=wave, language=language).first()
        name, organisation = (member.name, member.organisation) if member else (_("(name)"), _("(organisation)"))
        letters = [
            letter_for(wave=wave, kind=kind, language=language, name=name, organisation=organisation)
            for kind in (INVITATION, REMINDER)
        ]
        previews.append(
            {
                "code": language,
                "language": language_name(language),
                "people": people.get(language, 0),
                "to": member,
                "letters": letters,
            }
        )
    return previews


def _say_filled(request: HttpRequest, filled: frames.Filled) -> None:
    messages.success(
        request,
        ngettext("%(number)d person was added.", "%(number)d people were added.", filled.added)
        % {"number": filled.added}
        + (" " + _("%(number)d were in the list already.") % {"number": filled.known} if filled.known else ""),
    )


def _qr(link: str) -> str:
    """The link as a QR code, an image inside the page."""
    import segno

    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", scale=5, border=3)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()
