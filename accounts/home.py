"""What this room puts on the home page: parts that do not work, and the report of who may see what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import HomeSource, WorkItem, home_sources

from .health import check_access_review, health_lines

_TONES = {"warning": "warning", "error": "negative"}


def parts_in_trouble(user: Any, at: datetime) -> list[WorkItem]:
    """What does not work, the worst first."""
    words = {"warning": _("look at this"), "error": _("does not work")}
    troubles = sorted((line for line in health_lines() if line.state != "ok"), key=lambda line: line.state)
    return [
        WorkItem(
            title=line.label,
            url=reverse("accounts:system-health"),
            state=words[line.state],
            tone=_TONES[line.state],
            kind=_("Does everything work?"),
        )
        for line in troubles
    ]


def report_to_sign(user: Any, at: datetime) -> list[WorkItem]:
    """The report of who may see what, when it was never signed or too long ago."""
    state, _sentence = check_access_review()
    if state == "ok":
        return []
    return [
        WorkItem(
            title=_("Read and sign who may see what"),
            url=reverse("accounts:access-report"),
            state=_("to sign"),
            tone="warning",
            kind=_("Who may see what"),
        )
    ]


home_sources.register(
    HomeSource(
        "accounts:health",
        gettext_lazy("Does everything work?"),
        parts_in_trouble,
        "accounts.view_system_health",
        empty=gettext_lazy("Everything works."),
        action_label=gettext_lazy("All parts"),
        action_url_name="accounts:system-health",
        order=5,
    )
)
home_sources.register(
    HomeSource(
        "accounts:review",
        gettext_lazy("Who may see what"),
        report_to_sign,
        "accounts.view_audit_log",
        empty=gettext_lazy("The report has been signed."),
        action_label=gettext_lazy("Read the log"),
        action_url_name="accounts:audit-log",
        order=6,
    )
)
