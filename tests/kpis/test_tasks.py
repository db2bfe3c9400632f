"""The schedule: every task of this room runs, may run twice, and is on the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from core.jobs import run_job, start_job
from core.models import Job, Mailing
from core.periods import Month
from kpis import tasks
from kpis.models import FillState, MonthlyReport, Trend
from kpis.services import reporting

from .factories import AT, OCTOBER, an_ordinary_month

pytestmark = pytest.mark.django_db


def test_every_beat_entry_of_this_room_names_a_task():
    names = {entry["task"] for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if name.startswith("kpis.")}
    assert len(names) == 4
    for name in names:
        assert getattr(tasks, name.removeprefix("kpis.tasks.")).name == name


def test_filling_twice_is_filling_once():
    tasks.fill()
    states = FillState.objects.count()
    tasks.fill()
    assert FillState.objects.count() == states


def test_lines_are_computed_again_after_a_target(communications):
    an_ordinary_month(communications)
    before = Trend.objects.count()
    tasks.compute_trends(month="2026-10")
    assert Trend.objects.count() == before


def test_the_sweep_mails_what_was_approved_and_only_that(communications, manager):
    an_ordinary_month(communications)
    report = reporting.draft_report(month=OCTOBER, at=AT)
    tasks.mail_approved()
    assert not Mailing.objects.filter(kind="kpis.report").exists()
    reporting.approve_report(report=report, by=manager, at=AT)
    tasks.mail_approved()
    tasks.mail_report(report_id=report.pk)
    assert Mailing.objects.filter(kind="kpis.report").count() == 1
    report.refresh_from_db()
    assert report.state == MonthlyReport.State.MAILED


def test_drafting_and_reminding_find_nothing_in_an_empty_house():
    tasks.draft_report()
    tasks.remind()
    assert not MonthlyReport.objects.exists()


def test_a_person_starts_filling_and_sees_what_came_of_it(client_as, communications):
    response = client_as(communications).post("/dashboard/bijwerken/")
    job = Job.objects.get(kind="kpis.fill")
    assert response.status_code == 302
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert job.result["values"] == 0


def test_a_source_that_fails_is_told_to_whoever_started_it(communications, monkeypatch):
    from kpis.services import running

    monkeypatch.setattr(running, "fill_what_is_new", lambda *, at: running.Filled(1, 0, 0, ("K16",)))
    job = start_job(kind="kpis.fill", title="x", user=communications, at=AT)
    run_job(job_id=str(job.pk), at=AT + timedelta(minutes=1))
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "K16" in job.message


def test_lines_of_a_closed_year_are_not_computed_every_night(communications):
    an_ordinary_month(communications)
    tasks.fill()
    first = Trend.objects.filter(month=Month(2025, 10).first_day).values_list("computed_at", flat=True).first()
    tasks.fill()
    assert Trend.objects.filter(month=Month(2025, 10).first_day).values_list("computed_at", flat=True).first() == first
