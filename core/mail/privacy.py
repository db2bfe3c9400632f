"""Outgoing mail and the privacy of whoever got it: what is kept, how it is erased, how long its text stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.erasing.terms import MARKER
from core.models import OutgoingMail
from core.registry import DataSubject, Eraser, PersonalData, Retention, erasers, personal_data, retentions
from core.retention import kept_since

NAME = "core.mail"
_UNFINISHED = (OutgoingMail.State.WAITING, OutgoingMail.State.CLAIMED)


def find(email: str, person: int | None) -> list[tuple[str, list[dict[str, str]]]]:
    """Every message to this address, as it was written."""
    if not email:
        return []
    rows = [
        {
            _("written"): _moment(mail.mailing.created_at),
            _("sent"): _moment(mail.sent_at),
            _("state"): str(mail.get_state_display()),
            _("to"): f"{mail.to_name} <{mail.to_address}>".strip(),
            _("subject"): mail.subject,
            _("text"): mail.text,
        }
        for mail in OutgoingMail.objects.filter(to_address__iexact=email)
        .select_related("mailing")
        .order_by("mailing__created_at")
    ]
    return [(_("E-mail from us"), rows)] if rows else []


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else "–"


def erase(subject: DataSubject, by: Any, at: datetime) -> dict[str, int]:
    """Blank the messages to the addresses; what has not gone out is called back. That a mail was sent stays known."""
    messages = OutgoingMail.objects.filter(to_address__in=subject.emails)
    messages.filter(state__in=_UNFINISHED).update(state=OutgoingMail.State.CALLED_BACK)
    count = blank(messages)
    return {_("messages"): count} if count else {}


def blank(messages: QuerySet[OutgoingMail]) -> int:
    """Take recipient and text out of messages; returns how many."""
    return messages.update(
        to_address=Concat(Cast("id", CharField()), Value("@erased.invalid")),
        to_name="",
        subject=MARKER,
        text=MARKER,
        html="",
        error="",
    )


def _past_time(at: datetime) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(
        ~Q(state__in=_UNFINISHED), ~Q(text=MARKER), mailing__created_at__lt=kept_since(NAME, at)
    )


personal_data.register(PersonalData(NAME, gettext_lazy("Outgoing mail"), find, order=50))
erasers.register(
    Eraser(
        NAME,
        erase,
        gettext_lazy("Outgoing mail"),
        lambda subject: (
            [
                (
                    _("That a message was sent, and when"),
                    _("Proof that we told somebody; it no longer says to whom or what."),
                )
            ]
            if OutgoingMail.objects.filter(to_address__in=subject.emails).exists()
            else []
        ),
        order=50,
    )
)
retentions.register(
    Retention(
        NAME,
        gettext_lazy("Text and recipient of outgoing mail"),
        gettext_lazy("after it was written"),
        gettext_lazy("To answer questions about what we sent. That something was sent stays known."),
        due=lambda at: _past_time(at).count(),
        carry_out=lambda at: blank(_past_time(at)),
        order=30,
        days=730,
    )
)
