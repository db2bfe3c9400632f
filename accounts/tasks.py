"""Background tasks of accounts."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts import digests


@shared_task(name="accounts.tasks.send_digests")
def send_digests(**kwargs: Any) -> None:
    """Send each person the one mail of the working morning."""
    digests.send_digests(at=timezone.now())
