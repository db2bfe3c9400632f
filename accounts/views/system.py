"""The management index, and "Does everything work?"."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.health import health_lines
from accounts.services import mail_test
from core.access import requires

from . import acting_user

_TONES = {"ok": "positive", "warning": "warning", "error": "negative"}


@requires("accounts.view_management")
def management(request: HttpRequest) -> HttpResponse:
    """Where everything of management is found; the template shows what this user may open."""
    return render(request, "accounts/management.html")


@requires("accounts.view_system_health")
def health(request: HttpRequest) -> HttpResponse:
    """One line for each part: works or not, and what to do."""
    words = {"ok": _("works"), "warning": _("look at this"), "error": _("does not work")}
    lines = [
        {
            "label": line.label,
            "state": line.state,
            "tone": _TONES[line.state],
            "word": words[line.state],
            "sentence": line.sentence,
        }
        for line in health_lines()
    ]
    troubles = sum(line["state"] != "ok" for line in lines)
    return render(request, "accounts/system_health.html", {"lines": lines, "troubles": troubles})


@requires("accounts.view_system_health")
@require_POST
def send_test_mail(request: HttpRequest) -> HttpResponse:
    """Mail the person who asks, through the same way as every other mail."""
    user = acting_user(request)
    mail_test(user=user, at=timezone.now())
    messages.success(request, _("A test mail is on its way to %(address)s.") % {"address": user.email})
    return redirect("accounts:system-health")
