"""Change between two independent waves: size, certainty, relevance and sameness."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from measurements.domain.statistics.means import Estimate

Interval = tuple[float, float]


class EffectSizeUndefined(Exception):
    """Both waves have no spread at all, so a standardised difference does not exist."""


@dataclass(frozen=True)
class Change:
    """Later minus earlier, with a two-sided p-value and a 95% interval (when not set otherwise)."""

    difference: float
    se: float
    dof: float
    p_value: float
    low: float
    high: float


def mean_change(before: Estimate, after: Estimate, *, level: float = 0.95) -> Change:
    """Difference of two independent means.

    d = m2 - m1; SE = sqrt(SE1^2 + SE2^2); Welch-Satterthwaite df = SE^4 / (SE1^4/df1 + SE2^4/df2).
    Source: Welch, Biometrika 34 (1947) 28-35.
    Raises ValueError when both standard errors are zero (two full counts are described, not tested).
    """
    se = math.hypot(before.se, after.se)
    if se == 0:
        raise ValueError("Two full counts have no sampling error: describe them, do not test.")
    from scipy import stats

    parts = sum(e.se**4 / e.dof for e in (before, after) if e.se > 0)
    dof = se**4 / parts
    difference = after.value - before.value
    reach = float(stats.t.ppf(0.5 + level / 2, dof)) * se
    p_value = float(2 * stats.t.sf(abs(difference) / se, dof))
    return Change(difference, se, dof, p_value, difference - reach, difference + reach)


def share_change(before: Estimate, before_interval: Interval, after: Estimate, after_interval: Interval) -> Change:
    """Difference of two independent shares: z test and Newcombe's hybrid interval.

    d = p2 - p1; low = d - sqrt((p2-l2)^2 + (u1-p1)^2); high = d + sqrt((u2-p2)^2 + (p1-l1)^2), with
    (l, u) the Wilson intervals. Source: Newcombe, Statistics in Medicine 17 (1998) 873-890,
    method 10. Raises ValueError when both standard errors are zero.
    """
    se = math.hypot(before.se, after.se)
    if se == 0:
        raise ValueError("Two shares without standard error cannot be tested.")
    from scipy import stats

    difference = after.value - before.value
    (l1, u1), (l2, u2) = before_interval, after_interval
    low = difference - math.hypot(after.value - l2, u1 - before.value)
    high = difference + math.hypot(u2 - after.value, before.value - l1)
    p_value = float(2 * stats.norm.sf(abs(difference) / se))
    return Change(difference, se, math.inf, p_value, low, high)


def equivalence_p_value(change: Change, margin: float) -> float:
    """Two one-sided tests (TOST): the larger p of "d <= -margin" and "d >= margin".

    Source: Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987) 657-680.
    """
    from scipy import stats

    above = float(stats.t.sf((change.difference + margin) / change.se, change.dof))
    below = float(stats.t.cdf((change.difference - margin) / change.se, change.dof))
    return max(above, below)


def is_equivalent(change: Change, margin: float, *, alpha: float = 0.05) -> bool:
    """Whether "stable" may be said: the (1 - 2 alpha) interval of d lies inside +/- margin."""
    return equivalence_p_value(change, margin) < alpha


def is_relevant_change(change: Change, smallest_relevant: float, *, adjusted_p: float, alpha: float = 0.05) -> bool:
    """Whether an arrow may be drawn: adjusted p below alpha and |d| at least the relevant size."""
    return adjusted_p < alpha and abs(change.difference) >= smallest_relevant


def holm_adjusted(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment, in the order given.

    With p sorted ascending: adjusted_(i) = max_{j<=i} min(1, (m - j + 1) p_(j)).
    Source: Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
    """
    m = len(p_values)
    adjusted = [0.0] * m
    highest = 0.0
    for rank, index in enumerate(sorted(range(m), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (m - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted


def hedges_g(
    mean_before: float, sd_before: float, n_before: int, mean_after: float, sd_after: float, n_after: int
) -> float:
    """Standardised difference with the exact small-sample correction.

    g = J(df) (m2 - m1) / s_pooled, df = n1 + n2 - 2,
    J = gamma(df/2) / (sqrt(df/2) gamma((df-1)/2)).
    Source: Hedges, Journal of Educational Statistics 6 (1981) 107-128.
    Raises EffectSizeUndefined without spread.
    """
    dof = n_before + n_after - 2
    pooled = ((n_before - 1) * sd_before**2 + (n_after - 1) * sd_after**2) / dof
    if pooled <= 0:
        raise EffectSizeUndefined("Neither wave has any spread.")
    correction = math.exp(math.lgamma(dof / 2) - math.lgamma((dof - 1) / 2)) / math.sqrt(dof / 2)
    return correction * (mean_after - mean_before) / math.sqrt(pooled)


def cohen_h(share_before: float, share_after: float) -> float:
    """Effect size of two shares: h = 2 asin(sqrt(p2)) - 2 asin(sqrt(p1)).

    Source: Cohen, Statistical Power Analysis (1988), section 6.2.
    """
    return 2 * math.asin(math.sqrt(share_after)) - 2 * math.asin(math.sqrt(share_before))
