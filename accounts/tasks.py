"""Background tasks of accounts."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts import digests
from accounts.services import retention


@shared_task(name="accounts.tasks.send_digests")
def send_digests(**kwargs: Any) -> None:
    """Send each person the one mail of the working morning."""
    digests.send_digests(at=timezone.now())


@shared_task(name="accounts.tasks.keep_to_retention", soft_time_limit=3600, time_limit=3660)
def keep_to_retention(**kwargs: Any) -> None:
    """Report what is past its time, and remove what was reported a week ago."""
    retention.keep_to_retention(at=timezone.now())
