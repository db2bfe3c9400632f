"""Means from stored integer counts per value, without the rows they were counted from."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from measurements.domain.statistics.means import (
    Estimate,
    SampleLargerThanPopulation,
    SingleClusterStratum,
)


@dataclass(frozen=True)
class Histogram:
    """How often each integer value was given; sums are exact because they are integer sums."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Number of answers."""
        return sum(self.counts.values())

    @property
    def total(self) -> int:
        """Sum of the values."""
        return sum(value * count for value, count in self.counts.items())

    @property
    def squares(self) -> int:
        """Sum of the squared values."""
        return sum(value * value * count for value, count in self.counts.items())

    @property
    def is_unanimous(self) -> bool:
        """All answers are the same value, so the mean tells what everybody answered."""
        return self.n > 0 and sum(1 for count in self.counts.values() if count) == 1

    @property
    def variance(self) -> float:
        """Sample variance (sum y^2 - (sum y)^2 / n) / (n - 1); nan when n < 2."""
        if self.n < 2:
            return math.nan
        # One integer numerator keeps the subtraction exact.
        return (self.n * self.squares - self.total**2) / (self.n * (self.n - 1))

    def __add__(self, other: "Histogram") -> "Histogram":
        counts = dict(self.counts)
        for value, count in other.counts.items():
            counts[value] = counts.get(value, 0) + count
        return Histogram(counts)


def stratified_mean(
    strata: Mapping[Hashable, Histogram],
    *,
    population: Mapping[Hashable, int] | None = None,
    scale: float = 1.0,
) -> Estimate:
    """Mean of all answers, every answer counting once, with the strata's finite populations.

    m = sum_h sum y / n; V = sum_h (1 - n_h/N_h) * (n_h/n)^2 * ( s_h^2 / n_h ) where s_h^2 is taken
    around the stratum's own mean. This is `weighted_mean` with equal weights and strata, from
    integer sums only; values are divided by `scale` (10,000 for scores in ten-thousandths).
    Without `population` the strata are pooled, so that this is the simple random sample formula.
    Source: Cochran, Sampling Techniques (1977), section 5.4.
    Raises ValueError (no answers), SingleClusterStratum, SampleLargerThanPopulation.
    """
    filled = {key: histogram for key, histogram in strata.items() if histogram.n}
    if population is None:
        pooled = Histogram()
        for histogram in filled.values():
            pooled = pooled + histogram
        filled = {None: pooled} if pooled.n else {}
    n = sum(histogram.n for histogram in filled.values())
    if n == 0:
        raise ValueError("No answers.")
    variance, dof, full = 0.0, 0, True
    for key, histogram in filled.items():
        frame_count = math.inf if population is None else float(population[key])
        if histogram.n > frame_count:
            raise SampleLargerThanPopulation(f"{histogram.n} answered of {frame_count:.0f}.")
        dof += histogram.n - 1
        if histogram.n == frame_count:
            continue
        full = False
        if histogram.n == 1:
            raise SingleClusterStratum("A stratum has one answer only.")
        fraction = 1 - histogram.n / frame_count
        variance += fraction * histogram.n * histogram.variance / n**2
    total = sum(histogram.total for histogram in filled.values())
    return Estimate(
        value=total / n / scale,
        se=math.sqrt(variance) / scale,
        dof=dof,
        n=n,
        effective_n=float(n),
        is_full_count=full,
    )
