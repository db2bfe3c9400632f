"""The local outbox at /postvak/: what was mailed, for a machine without a mail server. Elsewhere it does not exist."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import public
from core.mail import MailingNotWaiting
from core.mail import send_now as end_waiting
from core.mail.outbox import Message, NoSuchMessage, list_messages, read_message
from core.models import Mailing

from .outgoing import time_left

_PER_PAGE = 25


def _only_here() -> None:
    if not settings.LOCAL_OUTBOX:
        raise Http404


def _message(name: str) -> Message:
    _only_here()
    try:
        return read_message(name)
    except NoSuchMessage as error:
        raise Http404 from error


@public
def index(request: HttpRequest) -> HttpResponse:
    """Waiting mail on top, then what was delivered, newest first."""
    _only_here()
    now = timezone.now()
    search = request.GET.get("zoek", "")[:200]
    waiting = Mailing.objects.filter(state__in=[Mailing.State.WAITING, Mailing.State.NEEDS_RELEASE])
    rows = [
        {
            "mailing": mailing,
            "left": time_left(mailing, at=now),
            "addresses": [message.to_address for message in mailing.messages.all()[:3]],
            "total": mailing.messages.count(),
        }
        for mailing in waiting.order_by("send_at")[:20]
    ]
    page = Paginator(list_messages(address=search), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "core/outbox/index.html", {"waiting": rows, "page": page, "search": search})


@public
def detail(request: HttpRequest, name: str) -> HttpResponse:
    """Read one message: its text with links, its attachments."""
    return render(request, "core/outbox/detail.html", {"message": _message(name)})


@public
def source(request: HttpRequest, name: str) -> HttpResponse:
    """The message as it went out, headers and HTML included, as plain text."""
    response = HttpResponse(_message(name).source, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


@public
def attachment(request: HttpRequest, name: str, index: int) -> HttpResponse:
    """Download one attachment."""
    for found in _message(name).attachments:
        if found.index == index:
            return HttpResponse(
                found.content,
                content_type=found.content_type,
                headers={"Content-Disposition": f'attachment; filename="{_safe(found.filename)}"'},
            )
    raise Http404


def _safe(filename: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in filename)[-100:]


@public
@require_POST
def send_now(request: HttpRequest, pk: Any) -> HttpResponse:
    """End the waiting of a mail, so that a newcomer need not wait two minutes."""
    _only_here()
    mailing = get_object_or_404(Mailing, pk=pk)
    try:
        end_waiting(mailing, at=timezone.now())
    except MailingNotWaiting:
        messages.error(request, _("This mail does not wait any more, or waits for a second person."))
    else:
        messages.success(request, _("The mail goes out now; it appears below in a moment."))
    return redirect("outbox")
