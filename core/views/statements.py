"""The statements every visitor may read: accessibility, privacy, and whom to tell about a weakness."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import public

WARN_DAYS = 30


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the product is, and where to tell that something does not work."""
    return render(request, "core/accessibility.html", _contact())


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, why, and how long."""
    return render(request, "core/privacy.html", _contact())


@public
def security_txt(request: HttpRequest) -> HttpResponse:
    """Contact for whoever found a weakness (RFC 9116)."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {settings.SECURITY_TXT_EXPIRES.isoformat()}T23:59:59Z",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security_txt_state(*, expires_on: date, at: datetime) -> tuple[str, str]:
    """State and sentence for "Does everything work?": the statement must be valid, and for less than a year."""
    today = timezone.localdate(at)
    if expires_on <= today:
        return "error", _("security.txt has expired on %(date)s. Set SECURITY_TXT_EXPIRES.") % {"date": expires_on}
    if expires_on - today <= timedelta(days=WARN_DAYS):
        return "warning", _("security.txt expires on %(date)s. Set SECURITY_TXT_EXPIRES.") % {"date": expires_on}
    if expires_on - today >= timedelta(days=365):
        return "warning", _("security.txt must expire within a year. Set SECURITY_TXT_EXPIRES.")
    return "ok", _("security.txt is valid until %(date)s.") % {"date": expires_on}


def check_security_txt() -> tuple[str, str]:
    """The health check in the registry slot `health_checks`."""
    return security_txt_state(expires_on=settings.SECURITY_TXT_EXPIRES, at=timezone.now())


def _contact() -> dict[str, Any]:
    return {"contact_email": settings.AGENCY_EMAIL}
