"""Pages for people outside: give a signal, follow it, read what was said and done.

The first two are served without session, cookies or sign-in (core.middleware.RespondentMiddleware), so no view here
may touch `request.user`, `request.session` or messages, and no GET changes what a giver said.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from core.access import public
from feedback.domain import codes
from feedback.domain.deadlines import TELL_WITHIN
from feedback.exceptions import AlreadyJudged, NothingDecided
from feedback.forms.public import WORD_EXPLANATIONS, AdditionForm, CodeForm, SignalForm, VerdictForm
from feedback.models import Addition, Giver
from feedback.queries.lists import published_years, said_and_done
from feedback.services.follow import Followed, add_words, answer_for, can_judge, count_reading, follow, give_verdict
from feedback.services.receive import give_signal
from stakeholders.models import Domain

PAGE_SIZE = 10


@public
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """The public form; after sending, the page with the follow code."""
    form = SignalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        receipt = give_signal(
            words=form.words(language=_language()),
            giver=form.giver(),
            nonce=form.cleaned_data["nonce"],
            at=timezone.now(),
        )
        context = {"receipt": receipt, "days": TELL_WITHIN, "email": form.cleaned_data["email"]}
        return render(request, "feedback/given.html", context)
    status = 400 if form.is_bound else 200
    return render(request, "feedback/give.html", {"form": form, "language": _language()}, status=status)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask_code(request: HttpRequest) -> HttpResponse:
    """Asks for the follow code."""
    if request.method == "POST":
        code = request.POST.get("code", "")
        if follow(code).is_known:
            return redirect(_follow_url(codes.grouped(codes.normalised(code))))
        return _unknown(request)
    return render(request, "feedback/ask_code.html", {"code_form": CodeForm(), "language": _language()})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def follow_signal(request: HttpRequest, code: str) -> HttpResponse:
    """How far the signal is, the answer, and what the giver can do with it."""
    followed = follow(code)
    if not followed.is_known:
        return _unknown(request)
    if request.method == "POST" and followed.giver is not None:
        return _act(request, followed, followed.giver, code)
    return _show(request, followed, code, status=200)


def _act(request: HttpRequest, followed: Followed, giver: Giver, code: str) -> HttpResponse:
    """Take a verdict or an addition."""
    is_verdict = request.POST.get("do") == "verdict"
    form: forms.Form = VerdictForm(request.POST) if is_verdict else AdditionForm(request.POST)
    if not form.is_valid():
        return _show(request, followed, code, status=400, **{"verdict_form" if is_verdict else "addition_form": form})
    data, now = form.cleaned_data, timezone.now()
    if not is_verdict:
        add_words(giver, code=code, text=data["text"], nonce=data["nonce"], at=now)
        return redirect(_follow_url(code, done="added"))
    try:
        give_verdict(giver, code=code, value=data["value"], words=data["words"], nonce=data["nonce"], at=now)
    except (AlreadyJudged, NothingDecided):
        return redirect(_follow_url(code))
    return redirect(_follow_url(code, done="judged"))


def _show(request: HttpRequest, followed: Followed, code: str, *, status: int, **forms_in_use: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "waiting": [entry for entry in followed.waiting if not entry.is_unreadable],
        "lost": [entry for entry in followed.waiting if entry.is_unreadable],
        "done": request.GET.get("gedaan", ""),
        "language": _language(),
        "verdict_form": forms_in_use.get("verdict_form") or VerdictForm(auto_id="id_verdict_%s"),
        "addition_form": forms_in_use.get("addition_form") or AdditionForm(auto_id="id_addition_%s"),
    }
    context["form"] = next(iter(forms_in_use.values()), None)
    giver = followed.giver
    if giver is not None:
        telling = answer_for(giver)
        lead = giver.signal.merged_into or giver.signal
        context |= {
            "signal": giver.signal,
            "planned_on": lead.planned_on if lead.is_open else None,
            "explanation": WORD_EXPLANATIONS[giver.signal.word],
            "telling": telling,
            # The message holds extent, when and why, unless somebody wrote it otherwise.
            "shows_facts": telling is not None and telling.decision.reason not in telling.message,
            "can_judge": can_judge(giver, telling, followed.waiting),
            "additions": list(Addition.objects.filter(giver=giver)),
        }
        if telling is not None and request.method == "GET":
            count_reading(telling.decision, at=timezone.now())
    return render(request, "feedback/follow.html", context, status=status)


def _unknown(request: HttpRequest) -> HttpResponse:
    """The one page for a code that leads nowhere, however it is written."""
    return render(
        request, "feedback/code_unknown.html", {"code_form": CodeForm(), "language": _language()}, status=404
    )


def _follow_url(code: str, *, done: str = "") -> str:
    url = reverse("feedback-public:follow", args=[code])
    query = [f"gedaan={done}"] if done else []
    if _language() != "nl":
        query.append(f"taal={_language()}")
    return f"{url}?{'&'.join(query)}" if query else url


def _language() -> str:
    return get_language() or "nl"


@public
@require_safe
def said_done(request: HttpRequest) -> HttpResponse:
    """What was said, what was done with it, and what was not and why."""
    years, domains = published_years(), list(Domain.objects.all())
    year = request.GET.get("jaar", "")
    domain = request.GET.get("domein", "")
    chosen_year = next((known for known in years if str(known) == year), None)
    chosen_domain = domain if domain in {item.code for item in domains} else ""
    found = said_and_done(year=chosen_year, domain=chosen_domain).prefetch_related("decisions")
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "years": years,
        "domains": domains,
        "year": chosen_year,
        "domain": chosen_domain,
        "is_filtered": bool(chosen_year or chosen_domain),
    }
    return render(request, "feedback/said_done.html", context)
