"""Messages (.eml, RFC 5322): who wrote to whom, when, what, with which files; the original of a forwarded one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

from .people import ADDRESS

MOST_FILES = 20
MOST_PEOPLE = 200
TEXT_LENGTH = 20_000
_FORWARDED_SUBJECT = re.compile(r"^\s*(?:(?:fwd?|fw|doorst|doorgest|dst|tr|wg)\s*:\s*)", re.IGNORECASE)
_ANSWER_SUBJECT = re.compile(r"^\s*(?:(?:re|antw|aw|sv)\s*:\s*)", re.IGNORECASE)
_FROM_LINE = re.compile(r"^[>\s*]*(?:from|van|von|de)\s*:\*?\s*(?P<who>.+)$", re.IGNORECASE | re.MULTILINE)
_NEXT_LINE = re.compile(
    r"^[>\s*]*(?:sent|verzonden|date|datum|to|aan|subject|onderwerp)\s*:", re.IGNORECASE | re.MULTILINE
)


class MailUnreadable(Exception):
    """The content is no message that can be read."""


@dataclass(frozen=True)
class ParsedMail:
    """What matters of one message. Addresses are in lower case."""

    message_id: str
    sender: tuple[str, str]  # name, address
    recipients: Sequence[tuple[str, str]] = ()
    subject: str = ""
    text: str = ""
    sent_at: datetime | None = None
    in_reply_to: str = ""
    original: tuple[str, str] | None = None  # who wrote what was forwarded
    is_automatic: bool = False
    files: Sequence[tuple[str, bytes]] = field(default=(), repr=False)

    @property
    def plain_subject(self) -> str:
        """The subject without "Re:" and "Fwd:"."""
        subject = self.subject
        while (shorter := _ANSWER_SUBJECT.sub("", _FORWARDED_SUBJECT.sub("", subject, 1), 1)) != subject:
            subject = shorter
        return subject.strip()


def read_eml(content: bytes) -> ParsedMail:
    """Read one message. Raises MailUnreadable for anything without a sender, or that breaks the parser."""
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
        mail = _parsed(message, content)
    except MailUnreadable:
        raise
    except Exception as error:  # broken messages break the parser in many ways
        raise MailUnreadable from error
    return mail


def _parsed(message: EmailMessage, content: bytes) -> ParsedMail:
    sender = next(iter(_people(message, "from", "sender")), None)
    if sender is None:
        raise MailUnreadable
    inner = _inner(message)
    text = _text_of(message)
    mail = ParsedMail(
        message_id=_identifier(message, content),
        sender=sender,
        recipients=_people(message, "to", "cc"),
        subject=_line(message.get("subject", ""))[:200],
        text=text,
        sent_at=_moment(message),
        in_reply_to=_line(message.get("in-reply-to", ""))[:300],
        is_automatic=str(message.get("auto-submitted", "no")).strip().lower() not in ("no", ""),
        files=_files(message),
    )
    if inner is not None:
        return replace(
            mail,
            original=next(iter(_people(inner, "from", "sender")), None),
            text=f"{text}\n\n{_text_of(inner)}".strip()[:TEXT_LENGTH],
            sent_at=_moment(inner) or mail.sent_at,
        )
    return replace(mail, original=original_sender(mail.subject, text))


def _identifier(message: EmailMessage, content: bytes) -> str:
    given = _line(message.get("message-id", ""))
    return given[:300] if given else "sha256:" + hashlib.sha256(content).hexdigest()


def _line(value: object) -> str:
    return " ".join(str(value).replace("\0", "").split())


def _moment(message: EmailMessage) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("date", "")))
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _people(message: EmailMessage, *names: str) -> tuple[tuple[str, str], ...]:
    values = [str(value) for name in names for value in message.get_all(name, [])]
    found: dict[str, tuple[str, str]] = {}
    for name, address in getaddresses(values):
        if ADDRESS.fullmatch(address):
            found.setdefault(address.lower()[:254], (_line(name)[:150], address.lower()[:254]))
    return tuple(found.values())[:MOST_PEOPLE]


def _inner(message: EmailMessage) -> EmailMessage | None:
    """The message that was forwarded as an attachment."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            payload = part.get_payload(0)
            return payload if isinstance(payload, EmailMessage) else None
    return None


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        content = str(body.get_content())
    except (LookupError, ValueError, KeyError):
        payload = body.get_payload(decode=True)
        content = payload.decode("latin-1") if isinstance(payload, bytes) else ""
    text = text_of_html(content) if body.get_content_type() == "text/html" else content
    return tidy(text)


def tidy(text: str) -> str:
    """The text without signs a database cannot keep and without piles of empty lines, cut at 20,000 signs."""
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines.split("\n"))).strip()[:TEXT_LENGTH]


def _files(message: EmailMessage) -> tuple[tuple[str, bytes], ...]:
    found = []
    for part in message.iter_attachments():
        name = part.get_filename()
        if name and part.get_content_maintype() != "message":
            payload = part.get_payload(decode=True)
            found.append((name, payload if isinstance(payload, bytes) else b""))
    return tuple(found[:MOST_FILES])


def original_sender(subject: str, text: str) -> tuple[str, str] | None:
    """Who wrote a message that was forwarded inside the text; None when it is not forwarded."""
    if not _FORWARDED_SUBJECT.match(subject):
        return None
    for line in _FROM_LINE.finditer(text):
        address = ADDRESS.search(line["who"])
        if address and _NEXT_LINE.search(text[line.end() : line.end() + 300]):
            name = re.split(r"[<\[(]", line["who"], maxsplit=1)[0].strip(" \"'*")
            return ("" if "@" in name else name[:150], address.group().lower()[:254])
    return None


class _Plain(HTMLParser):
    """Collects the text of a page, a line for each block."""

    _BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"})
    _SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A block begins on a new line; what is never shown is left out."""
        self._silent += tag in self._SILENT
        if tag in self._BLOCKS:
            self.parts.append("\n\n" if tag == "p" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """What is never shown ends here."""
        self._silent = max(0, self._silent - (tag in self._SILENT))

    def handle_data(self, data: str) -> None:
        """Text as a reader sees it."""
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(page: str) -> str:
    """The text of an HTML message."""
    reader = _Plain()
    reader.feed(page)
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.parts).split("\n"))
