"""Reading the local outbox: the messages that the file backend wrote, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from .backends import outbox_directory

_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
# The list reads at most so many headers; older messages stay readable at their address.
LISTED_AT_MOST = 2000


class NoSuchMessage(Exception):
    """There is no message of that name in the outbox."""


@dataclass(frozen=True)
class Line:
    """One message in the list."""

    name: str
    moment: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message."""

    index: int
    filename: str
    content_type: str
    content: bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)


@dataclass(frozen=True)
class Message:
    """One message, read in full."""

    line: Line
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    source: str


def list_messages(*, address: str = "") -> list[Line]:
    """Messages whose recipient or subject contains `address`, newest first."""
    files = sorted(outbox_directory().glob("*.eml"), reverse=True)[:LISTED_AT_MOST]
    wanted = address.strip().lower()
    return [line for line in _lines(files) if wanted in f"{line.to} {line.subject}".lower()]


def _lines(files: list[Path]) -> Iterator[Line]:
    parser = BytesHeaderParser(policy=policy.default)
    for file in files:
        if _NAME.fullmatch(file.stem):
            with file.open("rb") as stream:
                yield _line(file.stem, parser.parse(stream))


def _line(name: str, headers: EmailMessage) -> Line:
    moment = datetime.strptime(name.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return Line(name, moment, str(headers["To"] or ""), str(headers["Subject"] or ""))


def read_message(name: str) -> Message:
    """One message by the name of its file. Raises NoSuchMessage, also for a name that is no name."""
    file = outbox_directory() / f"{name}.eml"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise NoSuchMessage(name)
    data = file.read_bytes()
    message = BytesParser(policy=policy.default).parsebytes(data)
    plain = message.get_body(("plain",))
    html = message.get_body(("html",))
    attachments = tuple(
        Attachment(index, part.get_filename() or f"bijlage-{index}", part.get_content_type(), _bytes(part))
        for index, part in enumerate(message.iter_attachments(), start=1)
    )
    return Message(
        line=_line(name, message),
        text=plain.get_content() if plain else "",
        html=html.get_content() if html else "",
        attachments=attachments,
        source=data.decode("utf-8", "replace"),
    )


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()
