"""The one search box over everything a person may see; works by plain GET, with htmx as you type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core.access import signed_in
from core.registry import SearchKind, search_kinds
from core.search import finding
from core.search.highlighting import marked, piece

SHORTEST = 2
FEW = 5  # of each kind, while all kinds are shown
PER_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One answer, ready to show."""

    title: SafeString
    url: str
    detail: SafeString
    text: SafeString
    found: finding.Found


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The best hits of every kind this user may see, or all hits of one kind, page by page."""
    words = finding.tidy(request.GET.get("q", ""))
    allowed = [kind for kind in search_kinds if request.user.has_perm(kind.permission)]
    chosen = next((kind for kind in allowed if kind.name == request.GET.get("soort")), None)
    context: dict[str, Any] = {
        "words": words,
        "too_short": 0 < len(words) < SHORTEST,
        "shortest": SHORTEST,
        "chosen": chosen,
        "kinds": allowed,
    }
    if len(words) >= SHORTEST:
        context |= _one_kind(request, words, chosen) if chosen else _all_kinds(words, allowed)
    template = "core/search/_hits.html" if request.headers.get("HX-Request") else "core/search/search.html"
    return render(request, template, context)


def _all_kinds(words: str, allowed: list[SearchKind]) -> dict[str, Any]:
    answers = finding.find(words=words, kinds=allowed, limit=FEW)
    near = [] if answers else finding.suggestions(words=words, kinds=allowed)
    return {
        "groups": [(answer, [_hit(found, words, answer.is_direct) for found in answer.found]) for answer in answers],
        "total": sum(answer.total for answer in answers),
        "is_more": any(answer.is_more for answer in answers),
        "resembling": bool(answers) and not any(answer.is_direct for answer in answers),
        "suggestions": [(found.title, _url(found)) for found in near],
    }


def _one_kind(request: HttpRequest, words: str, kind: SearchKind) -> dict[str, Any]:
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 4 else 1
    answers = finding.find(words=words, kinds=[kind], limit=PER_PAGE, offset=(max(page, 1) - 1) * PER_PAGE)
    if not answers:
        return {"groups": [], "total": 0, "suggestions": []}
    answer = answers[0]
    total = answer.total if answer.is_direct else len(answer.found)
    return {
        "groups": [(answer, [_hit(found, words, answer.is_direct) for found in answer.found])],
        "total": total,
        "is_more": answer.is_more,
        "resembling": not answer.is_direct,
        "page": Paginator(range(total), PER_PAGE).get_page(page),
        "suggestions": [],
    }


def _hit(found: finding.Found, words: str, is_direct: bool) -> Hit:
    return Hit(
        title=marked(found.title, words, alike=not is_direct),
        url=_url(found),
        detail=marked(found.detail[:200], words),
        text=marked(piece(found.body, words), words),
        found=found,
    )


def _url(found: finding.Found) -> str:
    return reverse(search_kinds[found.kind].url_name, args=[found.object_id])
