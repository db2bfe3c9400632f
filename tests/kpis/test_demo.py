"""The demo of this room: from the demo's own measurements to a report that waits, twice the same."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accounts import demo as people
from core.models import Mailing
from kpis import demo
from kpis.models import Goal, KpiTarget, KpiValue, MonthlyReport, Trend, TrendEvent
from kpis.services.reporting import approve_report
from measurements.models import Result, WaveOutcome
from tests.measurements.result_waves import make_wave

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def measured(closed_on: date, mean: float) -> None:
    wave = make_wave(level="stakeholders", closed_on=closed_on, opened_on=closed_on.replace(day=1), is_fictional=True)
    WaveOutcome.objects.create(
        wave=wave, scored_at=NOW, definition_version=1, invited=80, complete=48, partial=0, response_rate="0.6000"
    )
    for construct in ("REP", "UND", "BETR"):
        Result.objects.create(
            wave=wave, construct=construct, tier="T2", n=45, mean=mean, se=1.5, dof=44, low=mean - 3, high=mean + 3
        )


@pytest.fixture
def loaded(db):
    people.load(NOW)
    measured(date(2025, 11, 20), 55.0)
    measured(date(2026, 10, 20), 56.0)
    demo.load(NOW)


def test_it_ends_with_a_report_that_waits_for_the_manager(loaded):
    report = MonthlyReport.objects.get()
    assert (report.month, report.state) == (date(2026, 10, 1), MonthlyReport.State.DRAFTED)
    assert report.drafted_at == datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
    message = Mailing.objects.get().messages.get()
    assert message.to_address == "manager@demo.example"
    assert {line["kpi"] for line in report.snapshot["lines"]} == {"K01", "K03", "K06", "K12"}


def test_its_targets_can_be_measured(loaded):
    # SE 1.5: (1.96 + 0.84) · sqrt(2) · 1.5 = 5.9 points is the least that can be told from chance, so 60.9 and not 58.
    assert KpiTarget.objects.get(kpi="K01").target == 60.9


def test_whoever_approves_finds_every_explanation_there(loaded):
    from accounts.models import User

    manager = User.objects.get(email="manager@demo.example")
    report = approve_report(report=MonthlyReport.objects.get(), by=manager, at=NOW)
    assert report.state == MonthlyReport.State.APPROVED


def test_loading_again_changes_nothing(loaded):
    counted = (KpiValue, KpiTarget, Goal, TrendEvent, Trend, MonthlyReport, Mailing)
    before = [model.objects.count() for model in counted]
    demo.load(NOW)
    assert [model.objects.count() for model in counted] == before


def test_without_measurements_it_leaves_goals_only(db):
    people.load(NOW)
    demo.load(NOW)
    assert Goal.objects.count() == 3
    assert not MonthlyReport.objects.exists()
