"""Opting out at /afmelden/: no session, no cookie; opening the link changes nothing, a POST does (also one click)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from core.access import public
from measurements.services.opting_out import find_opting_out, opt_in_again, opt_out

BACK = "terug"
REASON_LENGTH = 300


@public
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether somebody wants no more mail of a measurement. Unknown and malformed links get one page."""
    opting = find_opting_out(token)
    wanted = request.GET.get("taal") or request.POST.get("taal") or (opting.language if opting else "")
    language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        if opting is None:
            return _page("unknown", {}, language, status=404)
        state = "out" if opting.is_out else "ask"
        if request.method == "POST" and request.POST.get("actie") == BACK:
            opt_in_again(opting=opting, at=timezone.now())
            state = "back"
        elif request.method == "POST":
            opt_out(
                opting=opting,
                at=timezone.now(),
                never=request.POST.get("nooit") == "ja",
                reason=_one_line(request.POST.get("reden", ""))[:REASON_LENGTH],
            )
            state = "out"
        context = {"opting": opting, "state": state, "path": request.path, "reason_length": REASON_LENGTH}
        return _page("opt_out", context, language)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _page(kind: str, context: dict[str, Any], language: str, *, status: int = 200) -> HttpResponse:
    shared = {
        "agency": {"name": settings.AGENCY_NAME, "email": settings.AGENCY_EMAIL},
        "page_language": language,
        "is_demo": settings.DEMO,
    }
    page = render_to_string(f"measurements/respondent/{kind}.html", {**shared, **context})
    return HttpResponse(page, status=status)
