"""Intervals for shares, and the net promoter score."""

import math
from collections.abc import Mapping

from measurements.domain.statistics.means import Estimate
from measurements.domain.statistics.moments import Histogram

SMALL_DOF = 30
TINY_POPULATION = 100


def wilson_interval(share: float, n: float, *, level: float = 0.95, dof: int | None = None) -> tuple[float, float]:
    """Wilson score interval; `n` may be an effective (non-integer) sample size.

    centre = (p + z^2/2n) / (1 + z^2/n); half = z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n).
    With fewer than 30 degrees of freedom t takes the place of z. Source: Wilson, JASA 22 (1927);
    Newcombe, Statistics in Medicine 17 (1998) 857-872, method 3.
    Raises ValueError when n is not positive or the share lies outside 0..1.
    """
    if n <= 0 or not 0 <= share <= 1:
        raise ValueError("A share lies between 0 and 1 and needs a positive n.")
    from scipy import stats

    if dof is not None and 0 < dof < SMALL_DOF:
        z = float(stats.t.ppf(0.5 + level / 2, dof))
    else:
        z = float(stats.norm.ppf(0.5 + level / 2))
    divisor = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / divisor
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / divisor
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return low, high


def effective_n_for_share(estimate: Estimate) -> float:
    """Sample size of a simple random sample that would be as precise: p(1-p)/SE^2, at most n.

    A finite population correction shows in the SE, so it may raise the precision; without it the
    size is capped at n. A share of 0 or 1 has no SE: then Kish's size counts.
    Source: Korn & Graubard, Survey Methodology 24 (1998) 193-201.
    """
    share = estimate.value
    if share <= 0 or share >= 1 or estimate.se == 0:
        return estimate.effective_n
    return min(share * (1 - share) / estimate.se**2, float(estimate.n))


def hypergeometric_interval(successes: int, n: int, population: int, *, level: float = 0.95) -> tuple[float, float]:
    """Exact interval for a share in a small finite population, by test inversion.

    The interval runs over all K (successes in the population of N) for which neither tail
    P(X >= x | K) nor P(X <= x | K) is below (1 - level) / 2; the bounds are K / N.
    Source: Buonaccorsi, The American Statistician 41 (1987) 215-218.
    Raises ValueError for impossible counts.
    """
    if not 0 <= successes <= n <= population or n == 0:
        raise ValueError("Counts must satisfy 0 <= successes <= n <= population and n > 0.")
    from scipy import stats

    alpha = (1 - level) / 2
    fits = [
        k
        for k in range(successes, population - (n - successes) + 1)
        if stats.hypergeom.sf(successes - 1, population, k, n) > alpha
        and stats.hypergeom.cdf(successes, population, k, n) > alpha
    ]
    return fits[0] / population, fits[-1] / population


def share_interval(
    estimate: Estimate,
    *,
    successes: int | None = None,
    population: int | None = None,
    level: float = 0.95,
) -> tuple[float, float]:
    """The interval a share is shown with.

    Population of at most 100 and unweighted counts: exact hypergeometric. Simple random sample with
    a finite population: Wilson with n* = n(N-1)/(N-n). Otherwise Wilson with the effective n.
    """
    if estimate.is_full_count:
        return estimate.value, estimate.value
    if population is not None and successes is not None:
        if population <= TINY_POPULATION:
            return hypergeometric_interval(successes, estimate.n, population, level=level)
        stretched = estimate.n * (population - 1) / (population - estimate.n)
        return wilson_interval(successes / estimate.n, stretched, level=level)
    return wilson_interval(estimate.value, effective_n_for_share(estimate), level=level, dof=estimate.dof)


def net_promoter_score(grades: Mapping[int, int]) -> Estimate:
    """NPS = 100 (share of 9-10 - share of 0-6) from counts per grade; SE = 100 sd{-1,0,1} / sqrt(n).

    Source: Reichheld (2003) for the score; the SE is that of a mean of -1, 0 and 1.
    Raises ValueError for a grade outside 0..10 or without answers.
    """
    if any(grade < 0 or grade > 10 for grade in grades):
        raise ValueError("A grade for recommendation lies between 0 and 10.")
    marks = Histogram()
    for grade, count in grades.items():
        mark = 100 if grade >= 9 else (-100 if grade <= 6 else 0)
        marks = marks + Histogram({mark: count})
    n = marks.n
    if n < 2:
        raise ValueError("A net promoter score needs at least two answers.")
    return Estimate(
        value=marks.total / n,
        se=math.sqrt(marks.variance / n),
        dof=n - 1,
        n=n,
        effective_n=float(n),
    )
