"""Outgoing mail for staff: what waits and can be called back, what a second person must release, what went wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from core import mail
from core.access import requires
from core.mail.queries import SECTIONS, mailings_for, may_read_text
from core.models import Mailing, OutgoingMail

_LABELS = {
    "waiting": gettext_lazy("Waiting"),
    "release": gettext_lazy("Needs release"),
    "uncertain": gettext_lazy("Uncertain"),
    "failed": gettext_lazy("Not delivered"),
    "sent": gettext_lazy("Sent"),
    "called-back": gettext_lazy("Called back"),
}
_PER_PAGE = 25


def time_left(mailing: Mailing, *, at: datetime) -> str:
    """When a waiting mailing goes out, in words."""
    seconds = int((mailing.send_at - at).total_seconds())
    if mailing.state == Mailing.State.SENDING or seconds <= 0:
        return _("goes out now")
    if seconds < 60:
        return ngettext("goes out in %(n)d second", "goes out in %(n)d seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    if minutes < 120:
        return ngettext("goes out in %(n)d minute", "goes out in %(n)d minutes", minutes) % {"n": minutes}
    return _("goes out at the moment chosen")


@requires("core.view_outgoing_mail")
def index(request: HttpRequest) -> HttpResponse:
    """One section at a time; the numbers of all sections stand above."""
    now = timezone.now()
    visible = mailings_for(request.user)
    chosen = request.GET.get("toon", "waiting")
    if chosen not in SECTIONS:
        raise Http404
    sections = [
        {"name": name, "label": _LABELS[name], "count": visible.filter(rule).count(), "current": name == chosen}
        for name, rule in SECTIONS.items()
    ]
    page = Paginator(visible.filter(SECTIONS[chosen]).order_by("-created_at"), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        {"mailing": mailing, "left": time_left(mailing, at=now) if mailing.state in _GOING else ""} for mailing in page
    ]
    context = {"sections": sections, "rows": rows, "page": page, "section_label": _LABELS[chosen]}
    return render(request, "core/outgoing/index.html", context)


_GOING = {Mailing.State.WAITING, Mailing.State.SENDING}


def _mailing_for(user: Any, pk: Any) -> Mailing:
    return get_object_or_404(mailings_for(user), pk=pk)


@requires("core.view_outgoing_mail")
def detail(request: HttpRequest, pk: Any) -> HttpResponse:
    """One mailing: state, recipients, a sample for whoever may read it, and what can be done."""
    now = timezone.now()
    mailing = _mailing_for(request.user, pk)
    attention = mailing.messages.filter(
        state__in=[OutgoingMail.State.UNCERTAIN, OutgoingMail.State.FAILED, OutgoingMail.State.BOUNCED]
    )
    may_read = may_read_text(request.user, mailing)
    context = {
        "mailing": mailing,
        "left": time_left(mailing, at=now) if mailing.state in _GOING else "",
        "sample": mailing.messages.order_by("to_address").first() if may_read else None,
        "attention": attention.order_by("to_address")[:50] if may_read else [],
        "may_call_back": mailing.state in {Mailing.State.WAITING, Mailing.State.NEEDS_RELEASE},
        "may_release": mailing.state == Mailing.State.NEEDS_RELEASE
        and mailing.created_by_id != request.user.pk
        and request.user.has_perm("core.release_mail"),
        "may_send_now": settings.LOCAL_OUTBOX and mailing.state == Mailing.State.WAITING,
    }
    return render(request, "core/outgoing/detail.html", context)


@requires("core.view_outgoing_mail")
@require_POST
def call_back(request: HttpRequest, pk: Any) -> HttpResponse:
    """Stop a mailing that has not gone out."""
    mailing = _mailing_for(request.user, pk)
    try:
        mail.call_back(mailing, at=timezone.now())
    except mail.MailingNotWaiting:
        messages.error(request, _("Too late: this mail has gone out or was called back already."))
    else:
        messages.success(request, _("The mail is called back. Nobody has received it."))
    return redirect("outgoing-detail", pk=pk)


@requires("core.release_mail")
@require_POST
def release(request: HttpRequest, pk: Any) -> HttpResponse:
    """The second person lets a large mailing go."""
    mailing = _mailing_for(request.user, pk)
    try:
        mail.release(mailing, by=request.user, at=timezone.now())
    except mail.SamePerson:
        messages.error(request, _("You made this mailing. A second person has to release it."))
    except mail.MailingNotWaiting:
        messages.error(request, _("This mailing does not wait for release any more."))
    else:
        messages.success(request, _("The mailing is released and goes out."))
    return redirect("outgoing-detail", pk=pk)


@requires("core.view_outgoing_mail")
@require_POST
def send_now(request: HttpRequest, pk: Any) -> HttpResponse:
    """End the waiting; only where mail stays on this machine."""
    if not settings.LOCAL_OUTBOX:
        raise Http404
    mailing = _mailing_for(request.user, pk)
    try:
        mail.send_now(mailing, at=timezone.now())
    except mail.MailingNotWaiting:
        messages.error(request, _("This mail does not wait any more."))
    else:
        messages.success(request, _("The mail goes out now."))
    return redirect("outgoing-detail", pk=pk)
