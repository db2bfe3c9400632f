"""Background tasks of accounts."""

from typing import Any

from celery import shared_task


@shared_task(name="accounts.tasks.send_digests")
def send_digests(**kwargs: Any) -> None:
    """Send each person the one mail of the working morning."""
