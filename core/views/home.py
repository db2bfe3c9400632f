"""The home page and "My work": what must I do now, and everything with my name and a date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from core.access import signed_in
from core.periods import local_date
from core.registry import Beginning, WorkItem, beginnings, home_sources, search_kinds

_PER_PAGE = 30
# Lines of one card: few where there are many cards, so that the page stays short on a phone.
_FEW, _MORE = 3, 6


def _beginnings_for(user: Any) -> list[dict[str, Any]]:
    """The ways to begin that this user may take and that exist in this installation."""
    found = []
    for beginning in beginnings:
        url = _address(beginning)
        if url and user.has_perm(beginning.permission):
            found.append({"label": beginning.label, "description": beginning.description, "url": url})
    return found


def _address(beginning: Beginning) -> str:
    try:
        return reverse(beginning.url_name)
    except NoReverseMatch:
        return ""


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Cards by source; each source names the work of this user, most urgent first."""
    now = timezone.now()
    cards: list[dict[str, Any]] = [
        {"source": source, "items": source.find(request.user, now)}
        for source in home_sources
        if request.user.has_perm(source.permission)
    ]
    # What needs doing comes before what is empty; the order of the sources decides among equals.
    cards.sort(key=lambda card: not card["items"])
    most = _FEW if len(cards) > _FEW else _MORE
    for card in cards:
        card["first"], card["rest"] = card["items"][:most], max(0, len(card["items"]) - most)
    context = {
        "cards": cards,
        "now": now,
        "beginnings": _beginnings_for(request.user),
        "may_search": any(request.user.has_perm(kind.permission) for kind in search_kinds),
    }
    return render(request, "core/home.html", context)


@signed_in
def my_work(request: HttpRequest) -> HttpResponse:
    """Everything of this user: with a date, overdue first, in pages; then what has no date. Filter by kind."""
    now = timezone.now()
    today = local_date(now)
    items = [
        item
        for source in home_sources
        if request.user.has_perm(source.permission)
        for item in source.find(request.user, now)
    ]
    kinds = sorted({str(item.kind) for item in items if item.kind})
    chosen = request.GET.get("soort", "")
    shown = _by_date([item for item in items if not chosen or str(item.kind) == chosen])
    page = Paginator([item for item in shown if item.due], _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "kinds": kinds,
        "chosen": chosen,
        "overdue": [item for item in page if item.due is not None and item.due < today],
        "coming": [item for item in page if item.due is not None and item.due >= today],
        "undated": [item for item in shown if item.due is None] if page.number == 1 else [],
        "total": len(items),
    }
    return render(request, "core/my_work.html", context)


def _by_date(items: list[WorkItem]) -> list[WorkItem]:
    return sorted(items, key=lambda item: (item.due or date.max, item.title))
