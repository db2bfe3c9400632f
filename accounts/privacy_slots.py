"""Privacy requests and retention in the slots of the house: jobs, the late value of mails, home page, menu."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Job, RetentionRun
from core.periods import local_date
from core.registry import (
    HomeSource,
    JobKind,
    MailValue,
    MenuItem,
    WorkItem,
    home_sources,
    job_kinds,
    mail_values,
    menu_items,
    retentions,
)

from .models import PrivacyRequest
from .models.privacy import FINISHED
from .services.privacy_requests import ERASE, PREPARE, data_link

HANDLE = "accounts.handle_privacy_requests"


def requests_to_answer(user: Any, at: datetime) -> list[WorkItem]:
    """Open requests by their legal term, and removals that wait for a look."""
    today = local_date(at)
    items = [
        WorkItem(
            title=f"{request}: {request.get_kind_display()}",
            url=request.get_absolute_url(),
            due=request.due_on,
            state=_("too late") if request.is_overdue(today) else str(request.get_state_display()),
            tone="negative" if request.is_overdue(today) else "info",
            kind=_("Privacy request"),
        )
        for request in PrivacyRequest.objects.exclude(state__in=FINISHED).order_by("due_on")[:8]
    ]
    items += [
        WorkItem(
            title=_("%(kind)s: %(count)d past their time") % {"kind": _label(run.name), "count": run.due},
            url=reverse("accounts:retention"),
            due=local_date(run.not_before),
            state=_("will be removed"),
            tone="warning",
            kind=_("Retention"),
        )
        for run in RetentionRun.objects.filter(carried_out_at=None, held_at=None).order_by("not_before")[:8]
    ]
    return items


def _label(name: str) -> str:
    kind = retentions.get(name)
    return str(kind.label) if kind else name


def _prepare(job: Job) -> dict[str, Any]:
    from .services.privacy_package import run_prepare

    return run_prepare(job)


def _erase(job: Job) -> dict[str, Any]:
    from .services.privacy_erasure import run_erase

    return run_erase(job)


job_kinds.register(
    JobKind(PREPARE, gettext_lazy("Preparing a privacy request"), _prepare, "accounts/privacy/_job.html")
)
job_kinds.register(JobKind(ERASE, gettext_lazy("Erasing a person"), _erase, "accounts/privacy/_job.html"))
mail_values.register(MailValue("data_link", data_link))
menu_items.register(
    MenuItem(
        "accounts.privacy",
        gettext_lazy("Privacy requests"),
        "accounts:privacy-requests",
        HANDLE,
        order=80,
        prefix="/privacyverzoeken/",
    )
)
home_sources.register(
    HomeSource(
        "accounts:privacy",
        gettext_lazy("Privacy requests and retention"),
        requests_to_answer,
        HANDLE,
        empty=gettext_lazy("No request waits for an answer, and nothing is about to be removed."),
        action_label=gettext_lazy("All privacy requests"),
        action_url_name="accounts:privacy-requests",
        order=4,
    )
)
