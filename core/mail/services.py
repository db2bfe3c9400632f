"""What happens to outgoing mail: compose, call back, release, send.

Never twice: a message is claimed by a conditional update, sent with a stable Message-ID and marked. When a worker dies
between claim and mark the message is *uncertain*: shown to people, never sent again by itself.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from core.jobs.queue import enqueue
from core.models import Mailing, OutgoingMail
from core.registry import mail_attachments, mail_kinds, mail_values

from .pace import bulk_kinds, bulk_turn
from .signals import mailing_released

log = structlog.get_logger("ind.mail")

_LATE_VALUE = re.compile(r"\[\[(\w+)\]\]")
_NOT_IN_NAMES = str.maketrans("", "", '"\\')
UNCERTAIN_AFTER = timedelta(minutes=5)
MAX_ATTEMPTS = 5


class MailingNotWaiting(Exception):
    """The mailing has gone out or was called back already."""


class SamePerson(Exception):
    """Whoever made a mailing cannot release it too."""


@dataclass(frozen=True)
class Recipient:
    """One addressee. `text` may hold [[name]] for values filled in at sending with `value_reference`."""

    address: str
    text: str
    name: str = ""
    subject: str = ""
    language: str = "nl"
    value_reference: str = ""


@transaction.atomic
def compose(
    *,
    kind: str,
    subject: str,
    recipients: Sequence[Recipient],
    at: datetime,
    by: Any = None,
    reference: str = "",
    send_at: datetime | None = None,
    attachment: tuple[str, bytes] | None = None,
    hold: bool = True,
    hurry: bool = True,
) -> Mailing:
    """Make a mailing that goes out by itself after the hold, or at `send_at` when that is later.

    Above settings.MAIL_RELEASE_ABOVE recipients it waits for a second person, unless nobody made it (the schedule).
    `hold=False` is for what cannot wait (sign-in mail, a code somebody is waiting for). With `hurry=False` nothing is
    queued and the sweep sends it within seconds: for pages of respondents, which queue nothing.
    """
    earliest = at + timedelta(seconds=settings.MAIL_HOLD_SECONDS if hold else 0)
    needs_release = by is not None and len(recipients) > settings.MAIL_RELEASE_ABOVE
    mailing = Mailing(
        kind=kind,
        subject=subject,
        created_by=by,
        created_at=at,
        reference=reference,
        send_at=max(earliest, send_at) if send_at else earliest,
        state=Mailing.State.NEEDS_RELEASE if needs_release else Mailing.State.WAITING,
    )
    if attachment:
        mailing.attachment.save(attachment[0], ContentFile(attachment[1]), save=False)
    mailing.save()
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                mailing=mailing,
                to_address=recipient.address,
                to_name=recipient.name,
                language=recipient.language,
                subject=recipient.subject or subject,
                text=recipient.text,
                value_reference=recipient.value_reference,
            )
            for recipient in recipients
        ],
        batch_size=2000,
    )
    if not hold and hurry:
        enqueue("core.tasks.send_due_mail")
    return mailing


@transaction.atomic
def call_back(mailing: Mailing, *, at: datetime) -> None:
    """Stop a mailing that has not gone out. Raises MailingNotWaiting when it is too late."""
    changed = Mailing.objects.filter(
        pk=mailing.pk, state__in=[Mailing.State.WAITING, Mailing.State.NEEDS_RELEASE]
    ).update(state=Mailing.State.CALLED_BACK)
    if not changed:
        raise MailingNotWaiting
    mailing.messages.filter(state=OutgoingMail.State.WAITING).update(state=OutgoingMail.State.CALLED_BACK)


@transaction.atomic
def release(mailing: Mailing, *, by: Any, at: datetime) -> None:
    """Let a large mailing go out. Raises SamePerson for its maker, MailingNotWaiting when nothing waits."""
    if mailing.created_by_id == by.pk:
        raise SamePerson
    changed = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.NEEDS_RELEASE).update(
        state=Mailing.State.WAITING, released_by=by, released_at=at
    )
    if not changed:
        raise MailingNotWaiting
    mailing_released.send(Mailing, mailing=mailing, by=by, at=at)
    enqueue("core.tasks.send_due_mail")


@transaction.atomic
def send_now(mailing: Mailing, *, at: datetime) -> None:
    """End the hold of a waiting mailing. Raises MailingNotWaiting otherwise."""
    if not Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.WAITING).update(send_at=at):
        raise MailingNotWaiting
    enqueue("core.tasks.send_due_mail")


def send_due(*, at: datetime, limit: int = 500) -> int:
    """Send what is due, at most `limit` messages; returns how many went out. Safe to run at the same time twice.

    Bulk mail goes after all other mail, by one sender at a time, at most settings.MAIL_PER_MINUTE in any minute.
    """
    Mailing.objects.filter(state=Mailing.State.WAITING, send_at__lte=at).update(state=Mailing.State.SENDING)
    OutgoingMail.objects.filter(state=OutgoingMail.State.CLAIMED, claimed_at__lt=at - UNCERTAIN_AFTER).update(
        state=OutgoingMail.State.UNCERTAIN
    )
    due = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, mailing__state=Mailing.State.SENDING).order_by(
        "mailing__send_at"
    )
    sent = _send_all(list(due.exclude(mailing__kind__in=bulk_kinds()).values_list("pk", flat=True)[:limit]), at=at)
    with bulk_turn(at=at) as allowed:
        bulk = due.filter(mailing__kind__in=bulk_kinds()).values_list("pk", flat=True)
        sent += _send_all(list(bulk[: min(limit, allowed)]), at=at)
    unfinished = [OutgoingMail.State.WAITING, OutgoingMail.State.CLAIMED]
    Mailing.objects.filter(state=Mailing.State.SENDING).exclude(messages__state__in=unfinished).update(
        state=Mailing.State.SENT
    )
    return sent


def _send_all(ids: Sequence[Any], *, at: datetime) -> int:
    """Send these one after the other over one connection; each is claimed at its own moment."""
    if not ids:
        return 0
    began = time.monotonic()
    with get_connection() as connection:
        return sum(
            _send_one(pk, connection=connection, at=at + timedelta(seconds=time.monotonic() - began)) for pk in ids
        )


def _send_one(pk: Any, *, connection: Any, at: datetime) -> bool:
    claimed = OutgoingMail.objects.filter(pk=pk, state=OutgoingMail.State.WAITING).update(
        state=OutgoingMail.State.CLAIMED, claimed_at=at, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    mail = OutgoingMail.objects.select_related("mailing").get(pk=pk)
    try:
        if not _may_go(mail):
            _mark(mail, OutgoingMail.State.CALLED_BACK)
            return False
        render(mail, connection=connection).send()
    except SMTPRecipientsRefused:
        _mark(mail, OutgoingMail.State.FAILED, error="refused by the mail server")
    except SMTPServerDisconnected:
        _mark(mail, OutgoingMail.State.UNCERTAIN, error="connection lost while sending")
        # The dead connection would make every message after this one uncertain too.
        with suppress(SMTPException, OSError):
            connection.close()
            connection.open()
    except (SMTPException, OSError) as error:
        again = mail.attempts < MAX_ATTEMPTS
        _mark(mail, OutgoingMail.State.WAITING if again else OutgoingMail.State.FAILED, error=type(error).__name__)
    except Exception as error:
        # A key that is gone, a text that asks for a value of another kind, an address that cannot stand in a header:
        # only this message cannot be written; the round goes on with the others.
        log.exception("mail_not_written", mail=str(mail.pk), kind=mail.mailing.kind)
        _mark(mail, OutgoingMail.State.FAILED, error=f"could not be written: {type(error).__name__}")
    else:
        _mark(mail, OutgoingMail.State.SENT, sent_at=at)
        return True
    return False


def _may_go(mail: OutgoingMail) -> bool:
    kind = mail_kinds.get(mail.mailing.kind)
    return kind is None or kind.may_go is None or kind.may_go(mail.value_reference)


def _mark(mail: OutgoingMail, state: OutgoingMail.State, **fields: Any) -> None:
    OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.CLAIMED).update(state=state, **fields)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _headers(mail: OutgoingMail) -> dict[str, str]:
    kind = mail_kinds.get(mail.mailing.kind)
    own = kind.headers(mail.value_reference) if kind and kind.headers and mail.value_reference else {}
    sender = {"From": settings.DEFAULT_FROM_EMAIL} if settings.BOUNCE_ADDRESS else {}
    return {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **sender, **own}


def render(mail: OutgoingMail, *, connection: Any = None) -> EmailMultiAlternatives:
    """The message as it goes out: late values filled in, plain text and HTML, attachment, stable Message-ID."""

    def fill(match: re.Match[str]) -> str:
        value = mail_values.get(match.group(1))
        # Brackets that somebody typed are text; without a reference there is nothing to fill in.
        return value.fill(mail.value_reference) if value and mail.value_reference else match.group(0)

    text = _LATE_VALUE.sub(fill, mail.text)
    with translation.override(mail.language):
        html = render_to_string(
            "mail/message.html",
            {"subject": mail.subject, "text": text, "language": mail.language, "agency": settings.AGENCY_NAME},
        )
    # A header is one line, whatever was typed.
    name = _one_line(mail.to_name).translate(_NOT_IN_NAMES)
    message = EmailMultiAlternatives(
        subject=_one_line(mail.subject),
        body=text,
        # What cannot be delivered comes back to the sender of the envelope.
        from_email=settings.BOUNCE_ADDRESS or None,
        to=[f'"{name}" <{mail.to_address}>' if name else mail.to_address],
        headers=_headers(mail),
        connection=connection,
    )
    message.attach_alternative(html, "text/html")
    if mail.mailing.attachment:
        with mail.mailing.attachment.open("rb") as attachment:
            message.attach(Path(str(mail.mailing.attachment.name)).name, attachment.read())
    own = mail_attachments.get(mail.mailing.kind)
    if own and mail.value_reference:
        message.attach(*own.make(mail.value_reference))
    return message
