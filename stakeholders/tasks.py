"""Background tasks of the registry."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from .services import handovers


@shared_task(name="stakeholders.tasks.sync_announcements")
def sync_announcements(**kwargs: Any) -> None:
    """Take over what became of the mails that announce handovers."""
    handovers.sync_announcements(at=timezone.now())
