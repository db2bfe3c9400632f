"""The pages of an invited respondent at /s/: no session, no cookie, no queue; the link travels in the form body."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import SystemRandom
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import public
from measurements.choices import Mode, State
from measurements.domain.answers import read_answers
from measurements.domain.instrument import TEXT_KINDS, Answers, Questionnaire, Quota, is_right_to_left
from measurements.domain.routing import (
    LARGEST_SEED,
    half_of,
    next_page,
    piped,
    previous_page,
    read_form,
)
from measurements.exceptions import AlreadyAnswered, NothingAnswered, NotOpen, SecretGone
from measurements.respondent.messages import message_for
from measurements.respondent.rendering import compiled_page
from measurements.respondent.state import BACK, NEXT, SAVE, SEND, FormState
from measurements.services.drafts import DraftDoesNotFit, SavedForm, open_draft, save_draft
from measurements.services.quotas import full_quota
from measurements.services.rehearsal import find_rehearsal
from measurements.services.submission import (
    Invited,
    count_fieldwork,
    duration_band,
    find_invited,
    questionnaire_of,
    submit_answer,
)
from measurements.services.words import first_page_words

_TEMPLATES = "measurements/respondent"
_random = SystemRandom()


@public
@require_http_methods(["GET", "HEAD"])
def open_form(request: HttpRequest, token: str) -> HttpResponse:
    """The first page behind a link, or the page where a saved form was left. Uses nothing up."""
    at = timezone.now()
    invited = _find(token, at)
    language = _language(invited, request.GET.get("taal", ""))
    with translation.override(_interface_language(language)):
        if invited is None or not invited.is_open:
            return _refusal(invited, language)
        state = FormState(token=token, language=language, began=int(at.timestamp()))
        saved = None if invited.is_rehearsal else open_draft(key_name=invited.key_name, token=token)
        if saved is not None:
            state.typed, state.page, state.seed, state.began = saved.typed, saved.page, saved.seed, 0
        if not state.seed and questionnaire_of(invited.version_id, invited.sha256).is_drawn:
            state.seed = _random.randrange(1, LARGEST_SEED)
        return _page(invited, state, resumed=saved is not None)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def send_form(request: HttpRequest) -> HttpResponse:
    """Every step after the first: next, back, other language, save for later, send."""
    at = timezone.now()
    if request.method != "POST":
        # A link that lost everything behind /s/ is an unknown link, not a blank page.
        return open_form(request, token="")
    invited = _find(request.POST.get("sleutel", ""), at)
    language = _language(invited, request.POST.get("naar") or request.POST.get("taal", ""))
    with translation.override(_interface_language(language)):
        if invited is None:
            return _refusal(invited, language)
        questionnaire = questionnaire_of(invited.version_id, invited.sha256)
        state = FormState.from_post(request.POST, questionnaire, language=language)
        if not invited.is_open:
            return _refusal(invited, language, state=state)
        if request.POST.get("naar"):
            return _page(invited, state)
        steps = {NEXT: _go_on, BACK: _go_back, SAVE: _save, SEND: _send}
        return steps.get(request.POST.get("actie", ""), _go_on)(invited, questionnaire, state, at)


def _go_on(invited: Invited, questionnaire: Questionnaire, state: FormState, at: datetime) -> HttpResponse:
    half = half_of(questionnaire, state.seed)
    if questionnaire.has_conditions or questionnaire.quotas:
        reading = read_form(questionnaire, state.typed, half=half, pages=state.page + 1)
    else:
        reading = read_answers(state.items_here(questionnaire), state.typed)
    here = {item.code for item in state.items_here(questionnaire)}
    if errors := {code: error for code, error in reading.errors.items() if code in here}:
        return _page(invited, state, errors=errors)
    if quota := _full_quota(invited, questionnaire, reading.answers):
        return _full(invited, questionnaire, quota, state.language)
    if state.page < len(questionnaire.sections):
        state.page = next_page(questionnaire, state.page, reading.answers, half)
        if state.page < len(questionnaire.sections):
            _count(invited, at, f"page:{state.page + 1}")
    return _page(invited, state)


def _go_back(invited: Invited, questionnaire: Questionnaire, state: FormState, at: datetime) -> HttpResponse:
    half = half_of(questionnaire, state.seed)
    reading = read_form(questionnaire, state.typed, half=half, pages=max(state.page - 1, 0))
    state.page = previous_page(questionnaire, state.page, reading.answers, half)
    return _page(invited, state)


def _save(invited: Invited, questionnaire: Questionnaire, state: FormState, at: datetime) -> HttpResponse:
    if invited.is_rehearsal:
        return _end(invited, state.language, "saved")
    typed = {code: values for code, values in state.typed.items() if any(values)}
    form = SavedForm(typed=typed, page=state.page, language=state.language, seed=state.seed)
    try:
        save_draft(
            wave_id=invited.wave_id,
            key_name=invited.key_name,
            token=state.token,
            form=form,
            size=questionnaire.box_size,
            at=at,
        )
    except DraftDoesNotFit:
        reading = read_form(questionnaire, state.typed, half=half_of(questionnaire, state.seed))
        problem = _("This is too much to save. Make your texts shorter and try again.")
        return _page(invited, state, errors=reading.errors, problem=problem)
    except SecretGone:
        return _page(invited, state, problem=_("Saving does not work now. You can still send your answers."))
    return _end(invited, state.language, "saved")


def _send(invited: Invited, questionnaire: Questionnaire, state: FormState, at: datetime) -> HttpResponse:
    half = half_of(questionnaire, state.seed)
    reading = read_form(questionnaire, state.typed, half=half)
    if reading.errors:
        state.page = _first_page_with(questionnaire, reading.errors)
        return _page(invited, state, errors=reading.errors)
    if quota := _full_quota(invited, questionnaire, reading.answers):
        return _full(invited, questionnaire, quota, state.language)
    try:
        submit_answer(invited=invited, token=state.token, answers=reading.answers, half=half, at=at)
    except NothingAnswered:
        return _page(invited, state, problem=_("You have not answered any question yet."))
    except (AlreadyAnswered, NotOpen):
        return _refusal(_find(state.token, at), state.language, state=state)
    measures = ["received"]
    seconds = state.seconds(at)
    if seconds is not None:
        measures.append(f"duration:{duration_band(seconds)}")
    _count(invited, at, *measures)
    return _end(invited, state.language, "thanks", questionnaire=questionnaire)


def _full_quota(invited: Invited, questionnaire: Questionnaire, answers: Answers) -> Quota | None:
    if not questionnaire.quotas or invited.is_rehearsal:
        return None
    return full_quota(wave_id=invited.wave_id, questionnaire=questionnaire, answers=answers)


def _full(invited: Invited, questionnaire: Questionnaire, quota: Quota, language: str) -> HttpResponse:
    """Enough people of this group have answered: nothing is stored, and the link is not used up."""
    return _respond("full", {"text": questionnaire.text(quota.text, language)}, language)


def _find(token: str, at: datetime) -> Invited | None:
    return find_rehearsal(token) or find_invited(token=token, at=at)


def _count(invited: Invited, at: datetime, *measures: str) -> None:
    if not invited.is_rehearsal:
        count_fieldwork(wave_id=invited.wave_id, day=timezone.localdate(at), measures=measures)


def _language(invited: Invited | None, asked: str) -> str:
    languages = invited.languages if invited else tuple(code for code, _name in settings.LANGUAGES)
    return asked if asked in languages else languages[0]


def _interface_language(language: str) -> str:
    """Words around the questions: in the language of the form where the house speaks it."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _first_page_with(questionnaire: Questionnaire, errors: Mapping[str, str]) -> int:
    return next(
        number
        for number, section in enumerate(questionnaire.sections)
        if any(item.code in errors for item in section.items)
    )


