"""Background tasks of the KPI room: fill, compute, draft, mail, remind. Ids and months go in; all may run twice."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from core.periods import Month

from .services import reporting, running


@shared_task(name="kpis.tasks.fill")
def fill(**kwargs: Any) -> None:
    """Fill what is new, then compute the lines of the months that were touched."""
    running.fill_and_compute(at=timezone.now())


@shared_task(name="kpis.tasks.compute_trends")
def compute_trends(*, month: str, **kwargs: Any) -> None:
    """Compute the lines of one month again, after a target or an event was added."""
    running.compute(month=Month.parse(month), at=timezone.now())


@shared_task(name="kpis.tasks.draft_report")
def draft_report(**kwargs: Any) -> None:
    """From the first working day: draft the report on the month before, once."""
    running.draft_when_due(at=timezone.now())


@shared_task(name="kpis.tasks.mail_report")
def mail_report(*, report_id: int, **kwargs: Any) -> None:
    """Make the file of an approved report and mail it."""
    reporting.mail_report(report_id=report_id, at=timezone.now())


@shared_task(name="kpis.tasks.mail_approved")
def mail_approved(**kwargs: Any) -> None:
    """Mail approved reports whose own message was lost."""
    for report_id in reporting.approved_ids():
        reporting.mail_report(report_id=report_id, at=timezone.now())


@shared_task(name="kpis.tasks.remind")
def remind(**kwargs: Any) -> None:
    """Remind of reports that wait for approval."""
    reporting.remind(at=timezone.now())
