"""The local outbox: where no mail server is configured every message becomes a file, readable at /postvak/."""

import uuid
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


def outbox_directory() -> Path:
    """Where the messages lie, one `.eml` each, named so that sorting by name is sorting by time."""
    directory = Path(settings.DATA_DIR) / "outbox"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


class FileOutboxBackend(BaseEmailBackend):
    """Writes each message to the local outbox, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them; return how many."""
        for message in email_messages:
            stamp = timezone.now().astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
            target = outbox_directory() / f"{stamp}-{uuid.uuid4().hex[:8]}.eml"
            partial = target.with_suffix(".part")
            partial.write_bytes(message.message().as_bytes())
            partial.rename(target)
        return len(email_messages)