def _page(
    invited: Invited,
    state: FormState,
    *,
    errors: Mapping[str, str] | None = None,
    problem: str = "",
    resumed: bool = False,
) -> HttpResponse:
    questionnaire = questionnaire_of(invited.version_id, invited.sha256)
    found = errors or {}
    messages = {
        item.code: message_for(item, found[item.code])
        for item in state.items_here(questionnaire)
        if item.code in found
    }
    total = len(questionnaire.sections)
    context = {
        "state": state,
        "elsewhere": state.elsewhere(questionnaire),
        "problem": problem,
        "resumed": resumed,
        "questionnaire_title": questionnaire.text(questionnaire.title, state.language),
        "welcome": questionnaire.text(questionnaire.introduction, state.language) if state.page == 0 else "",
        "number": min(state.page + 1, total),
        "total": total,
        "is_end": state.page >= total,
        "is_last": state.page >= total - 1,
        "is_anonymous": invited.mode == Mode.ANONYMOUS,
        "is_rehearsal": invited.is_rehearsal,
        "languages": _choices(invited.languages, state.language),
    }
    if state.page == 0:
        context["consent"], context["privacy"] = first_page_words(
            wave_id=invited.wave_id, language=state.language, is_open=invited.state == State.OPEN
        )
    if state.page < total:
        context |= _questions(invited, questionnaire, state, messages)
    return _respond("page", context, state.language, status=422 if messages or problem else 200)


