"""The line of one KPI: a month series with its gaps, what changed, and how it stands against the target.

Points go in, a plain dictionary comes out that is stored as it is; pandas is loaded inside the functions, which run in
tasks and commands only. `trend` computes one line; `settle` then judges all changes of one level together, because
they are shown together (Holm).

Shape of the result: `months` ("YYYY-MM"), and at the same positions `values`, `lows`, `highs`, `n`, `withheld`,
`rolling`; `breaks` (months whose value may not be compared with the value before); `limits` (or None), `signals`,
`latest`, `baseline`, `change`, `previous_change`, `status`, `target`, `events`. A difference is later minus earlier,
in the unit of the KPI.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from core.periods import Month

from .control import Limits, share_limits, signals, xmr_limits

if TYPE_CHECKING:
    import pandas as pd

SIGNIFICANT = 0.05
ROLLING_MONTHS = 3


@dataclass(frozen=True)
class Point:
    """One stored value. `key` differs where values may not be compared (definition, instrument, mode)."""

    month: Month
    value: float | None
    n: int
    as_of: date
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None
    degrees_of_freedom: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    withheld: str = ""
    key: str = ""
    source_label: str = ""


@dataclass(frozen=True)
class Rules:
    """How this line is judged. Values in the unit of the KPI."""

    is_count: bool
    by_month: bool
    smallest_relevant: float
    higher_is_better: bool
    most_days_old: int
    least: float = 0.0
    most: float = 100.0
    target: float | None = None
    due_on: date | None = None
    baseline_month: Month | None = None
    own_cases: bool = True  # False: the same things are counted again every month


@dataclass(frozen=True)
class Event:
    """A dated event on the line."""

    on: date
    title: str
    kind: str
    link: str = ""
    pk: int = 0


def trend(
    points: Sequence[Point], *, first: Month, last: Month, today: date, rules: Rules, events: Iterable[Event] = ()
) -> dict[str, Any]:
    """The line from `first` up to and including `last`; months without a value stay empty, nothing is filled in."""
    points = [point for point in points if first <= point.month <= last]
    frame = month_frame(points, first=first, last=last)
    limits = _limits(frame, rules)
    found = _signals(frame, limits)
    signalled = None if limits is None else found
    shown = [point for point in points if point.value is not None]
    latest = shown[-1] if shown else None
    newest = points[-1] if points else None
    baseline = _baseline_point(shown, rules)
    return {
        "by_month": rules.by_month,
        "months": [str(month) for month in first.until(last)],
        "values": _plain(frame["value"]),
        "lows": _plain(frame["low"]),
        "highs": _plain(frame["high"]),
        "n": [None if math.isnan(n) else int(n) for n in frame["n"]],
        "withheld": {str(point.month): point.withheld for point in points if point.withheld},
        "keys": {str(point.month): point.key for point in points},
        "breaks": _breaks(shown),
        "rolling": _plain(rolling_share(frame)) if rules.by_month and rules.is_count and rules.own_cases else [],
        "limits": _limits_shape(limits),
        "signals": found,
        "latest": _point_shape(latest),
        "newest_withheld": newest.withheld if newest else "",
        "baseline": _baseline_shape(baseline, limits, rules),
        "change": _change_from_baseline(baseline, latest, limits, signalled, rules),
        "previous_change": _difference(shown[-2] if len(shown) > 1 else None, latest, rules, signalled),
        "target": rules.target,
        "due_on": rules.due_on.isoformat() if rules.due_on else None,
        "status": _status_after(baseline, latest, status(latest, rules, today=today)),
        "is_old": bool(latest and (today - latest.as_of).days > rules.most_days_old),
        "events": [_event_shape(event, shown, rules) for event in events if first <= Month.of(event.on) <= last],
    }


def month_frame(points: Sequence[Point], *, first: Month, last: Month) -> pd.DataFrame:
    """One row per month from first to last, NaN where nothing was measured or may be shown."""
    import pandas as pd

    columns = ["value", "low", "high", "n", "numerator", "denominator"]
    rows = {str(point.month): [getattr(point, column) for column in columns] for point in points}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return frame.reindex([str(month) for month in first.until(last)]).astype("float64")


def rolling_share(frame: pd.DataFrame) -> pd.Series[float]:
    """Percentage over three months together (sums of numerators and denominators); empty where a month is missing."""
    window = frame[["numerator", "denominator"]].rolling(ROLLING_MONTHS, min_periods=ROLLING_MONTHS).sum()
    return 100 * window["numerator"] / window["denominator"]


def status(latest: Point | None, rules: Rules, *, today: date) -> str:
    """on_course, attention, behind or unknown.

    With an interval: wholly on the good side of the target, the target within it, or wholly on the bad side. Counted
    values, in whole percents as they are shown: reached, short by at most the smallest relevant change, or by more.
    Old data: unknown.
    """
    if latest is None or latest.value is None or rules.target is None:
        return "unknown"
    if (today - latest.as_of).days > rules.most_days_old:
        return "unknown"
    if rules.is_count:
        low = high = float(round(latest.value))
    else:
        low = latest.value if latest.low is None else latest.low
        high = latest.value if latest.high is None else latest.high
    sign = 1 if rules.higher_is_better else -1
    worst, best = sorted((sign * (low - rules.target), sign * (high - rules.target)))
    if worst >= 0:
        return "on_course"
    margin = rules.smallest_relevant if rules.is_count else 0.0
    return "behind" if best < -margin or (best < 0 and not rules.is_count) else "attention"


def settle(lines: Sequence[dict[str, Any]]) -> None:
    """Judge every tested change of the lines that are shown together; writes `p_adjusted` and `verdict`."""
    from measurements.domain.statistics import holm_adjusted

    tested = [line[name] for line in lines for name in ("change", "previous_change") if line[name]["p"] is not None]
    for change, adjusted in zip(tested, holm_adjusted([change["p"] for change in tested]), strict=True):
        change["p_adjusted"] = adjusted
        relevant = abs(change["difference"]) >= change["smallest_relevant"]
        if adjusted < SIGNIFICANT and relevant:
            change["verdict"] = "up" if change["difference"] > 0 else "down"
        else:
            change["verdict"] = "stable" if change["is_equivalent"] else "none"


def _status_after(baseline: Point | None, latest: Point | None, judged: str) -> str:
    """A zero measurement is where it starts: it can be on course already, it cannot be behind."""
    if baseline is not None and latest is baseline and judged != "on_course":
        return "unknown"
    return judged


def _breaks(shown: Sequence[Point]) -> list[str]:
    """Months from which the line begins anew: what was asked, or how, differs from the value before."""
    return [str(after.month) for before, after in pairwise(shown) if before.key != after.key]


def _limits(frame: pd.DataFrame, rules: Rules) -> Limits | None:
    if not rules.by_month:
        return None
    if rules.is_count and rules.own_cases:
        return share_limits(frame["numerator"], frame["denominator"])
    return xmr_limits(frame["value"])


def _signals(frame: pd.DataFrame, limits: Limits | None) -> list[dict[str, Any]]:
    if limits is None:
        return []
    seen = [i for i, value in enumerate(frame["value"]) if not math.isnan(value)]
    observed = Limits(
        limits.centre,
        [limits.low[i] for i in seen],
        [limits.high[i] for i in seen],
        [limits.sigma[i] for i in seen],
        limits.is_provisional,
        limits.months,
    )
    values = [float(frame["value"].iloc[i]) for i in seen]
    return [
        {
            "rule": one.rule,
            "month": str(frame.index[seen[one.position]]),
            "direction": "up" if one.direction > 0 else "down",
        }
        for one in signals(values, observed)
    ]


def _baseline_point(shown: Sequence[Point], rules: Rules) -> Point | None:
    if rules.baseline_month is not None:
        return next((point for point in shown if point.month == rules.baseline_month), None)
    return shown[0] if shown else None


def _baseline_shape(baseline: Point | None, limits: Limits | None, rules: Rules) -> dict[str, Any] | None:
    if rules.by_month and rules.baseline_month is None and limits is not None:
        return {"value": limits.centre, "month": "", "months": limits.months}
    return None if baseline is None else {"value": baseline.value, "month": str(baseline.month), "months": 1}


def _change_from_baseline(
    baseline: Point | None,
    latest: Point | None,
    limits: Limits | None,
    found: Sequence[dict[str, Any]] | None,
    rules: Rules,
) -> dict[str, Any]:
    if limits is None or rules.baseline_month is not None:
        return _difference(baseline, latest, rules, found)
    if latest is None or latest.value is None:
        return _unknown()
    return _counted(latest.value - limits.centre, latest, found, rules)


def _difference(
    before: Point | None, after: Point | None, rules: Rules, found: Sequence[dict[str, Any]] | None
) -> dict[str, Any]:
    if before is None or after is None or before is after or before.value is None or after.value is None:
        return _unknown()
    if before.key != after.key:
        return _unknown("not_comparable")
    difference = after.value - before.value
    if rules.is_count:
        return _counted(difference, after, found, rules)
    if not before.standard_error and not after.standard_error:
        return {**_unknown("counted"), "difference": difference}
    return _tested(before, after, rules)


def _counted(difference: float, latest: Point, found: Sequence[dict[str, Any]] | None, rules: Rules) -> dict[str, Any]:
    """A full count has no sampling error: judged by the control chart where there is one, else only described."""
    verdict = "counted"
    if found is not None:
        direction = "up" if difference > 0 else "down"
        signalled = any(one["month"] == str(latest.month) and one["direction"] == direction for one in found)
        verdict = direction if signalled and abs(difference) >= rules.smallest_relevant else "none"
    return {**_unknown(verdict), "difference": difference, "smallest_relevant": rules.smallest_relevant}


def _tested(before: Point, after: Point, rules: Rules) -> dict[str, Any]:
    from measurements.domain.statistics import is_equivalent, mean_change

    change = mean_change(_estimate(before), _estimate(after))
    return {
        "difference": change.difference,
        "low": change.low,
        "high": change.high,
        "p": change.p_value,
        "p_adjusted": None,
        "smallest_relevant": rules.smallest_relevant,
        "is_equivalent": is_equivalent(change, rules.smallest_relevant),
        "verdict": "none",
        "from_month": str(before.month),
    }


def _estimate(point: Point) -> Any:
    from measurements.domain.statistics import Estimate

    dof = max(1, int(point.degrees_of_freedom or point.n - 1))
    return Estimate(point.value or 0.0, point.standard_error or 0.0, dof, point.n, float(point.n))


def _unknown(verdict: str = "unknown") -> dict[str, Any]:
    return {
        "difference": None,
        "low": None,
        "high": None,
        "p": None,
        "p_adjusted": None,
        "smallest_relevant": 0.0,
        "is_equivalent": False,
        "verdict": verdict,
    }


def _event_shape(event: Event, shown: Sequence[Point], rules: Rules) -> dict[str, Any]:
    """The event with the value before and after it: the mean of up to three months, or the nearest measurements.

    Both stay empty where they may not be compared.
    """
    span = ROLLING_MONTHS if rules.by_month else 1
    month = Month.of(event.on)
    earlier = [point for point in shown if point.month < month][-span:]
    later = [point for point in shown if point.month > month][:span]
    if len({point.key for point in [*earlier, *later]}) > 1:
        earlier = later = []
    before, after = _together(earlier), _together(later)
    return {
        "on": event.on.isoformat(),
        "month": str(month),
        "title": event.title,
        "pk": event.pk,
        "kind": event.kind,
        "link": event.link,
        "before": before,
        "after": after,
        "difference": None if before is None or after is None else after - before,
    }


def _together(points: Sequence[Point]) -> float | None:
    if not points:
        return None
    if all(point.denominator for point in points):
        parts = [(point.numerator or 0.0, point.denominator or 0.0) for point in points]
        return 100 * sum(n for n, _d in parts) / sum(d for _n, d in parts)
    return sum(point.value or 0.0 for point in points) / len(points)


def _point_shape(point: Point | None) -> dict[str, Any] | None:
    if point is None:
        return None
    return {
        "month": str(point.month),
        "value": point.value,
        "low": point.low,
        "high": point.high,
        "n": point.n,
        "numerator": point.numerator,
        "denominator": point.denominator,
        "as_of": point.as_of.isoformat(),
        "source_label": point.source_label,
    }


def _limits_shape(limits: Limits | None) -> dict[str, Any] | None:
    if limits is None:
        return None
    return {
        "centre": limits.centre,
        "low": _plain(limits.low),
        "high": _plain(limits.high),
        "is_provisional": limits.is_provisional,
        "months": limits.months,
    }


def _plain(values: Iterable[float]) -> list[float | None]:
    return [None if math.isnan(value) else round(float(value), 6) for value in values]
