"""Fetching mail: the drop folder (files, or a Maildir) and, when set, a mailbox by IMAP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from core.mail.fetching import PER_SWEEP as PER_SWEEP
from core.mail.fetching import connect as _connect
from core.mail.fetching import read_file, unread_messages, waiting_files
from stakeholders.models import IncomingMail

from .mail_in import take_in_unattended

log = structlog.get_logger("ind.mail_in")


def sweep_folder(*, at: datetime, folder: Path | None = None) -> int:
    """Take in the messages in the drop folder, remove each once it is in the database; returns how many were new."""
    new = 0
    for path in waiting_files(folder or settings.MAIL_IN_DIR):
        size = path.stat().st_size
        content = read_file(path, most=settings.MAIL_IN_MAX_BYTES)
        taken = take_in_unattended(content=content, origin=IncomingMail.Origin.FOLDER, at=at)
        path.unlink()
        new += taken.is_new
        log.info("mail_taken_in", mail=taken.mail.pk, state=taken.mail.state, size=size, new=taken.is_new)
    return new


def sweep_mailbox(*, at: datetime, connect: Callable[[str], tuple[Any, str]] = _connect) -> int:
    """Take in the unread messages of the mailbox and mark them read; returns how many were new.

    Raises OSError and imaplib.IMAP4.error when the mailbox cannot be reached.
    """
    if not settings.MAIL_IN_IMAP_URL:
        return 0
    new = 0
    for content in unread_messages(settings.MAIL_IN_IMAP_URL, most=settings.MAIL_IN_MAX_BYTES, connect=connect):
        new += take_in_unattended(content=content, origin=IncomingMail.Origin.MAILBOX, at=at).is_new
    return new
