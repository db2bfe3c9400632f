"""Mail that came back: delivery reports (RFC 3464) read, and the message they are about marked undeliverable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from core.models import OutgoingMail

from .fetching import read_file, unread_messages, waiting_files
from .signals import mail_bounced, other_mail_came_back

log = structlog.get_logger("ind.mail_back")

_OUR_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^>\s]+>", re.IGNORECASE)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
_CAN_BOUNCE = (OutgoingMail.State.SENT, OutgoingMail.State.UNCERTAIN, OutgoingMail.State.LEFT)
REASON_LENGTH = 200
MAX_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True)
class Report:
    """What a delivery report says: about which messages of ours, whether for good, why."""

    ids: tuple[UUID, ...]
    is_final: bool
    reason: str


def read_report(content: bytes) -> Report | None:
    """A delivery report; None for any other message, and for what cannot be read."""
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
        return _report(message)
    except Exception:  # broken messages break the parser in many ways
        return None


def _report(message: EmailMessage) -> Report | None:
    blocks: list[Message] = []
    returned: list[str] = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks += [block for block in part.get_payload() if isinstance(block, Message)]
        elif part.get_content_type() in _RETURNED:
            returned.append(part.as_string())
    fields = [block for block in blocks if block.get("action") or block.get("status")]
    if not fields:
        return None
    ids = tuple(dict.fromkeys(UUID(found) for text in returned for found in _OUR_ID.findall(_id_lines(text))))
    # A report may be about several recipients; each of our messages has one.
    final = [block for block in fields if _is_final(block)]
    return Report(ids, bool(final), _reason((final or fields)[0]))


def _id_lines(text: str) -> str:
    """The Message-ID header of a returned message; identifiers elsewhere in it are of other messages."""
    unfolded = re.sub(r"\r?\n[ \t]+", " ", text)
    return "\n".join(line for line in unfolded.splitlines() if line.lower().startswith("message-id:"))


def _is_final(block: Message) -> bool:
    action = str(block.get("action", "")).strip().lower()
    status = _STATUS.search(str(block.get("status", "")))
    return action == "failed" and not (status and status.group().startswith("4"))


def _reason(block: Message) -> str:
    status = _STATUS.search(str(block.get("status", "")))
    words = str(block.get("diagnostic-code", "")).split(";", 1)[-1]
    # Control characters and addresses do not belong in a reason.
    words = " ".join(re.sub(r"\S+@\S+", "", "".join(sign for sign in words if sign.isprintable())).split())
    return f"{status.group() if status else ''} {words}".strip()[:REASON_LENGTH] or "undeliverable"


def take_in_report(content: bytes, *, at: datetime) -> int:
    """Mark what a report says is undeliverable; returns how many messages changed. The same one twice changes nothing.

    Anything that is no delivery report is offered to the rooms above (`other_mail_came_back`) and then forgotten.
    """
    report = read_report(content) if len(content) <= MAX_BYTES else None
    if report is None:
        other_mail_came_back.send(OutgoingMail, subject=_subject(content), at=at)
        return 0
    return sum(_bounce(pk, reason=report.reason, at=at) for pk in report.ids) if report.is_final else 0


@transaction.atomic
def _bounce(pk: UUID, *, reason: str, at: datetime) -> bool:
    changed = OutgoingMail.objects.filter(pk=pk, state__in=_CAN_BOUNCE).update(
        state=OutgoingMail.State.BOUNCED, error=reason
    )
    if changed:
        mail = OutgoingMail.objects.select_related("mailing").get(pk=pk)
        mail_bounced.send(OutgoingMail, mail=mail, reason=reason, at=at)
    return bool(changed)


def _subject(content: bytes) -> str:
    try:
        parsed = BytesParser(EmailMessage, policy=policy.default).parsebytes(content[:100_000], headersonly=True)
        return " ".join(str(parsed.get("subject", "")).split())[:300]
    except Exception:  # broken messages break the parser in many ways
        return ""


def sweep_reports(*, at: datetime) -> int:
    """Read what came back in the drop folder and in the mailbox; returns how many messages were undeliverable.

    Raises OSError and imaplib.IMAP4.error when the mailbox cannot be reached.
    """
    bounced = 0
    for path in waiting_files(settings.BOUNCE_DIR):
        bounced += take_in_report(read_file(path, most=MAX_BYTES), at=at)
        path.unlink()
    if settings.BOUNCE_IMAP_URL:
        for content in unread_messages(settings.BOUNCE_IMAP_URL, most=MAX_BYTES):
            bounced += take_in_report(content, at=at)
    if bounced:
        log.info("mail_came_back", messages=bounced)
    return bounced
