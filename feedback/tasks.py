"""Background tasks of the loop."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from .services import telling
from .services.inbox import open_inbox as open_boxes
from .services.tidy import close_quiet_signals


@shared_task(name="feedback.tasks.sync_tellings")
def sync_tellings(**kwargs: Any) -> None:
    """Take over what became of the mails that tell givers."""
    telling.sync_tellings(at=timezone.now())


@shared_task(name="feedback.tasks.open_inbox")
def open_inbox(**kwargs: Any) -> None:
    """Open the sealed inbox of the days before today."""
    open_boxes(at=timezone.now())


@shared_task(name="feedback.tasks.close_quiet")
def close_quiet(**kwargs: Any) -> None:
    """Close what was told and of which nothing was heard since."""
    close_quiet_signals(at=timezone.now())
