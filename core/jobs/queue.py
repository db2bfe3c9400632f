"""The one way to queue background work: after the commit, by the name of the task, and never fatal.

Services know the dotted name of a task, not the task, so that they do not import it; a test checks that every name
resolves. A broker that cannot be reached loses nothing: whatever is queued here is also found by a beat sweep.
"""

from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = structlog.get_logger("ind.queue")


def enqueue(task: str, /, **ids: Any) -> None:
    """Queue `task` (dotted name) with keyword ids once the current transaction has committed."""

    def send() -> None:
        try:
            current_app.send_task(task, kwargs=ids, ignore_result=True)
        except (OperationalError, RedisError, OSError):
            log.warning("broker_unreachable", task=task)

    transaction.on_commit(send)
