"""Background tasks of the registry."""

from __future__ import annotations

import imaplib
from typing import Any

import structlog
from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from core.history import acting

from .services import mailbox

log = structlog.get_logger("ind.mail_in")
MAILBOX_TROUBLE = "stakeholders.mail_in.trouble"
_KEPT_SECONDS = 3600


@shared_task(name="stakeholders.tasks.sweep_mail_in", soft_time_limit=240, time_limit=300)
def sweep_mail_in(**kwargs: Any) -> None:
    """Take in what lies in the drop folder and what is unread in the mailbox."""
    with acting(None, route="stakeholders.tasks.sweep_mail_in"):
        mailbox.sweep_folder(at=timezone.now())
        try:
            mailbox.sweep_mailbox(at=timezone.now())
        except (OSError, imaplib.IMAP4.error) as error:
            log.warning("mailbox_unreachable", error=type(error).__name__)
            cache.set(MAILBOX_TROUBLE, type(error).__name__, _KEPT_SECONDS)
        else:
            cache.delete(MAILBOX_TROUBLE)
