"""Fetching mail: the drop folder (files, or a Maildir) and, when set, a mailbox by IMAP."""

from __future__ import annotations

import imaplib
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings

from stakeholders.models import IncomingMail

from .mail_in import take_in_unattended

log = structlog.get_logger("ind.mail_in")
PER_SWEEP = 50
# A file that changed so recently may still be written.
_SETTLED_SECONDS = 3
_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")
_TIMEOUT = 30


def sweep_folder(*, at: datetime, folder: Path | None = None) -> int:
    """Take in the messages in the drop folder, remove each once it is in the database; returns how many were new."""
    new = 0
    for path in _waiting_files(folder or settings.MAIL_IN_DIR):
        size = path.stat().st_size
        with path.open("rb") as file:
            # One byte more than is allowed is enough to refuse it.
            content = file.read(settings.MAIL_IN_MAX_BYTES + 1)
        taken = take_in_unattended(content=content, origin=IncomingMail.Origin.FOLDER, at=at)
        path.unlink()
        new += taken.is_new
        log.info("mail_taken_in", mail=taken.mail.pk, state=taken.mail.state, size=size, new=taken.is_new)
    return new


def _waiting_files(folder: Path) -> Iterator[Path]:
    settled = time.time() - _SETTLED_SECONDS
    found = 0
    for place in (folder, folder / "new", folder / "cur"):
        if not place.is_dir():
            continue
        for entry in sorted(os.scandir(place), key=lambda item: item.name):
            if found >= PER_SWEEP:
                return
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
                if entry.name.lower().endswith(_UNFINISHED) or entry.stat().st_mtime > settled:
                    continue
                found += 1
                yield Path(entry.path)


def _connect(url: str) -> tuple[Any, str]:
    """An IMAP connection that is signed in, and the folder to read, of imaps://user:password@host:port/folder."""
    parts = urlsplit(url)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    port = parts.port or (993 if parts.scheme == "imaps" else 143)
    connection = kind(parts.hostname or "localhost", port, timeout=_TIMEOUT)
    connection.login(unquote(parts.username or ""), unquote(parts.password or ""))
    return connection, unquote(parts.path.strip("/")) or "INBOX"


def sweep_mailbox(*, at: datetime, connect: Callable[[str], tuple[Any, str]] = _connect) -> int:
    """Take in the unread messages of the mailbox and mark them read; returns how many were new.

    Raises OSError and imaplib.IMAP4.error when the mailbox cannot be reached.
    """
    if not settings.MAIL_IN_IMAP_URL:
        return 0
    connection, folder = connect(settings.MAIL_IN_IMAP_URL)
    new = 0
    try:
        connection.select(folder)
        _answer, found = connection.uid("search", None, "UNSEEN")
        for number in found[0].split()[:PER_SWEEP]:
            # Partial fetch: a message that is too large is not read to its end.
            _answer, parts = connection.uid("fetch", number, f"(BODY.PEEK[]<0.{settings.MAIL_IN_MAX_BYTES + 1}>)")
            content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            taken = take_in_unattended(content=content, origin=IncomingMail.Origin.MAILBOX, at=at)
            connection.uid("store", number, "+FLAGS", "(\\Seen)")
            new += taken.is_new
    finally:
        connection.logout()
    return new
