"""Months, and working days of the Netherlands (Algemene termijnenwet, art. 3), in Europe/Amsterdam."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month in Amsterdam time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 2200):
            raise ValueError(f"not a month: {self.year}-{self.number}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """From "YYYY-MM". Raises ValueError with what is expected."""
        try:
            year, number = text.strip().split("-")
            if len(year) != 4 or len(number) != 2:
                raise ValueError
            return cls(int(year), int(number))
        except ValueError:
            raise ValueError(f"give a month as YYYY-MM, for example 2026-11, not “{text}”") from None

    @classmethod
    def of(cls, day: date | datetime) -> Month:
        """The month in which this day or moment falls."""
        if isinstance(day, datetime):
            day = local_date(day)
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The first of the month."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.next().first_day - timedelta(days=1)

    @property
    def start(self) -> datetime:
        """The first moment of the month."""
        return datetime.combine(self.first_day, time.min, AMSTERDAM)

    @property
    def end(self) -> datetime:
        """The first moment after the month."""
        return self.next().start

    def next(self) -> Month:
        """The month after."""
        return self.shift(1)

    def previous(self) -> Month:
        """The month before."""
        return self.shift(-1)

    def shift(self, months: int) -> Month:
        """The month so many months later (negative: earlier)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def until(self, last: Month) -> Iterator[Month]:
        """This month up to and including `last`."""
        month = self
        while month <= last:
            yield month
            month = month.next()

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def local_date(moment: datetime) -> date:
    """The Amsterdam calendar day of an aware moment."""
    return moment.astimezone(AMSTERDAM).date()


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Days that the Algemene termijnenwet art. 3 equates with a Sunday, 5 May of every year included."""
    from dateutil.easter import easter

    sunday: date = easter(year)
    king = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    if king.weekday() == 6:
        king -= timedelta(days=1)
    return frozenset(
        {
            date(year, 1, 1),
            sunday - timedelta(days=2),
            sunday + timedelta(days=1),
            king,
            date(year, 5, 5),
            sunday + timedelta(days=39),
            sunday + timedelta(days=50),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def is_working_day(day: date) -> bool:
    """Whether `day` is neither a weekend day nor a public holiday."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day`; the day itself is day 0. Negative counts go back."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        if is_working_day(day):
            left -= 1
    return day


def working_days_between(start: date, end: date) -> int:
    """Number of working days after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start)
    count = 0
    day = start
    while day < end:
        day += timedelta(days=1)
        count += is_working_day(day)
    return count
