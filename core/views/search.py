"""The one search box over everything a person may see; works by plain GET, with htmx as you type."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import signed_in
from core.registry import search_sources

LIMIT = 10
SHORTEST = 2


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Hits by source, best first; each source answers only with what this user may see."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    groups = []
    if len(words) >= SHORTEST:
        allowed = [source for source in search_sources if request.user.has_perm(source.permission)]
        found = [source.find(request.user, words, LIMIT) for source in allowed]
        groups = [{"kind": hits[0].kind, "hits": hits} for hits in found if hits]
    template = "core/search/_hits.html" if request.headers.get("HX-Request") else "core/search/search.html"
    return render(
        request,
        template,
        {"words": words, "groups": groups, "too_short": 0 < len(words) < SHORTEST, "shortest": SHORTEST},
    )
