"""The rhythm of standing meetings: every so many weeks or months, never on a day nobody works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.periods import Month, add_working_days, is_working_day

WEEK, MONTH = "week", "month"


@dataclass(frozen=True)
class NextDay:
    """The next day of a rhythm: `by_rhythm` as counted, `day` moved to a working day when that is none."""

    by_rhythm: date
    day: date

    @property
    def is_moved(self) -> bool:
        """Whether the day by the rhythm is no working day."""
        return self.day != self.by_rhythm


def next_day(last: date, *, every: int, unit: str) -> NextDay:
    """The day after `last` (itself a day by the rhythm). In months the place of the weekday stays: second Tuesday."""
    if unit == WEEK:
        found = last + timedelta(weeks=every)
    else:
        found = _same_weekday(Month.of(last).shift(every), weekday=last.weekday(), ordinal=(last.day - 1) // 7)
    return NextDay(found, found if is_working_day(found) else add_working_days(found, 1))


def _same_weekday(month: Month, *, weekday: int, ordinal: int) -> date:
    """The n-th (from 0) of this weekday in the month; the last one when there is no fifth."""
    first = month.first_day + timedelta(days=(weekday - month.first_day.weekday()) % 7)
    day = first + timedelta(weeks=ordinal)
    if day.month != month.number:
        day -= timedelta(weeks=1)
    return day
