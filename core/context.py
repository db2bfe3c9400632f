"""Template context of every page: the agency, the menu and the language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from .registry import visible_menu


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
        items = visible_menu(request)
        # The entry with the longest fitting prefix is the current one: /metingen/resultaten/ is not under /metingen/.
        fitting = [item.prefix for item in items if item.prefix and request.path.startswith(item.prefix)]
        current = max(fitting, key=len, default="")
        context["menu"] = [
            {"label": item.label, "url": reverse(item.url_name), "active": bool(current) and item.prefix == current}
            for item in items
        ]
    return context
