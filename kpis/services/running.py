"""What the schedule and the commands do: fill, compute, and draft when a month is over."""

from __future__ import annotations

from datetime import datetime

from core.periods import Month, add_working_days, local_date
from kpis.exceptions import NothingToReport, ReportExists
from kpis.models import KpiValue, MonthlyReport, Trend

from .filling import MONTHS_THAT_STILL_MOVE, Filled, fill_month, fill_what_is_new
from .reporting import draft_report
from .trending import compute_trends


def fill_and_compute(*, at: datetime) -> Filled:
    """The nightly run: fill what is new, compute the months that may still move and those without lines."""
    filled = fill_what_is_new(at=at)
    now = Month.of(at)
    known = set(Trend.objects.values_list("month", flat=True).distinct())
    wanted = {now.shift(-months_ago) for months_ago in range(MONTHS_THAT_STILL_MOVE)}
    for day in KpiValue.objects.values_list("month", flat=True).distinct():
        if day not in known:
            wanted.add(Month.of(day))
    for month in sorted(wanted):
        compute_trends(month=month, at=at)
    return filled


def fill_one_month(*, month: Month, at: datetime) -> Filled:
    """Fill a month again and compute its lines, and those of the newest month that build on it."""
    filled = fill_month(month=month, at=at)
    for one in sorted({month, Month.of(at)}):
        compute_trends(month=one, at=at)
    return filled


def compute(*, month: Month, at: datetime) -> int:
    """Compute the lines of one month again."""
    return compute_trends(month=month, at=at)


def draft_when_due(*, at: datetime) -> MonthlyReport | None:
    """Draft the report on the month before when its first working day has come and there is none yet."""
    month = Month.of(at).previous()
    if local_date(at) < add_working_days(month.last_day, 1):
        return None
    if not Trend.objects.filter(month=month.first_day).exists():
        fill_one_month(month=month, at=at)
    try:
        return draft_report(month=month, at=at)
    except (ReportExists, NothingToReport):
        return None