def _questions(
    invited: Invited, questionnaire: Questionnaire, state: FormState, messages: Mapping[str, str]
) -> dict[str, Any]:
    """The questions of a page and the words around them, with earlier answers where the page depends on them."""
    section = questionnaire.sections[state.page]
    compiled = compiled_page(invited.version_id, invited.sha256, state.page, state.language)
    half = half_of(questionnaire, state.seed)
    answers: Answers = {}
    if questionnaire.schema > 1 and state.page:
        answers = read_form(questionnaire, state.typed, half=half, pages=state.page).answers

    def text(texts: Mapping[str, str] | None) -> str:
        return piped(questionnaire, texts, answers, state.language) if texts else ""

    return {
        "questions": compiled.render(state.typed, messages, answers=answers, half=half, seed=state.seed),
        "known": compiled.known(answers) if compiled.is_live else "",
        "errors": [(code, messages[code], text(questionnaire.item(code).text)) for code in messages],
        "heading": text(section.title),
        "introduction": text(section.introduction),
    }


def _choices(languages: tuple[str, ...], current: str) -> list[dict[str, Any]]:
    if len(languages) < 2:
        return []
    return [
        {
            "code": code,
            "name": LANG_INFO.get(code, {}).get("name_local", code).capitalize(),
            "current": code == current,
        }
        for code in languages
    ]


def _end(invited: Invited, language: str, kind: str, *, questionnaire: Questionnaire | None = None) -> HttpResponse:
    thanks = questionnaire.text(questionnaire.thanks, language) if questionnaire else ""
    return _respond(kind, {"thanks": thanks, "is_rehearsal": invited.is_rehearsal}, language)


def _refusal(invited: Invited | None, language: str, *, state: FormState | None = None) -> HttpResponse:
    """Unknown and malformed links get one page; used, closed and not yet open each their own."""
    if invited is None:
        return _respond("unknown", {}, language, status=404)
    if invited.is_done:
        return _respond("used", {}, language, status=410)
    if invited.state in (State.DRAFT, State.READY):
        return _respond("early", {}, language, status=403)
    written: list[str] = []
    if state is not None:
        questionnaire = questionnaire_of(invited.version_id, invited.sha256)
        written = [
            text for item in questionnaire.items if item.kind in TEXT_KINDS for text in state.typed.get(item.code, [])
        ]
    return _respond("closed", {"written": [text for text in written if text.strip()]}, language, status=410)


def _respond(kind: str, context: dict[str, Any], language: str, *, status: int = 200) -> HttpResponse:
    shared = {
        "agency": {"name": settings.AGENCY_NAME, "email": settings.AGENCY_EMAIL},
        "page_language": language,
        "page_direction": "rtl" if is_right_to_left(language) else "ltr",
    }
    return HttpResponse(render_to_string(f"{_TEMPLATES}/{kind}.html", {**shared, **context}), status=status)
