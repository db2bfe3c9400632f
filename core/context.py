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
        context["menu"] = [
            {
                "label": item.label,
                "url": reverse(item.url_name),
                "active": bool(item.prefix) and request.path.startswith(item.prefix),
            }
            for item in visible_menu(request)
        ]
    return context
