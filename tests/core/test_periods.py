"""Months and working days (Algemene termijnenwet)."""

from datetime import UTC, date, datetime

import pytest

from core.periods import (
    Month,
    add_working_days,
    is_working_day,
    local_date,
    public_holidays,
    working_days_between,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 27), False),  # King's day
        (date(2026, 5, 5), False),  # Liberation day, also outside the lustrum
        (date(2026, 5, 14), False),  # Ascension day
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 12, 25), False),
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 23), True),
        (date(2026, 12, 24), True),
    ],
)
def test_working_days_follow_the_law(day, works):
    assert is_working_day(day) is works


def test_kings_day_moves_to_saturday_when_it_falls_on_sunday():
    assert date(2025, 4, 26) in public_holidays(2025)
    assert date(2025, 4, 27) not in public_holidays(2025)


def test_day_of_receipt_is_day_zero():
    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert add_working_days(date(2026, 11, 20), 10) == date(2026, 12, 4)
    assert add_working_days(date(2026, 11, 23), -1) == date(2026, 11, 20)


def test_between_is_the_inverse_of_add():
    start = date(2026, 12, 21)
    for count in range(0, 15):
        assert working_days_between(start, add_working_days(start, count)) == count
    assert working_days_between(date(2026, 11, 23), date(2026, 11, 20)) == -1


def test_a_month_knows_its_neighbours_and_its_edges_in_amsterdam():
    month = Month(2026, 12)
    assert str(month.next()) == "2027-01"
    assert month.previous() == Month(2026, 11)
    assert month.last_day == date(2026, 12, 31)
    assert month.start.astimezone(UTC) == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert Month.of(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == month
    assert list(map(str, Month(2026, 11).until(Month(2027, 1)))) == ["2026-11", "2026-12", "2027-01"]
    assert local_date(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)


@pytest.mark.parametrize("text", ["2026", "2026-13", "26-01", "november", "2026-1", ""])
def test_a_month_that_is_none_says_what_is_expected(text):
    with pytest.raises(ValueError, match=r"YYYY-MM|not a month"):
        Month.parse(text)
