"""Lines: gaps stay visible, limits and run rules are those of the books, changes are judged with care."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from core.periods import Month
from kpis.domain.control import share_limits, signals, xmr_limits
from kpis.domain.trends import Event, Point, Rules, month_frame, rolling_share, settle, status, trend

# NIST/SEMATECH Handbook 6.3.2.2, individuals control chart: flow rate of ten batches.
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
SURVEY = Rules(is_count=False, by_month=False, smallest_relevant=3.0, higher_is_better=True, most_days_old=550)
COUNT = Rules(is_count=True, by_month=True, smallest_relevant=5.0, higher_is_better=True, most_days_old=62)


def months(count: int, first: str = "2026-01") -> list[Month]:
    start = Month.parse(first)
    return [start.shift(i) for i in range(count)]


def counted(pairs: list[tuple[int, int] | None], first: str = "2026-01") -> list[Point]:
    return [
        Point(month, 100 * pair[0] / pair[1], pair[1], month.last_day, numerator=pair[0], denominator=pair[1])
        for month, pair in zip(months(len(pairs), first), pairs, strict=True)
        if pair is not None
    ]


def surveyed(month: str, value: float, se: float, *, n: int = 200, key: str = "1") -> Point:
    one = Month.parse(month)
    return Point(one, value, n, one.last_day, value - 1.96 * se, value + 1.96 * se, se, float(n - 1), key=key)


def test_xmr_limits_equal_the_published_example():
    limits = xmr_limits(pd.Series(NIST))
    assert limits is not None
    assert limits.centre == pytest.approx(50.81)
    assert limits.high[0] == pytest.approx(55.8041, abs=0.01)
    assert limits.low[0] == pytest.approx(45.8159, abs=0.01)
    assert limits.is_provisional  # ten points, twelve are needed


def test_a_range_across_a_gap_does_not_count():
    values = pd.Series([10.0, 11, 10, 11, math.nan, 90, 91, 90, 91, 90])
    limits = xmr_limits(values)
    assert limits is not None
    assert limits.high[0] - limits.centre == pytest.approx(2.66)


def test_seven_months_are_too_few_for_limits():
    assert xmr_limits(pd.Series(NIST[:7])) is None


def test_share_limits_follow_the_denominator():
    # 12 months of 80 of 100: p = .8, 3 sigma = 3 sqrt(.8*.2/100) = .12; at n = 25 twice as wide, cut off at 100.
    numerator = pd.Series([80.0] * 12 + [20.0])
    denominator = pd.Series([100.0] * 12 + [25.0])
    limits = share_limits(numerator, denominator)
    assert limits is not None
    assert limits.centre == pytest.approx(80)
    assert (limits.low[0], limits.high[0]) == (pytest.approx(68), pytest.approx(92))
    assert (limits.low[12], limits.high[12]) == (pytest.approx(56), pytest.approx(100))
    assert not limits.is_provisional


def test_large_denominators_get_the_spread_between_months():
    # z alternates between +1 and -1 sigma, so the mean moving range is 2 and sigma_z 2 / 1.128.
    share, n = 0.5, 10_000
    sigma = math.sqrt(share * share / n)
    numerator = pd.Series([n * (share + (sigma if i % 2 else -sigma)) for i in range(12)])
    limits = share_limits(numerator, pd.Series([float(n)] * 12))
    assert limits is not None
    assert limits.high[0] == pytest.approx(50 + 100 * 3 * sigma * 2 / 1.128)


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([50, 60], {("outside", 13, 1)}),
        ([50, 40], {("outside", 13, -1)}),
        ([51] * 8, {("side", 19, 1)}),
        ([51] * 7, set()),
        ([47, 47.5, 48, 48.5, 49, 50.5], {("rising", 17, 1)}),
        ([47, 47.5, 48, 48.5, 49], set()),
        ([54.1, 50, 54.1], {("two_of_three", 14, 1)}),
        ([54.1, 50, 45.9], set()),
    ],
)
def test_the_four_rules(tail, expected):
    base = [51.0, 49.0] * 6  # centre 50, mean range 2, limits 44.68 and 55.32, two sigma at 3.55
    limits = xmr_limits(pd.Series(base + tail))
    assert limits is not None
    found = {(one.rule, one.position, one.direction) for one in signals([*base, *tail], limits)}
    assert found == expected


def test_gaps_stay_visible():
    points = counted([(8, 10), None, (9, 10), (9, 10), (9, 12)])
    line = trend(points, first=Month(2026, 1), last=Month(2026, 5), today=date(2026, 5, 31), rules=COUNT)
    assert line["months"] == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
    assert line["values"] == [80.0, None, 90.0, 90.0, 75.0]
    # Three months together only where all three are there: (9 + 9 + 9) / (10 + 10 + 12).
    assert line["rolling"] == [None, None, None, None, pytest.approx(84.375)]


def test_rolling_pools_and_does_not_average_percentages():
    frame = month_frame(counted([(1, 10), (90, 100), (1, 10)]), first=Month(2026, 1), last=Month(2026, 3))
    assert rolling_share(frame).iloc[2] == pytest.approx(100 * 92 / 120)


def test_a_real_and_relevant_change_gets_an_arrow():
    points = [surveyed("2025-03", 60, 1.0), surveyed("2026-03", 65, 1.0)]
    line = trend(points, first=Month(2025, 3), last=Month(2026, 3), today=date(2026, 3, 31), rules=SURVEY)
    settle([line])
    change = line["change"]
    assert change["difference"] == pytest.approx(5)
    # t = 5 / sqrt(2) = 3.54 with 398 degrees of freedom: p = .00045; Holm over the two changes shown doubles it.
    assert change["p"] == pytest.approx(0.000452, rel=0.02)
    assert change["p_adjusted"] == pytest.approx(2 * change["p"])
    assert change["verdict"] == "up"


@pytest.mark.parametrize(
    ("value", "se", "verdict"),
    [
        (55.0, 1.0, "down"),
        (62.0, 0.3, "stable"),  # certain, but smaller than three points: never an arrow
        (64.0, 3.0, "none"),  # large, but not certain
        (60.5, 0.5, "stable"),  # the 90% interval lies within three points
    ],
)
def test_no_arrow_without_certainty_and_relevance(value, se, verdict):
    points = [surveyed("2025-03", 60, se), surveyed("2026-03", value, se)]
    line = trend(points, first=Month(2025, 3), last=Month(2026, 3), today=date(2026, 3, 31), rules=SURVEY)
    settle([line])
    assert line["change"]["verdict"] == verdict


def test_changed_questions_are_not_compared():
    points = [surveyed("2025-03", 60, 1.0), surveyed("2026-03", 70, 1.0, key="2")]
    line = trend(points, first=Month(2025, 3), last=Month(2026, 3), today=date(2026, 3, 31), rules=SURVEY)
    settle([line])
    assert line["change"]["verdict"] == "not_comparable"
    assert line["change"]["difference"] is None


def test_one_measurement_has_no_change():
    line = trend(
        [surveyed("2026-03", 60, 1.0)],
        first=Month(2026, 1),
        last=Month(2026, 4),
        today=date(2026, 4, 30),
        rules=SURVEY,
    )
    settle([line])
    assert line["change"]["verdict"] == "unknown"
    assert line["values"] == [None, None, 60.0, None]


def test_a_withheld_value_is_a_gap_with_a_reason():
    month = Month(2026, 2)
    points = [Point(month, None, 4, month.last_day, withheld="too_few")]
    line = trend(points, first=Month(2026, 1), last=month, today=month.last_day, rules=SURVEY)
    assert line["latest"] is None
    assert line["withheld"] == {"2026-02": "too_few"}
    assert line["status"] == "unknown"


@pytest.mark.parametrize(
    ("low", "value", "high", "target", "expected"),
    [
        (66, 68, 70, 65, "on_course"),
        (63, 65, 67, 65, "attention"),
        (60, 62, 64, 65, "behind"),
        (None, 90, None, 90, "on_course"),
    ],
)
def test_status_uses_the_interval(low, value, high, target, expected):
    rules = Rules(False, False, 3.0, True, 550, target=target)
    point = Point(Month(2026, 3), value, 100, date(2026, 3, 31), low, high)
    assert status(point, rules, today=date(2026, 3, 31)) == expected


@pytest.mark.parametrize(("value", "expected"), [(90, "on_course"), (86, "attention"), (80, "behind")])
def test_status_of_a_full_count(value, expected):
    rules = Rules(True, True, 5.0, True, 62, target=90)
    assert status(Point(Month(2026, 3), value, 50, date(2026, 3, 31)), rules, today=date(2026, 3, 31)) == expected


def test_old_data_say_nothing_about_now():
    rules = Rules(False, False, 3.0, True, 550, target=50)
    point = Point(Month(2024, 3), 60, 100, date(2024, 3, 31), 58, 62)
    assert status(point, rules, today=date(2026, 3, 31)) == "unknown"


def test_an_event_shows_what_came_before_and_after():
    points = counted([(6, 10), (6, 10), (6, 10), (0, 10), (9, 10), (9, 10), (9, 10)])
    line = trend(
        points,
        first=Month(2026, 1),
        last=Month(2026, 7),
        today=date(2026, 7, 31),
        rules=COUNT,
        events=[Event(date(2026, 4, 15), "New procedure", "action")],
    )
    event = line["events"][0]
    assert (event["before"], event["after"]) == (pytest.approx(60), pytest.approx(90))
    assert event["difference"] == pytest.approx(30)


def test_a_zero_measurement_is_where_it_starts_and_not_behind():
    rules = Rules(False, False, 3.0, True, 550, target=65, baseline_month=Month(2026, 3))
    line = trend([surveyed("2026-03", 60, 1.0)], first=Month(2026, 1), last=Month(2026, 4),
                 today=date(2026, 4, 30), rules=rules)  # fmt: skip
    assert line["status"] == "unknown"
    reached = trend([surveyed("2026-03", 70, 1.0)], first=Month(2026, 1), last=Month(2026, 4),
                    today=date(2026, 4, 30), rules=rules)  # fmt: skip
    assert reached["status"] == "on_course"


def test_counted_months_are_only_described_until_there_are_enough_for_limits():
    points = counted([(4, 11), (5, 12), (8, 10), (11, 11)])
    line = trend(points, first=Month(2026, 1), last=Month(2026, 4), today=date(2026, 4, 30), rules=COUNT)
    assert line["limits"] is None
    assert line["change"]["verdict"] == line["previous_change"]["verdict"] == "counted"
    assert line["change"]["difference"] == pytest.approx(100 - 100 * 4 / 11)
    assert line["baseline"]["month"] == "2026-01"


def test_a_monthly_count_gets_an_arrow_only_with_a_signal():
    steady = counted([(8, 10)] * 12 + [(9, 10)])
    line = trend(steady, first=Month(2026, 1), last=Month(2027, 1), today=date(2027, 1, 31), rules=COUNT)
    assert line["change"]["verdict"] == "none"
    # 8 of 10 has three-sigma limits at 42 and 100 percent; 3 of 10 lies outside.
    fallen = counted([(8, 10)] * 12 + [(3, 10)])
    line = trend(fallen, first=Month(2026, 1), last=Month(2027, 1), today=date(2027, 1, 31), rules=COUNT)
    assert line["change"]["verdict"] == "down"
    assert line["signals"][-1] == {"rule": "outside", "month": "2027-01", "direction": "down"}
