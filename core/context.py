"""Template context of every page: the agency, the menu and the language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from .registry import MenuItem, visible_menu


def house(request: HttpRequest) -> dict[str, Any]:
    """Names of the agency, the menu entries this user may open, and the current language."""
    context: dict[str, Any] = {
        "agency": {"name": settings.AGENCY_NAME, "short_name": settings.AGENCY_SHORT_NAME},
        "current_language": get_language(),
        "theme_css": f"themes/{settings.THEME}.css" if settings.THEME else "",
        "is_demo": settings.DEMO,
        "has_local_outbox": settings.LOCAL_OUTBOX,
        "password_sign_in": settings.PASSWORD_SIGN_IN,
        "menu": [],
    }
    if hasattr(request, "user"):
        context["menu"] = menu_of(visible_menu(request), path=request.path)
        context["section"] = next((entry for entry in context["menu"] if entry["active"] and entry["below"]), None)
    return context


def menu_of(items: list[MenuItem], *, path: str) -> list[dict[str, Any]]:
    """The main menu with the entries below each, and which one this path belongs to.

    An entry whose main entry is not for this user stands in the main menu itself.
    """
    # The entry with the longest fitting prefix is the current one: /metingen/resultaten/ is not under /metingen/.
    fitting = [item.prefix for item in items if item.prefix and path.startswith(item.prefix)]
    current = max(fitting, key=len, default="")
    names = {item.name for item in items}

    def entry(item: MenuItem, label: Any = "") -> dict[str, Any]:
        is_current = bool(current) and item.prefix == current
        return {"label": label or item.label, "url": reverse(item.url_name), "active": is_current}

    menu = []
    for item in items:
        if item.under in names:
            continue
        below = [entry(child) for child in items if child.under == item.name]
        if below:
            below.insert(0, entry(item, item.own_label))
        shown = entry(item)
        menu.append({**shown, "below": below, "is_page": shown["active"]})
        menu[-1]["active"] = shown["active"] or any(child["active"] for child in below)
    return menu
