"""Background tasks of the house itself."""

from typing import Any

import structlog
from celery import shared_task
from django.utils import timezone

from core.jobs import services as jobs
from core.jobs.queue import enqueue
from core.mail import send_due
from core.models import Heartbeat

log = structlog.get_logger("ind.tasks")


@shared_task(name="core.tasks.send_due_mail")
def send_due_mail(**kwargs: Any) -> None:
    """Send outgoing mail whose hold has ended."""
    send_due(at=timezone.now())


@shared_task(name="core.tasks.read_returned_mail", soft_time_limit=300, time_limit=330)
def read_returned_mail(**kwargs: Any) -> None:
    """Read delivery reports; a mailbox that cannot be reached is tried again by the next sweep."""
    import imaplib

    from core.mail.bounces import sweep_reports

    try:
        sweep_reports(at=timezone.now())
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("returned_mail_unreachable", error=type(error).__name__)


@shared_task(name="core.tasks.run_job", soft_time_limit=3600, time_limit=3660)
def run_job(*, job_id: str, **kwargs: Any) -> None:
    """Run one job that a person started."""
    jobs.run_job(job_id=job_id, at=timezone.now())


@shared_task(name="core.tasks.run_waiting_jobs")
def run_waiting_jobs(**kwargs: Any) -> None:
    """Queue jobs whose message was lost; each runs once because it is claimed."""
    for job_id in jobs.waiting_job_ids(at=timezone.now()):
        enqueue("core.tasks.run_job", job_id=job_id)


@shared_task(name="core.tasks.note_heartbeat")
def note_heartbeat(**kwargs: Any) -> None:
    """Note that beat queued something and a worker did it."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})
