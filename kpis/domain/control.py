"""Control limits and run rules for a monthly series (methodology: Wheeler's XmR chart, p-chart, Laney's p').

Plain functions on pandas series indexed by month; pandas is loaded inside the functions, never by the web process.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FULL_BASELINE = 12
LEAST_BASELINE = 8
RUN_ON_ONE_SIDE = 8
RUN_RISING = 6
LARGE_N = 1000
_MOVING_RANGE_TO_SIGMA = 1.128
_XMR_FACTOR = 2.66


@dataclass(frozen=True)
class Limits:
    """Centre line and limits per month, frozen on the first months of the series; provisional below twelve months."""

    centre: float
    low: list[float]
    high: list[float]
    sigma: list[float]
    is_provisional: bool
    months: int


@dataclass(frozen=True)
class Signal:
    """Something that chance does not explain: the rule, the position in the series, the direction (+1 or -1)."""

    rule: str
    position: int
    direction: int


def xmr_limits(values: pd.Series[float]) -> Limits | None:
    """Limits for counts or means: centre ± 2.66 × the mean moving range; a range across a gap does not count.

    Frozen on the first twelve observed months; None below eight. Source: Wheeler, Understanding Variation (1993);
    NIST/SEMATECH Handbook 6.3.2.2.
    """
    base = _baseline(values)
    if base is None:
        return None
    ranges = values.loc[: base.index[-1]].diff().abs().dropna()
    if ranges.empty:
        return None
    centre, reach = float(base.mean()), _XMR_FACTOR * float(ranges.mean())
    length = len(values)
    return Limits(
        centre,
        [centre - reach] * length,
        [centre + reach] * length,
        [reach / 3] * length,
        len(base) < FULL_BASELINE,
        len(base),
    )


def share_limits(numerator: pd.Series[float], denominator: pd.Series[float]) -> Limits | None:
    """Limits for a percentage with a changing denominator, in percent: p ± 3 sqrt(p(1-p)/n).

    Where denominators exceed a thousand the limits are widened by the spread between months (Laney's p').
    Source: NIST/SEMATECH Handbook 6.3.3.2; Laney, Quality Engineering 14 (2002) 531-537.
    """
    base = _baseline(numerator / denominator)
    if base is None:
        return None
    share = float(numerator[base.index].sum() / denominator[base.index].sum())
    sigma = (share * (1 - share) / denominator) ** 0.5
    if float(denominator.max()) > LARGE_N and share not in (0.0, 1.0):
        scores = (numerator[base.index] / denominator[base.index] - share) / sigma[base.index]
        sigma = sigma * (float(scores.diff().abs().mean()) / _MOVING_RANGE_TO_SIGMA)
    steps = [100 * float(step) if not math.isnan(step) else math.nan for step in sigma]
    return Limits(
        100 * share,
        [max(0.0, 100 * share - 3 * step) if not math.isnan(step) else math.nan for step in steps],
        [min(100.0, 100 * share + 3 * step) if not math.isnan(step) else math.nan for step in steps],
        steps,
        len(base) < FULL_BASELINE,
        len(base),
    )


def _baseline(values: pd.Series[float]) -> pd.Series[float] | None:
    observed = values.dropna()
    return observed.iloc[:FULL_BASELINE] if len(observed) >= LEAST_BASELINE else None


def signals(values: list[float], limits: Limits) -> list[Signal]:
    """What chance does not explain, by four rules; `values` without gaps, limits at the same positions.

    One month outside the limits; eight in a row on one side of the centre; six in a row rising or falling; two of
    three beyond two thirds of the way to the same limit. Each rule is reported at the month that completes it.
    """
    found: list[Signal] = []
    for position, value in enumerate(values):
        outside = (value > limits.high[position]) - (value < limits.low[position])
        if outside:
            found.append(Signal("outside", position, outside))
        for rule, direction in (
            ("side", _same_side(values, limits.centre, position)),
            ("rising", _same_direction(values, position)),
            ("two_of_three", _two_of_three(values, limits, position)),
        ):
            if direction:
                found.append(Signal(rule, position, direction))
    return found


def _same_side(values: list[float], centre: float, position: int) -> int:
    window = values[position - RUN_ON_ONE_SIDE + 1 : position + 1] if position >= RUN_ON_ONE_SIDE - 1 else []
    if window and all(value > centre for value in window):
        return 1
    return -1 if window and all(value < centre for value in window) else 0


def _same_direction(values: list[float], position: int) -> int:
    window = values[position - RUN_RISING + 1 : position + 1] if position >= RUN_RISING - 1 else []
    steps = [after - before for before, after in pairwise(window)]
    if steps and all(step > 0 for step in steps):
        return 1
    return -1 if steps and all(step < 0 for step in steps) else 0


def _two_of_three(values: list[float], limits: Limits, position: int) -> int:
    if position < 2:
        return 0
    window = range(position - 2, position + 1)
    for direction in (1, -1):
        beyond = [i for i in window if direction * (values[i] - limits.centre) > 2 * limits.sigma[i]]
        if len(beyond) >= 2 and position in beyond:
            return direction
    return 0
