"""Weighted means and ratios with their standard error by Taylor linearisation."""

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from measurements.domain.statistics.weights import kish

Numbers = Sequence[float] | npt.NDArray[np.float64]
Labels = Sequence[Hashable]
Population = int | Mapping[Hashable, int]


class SingleClusterStratum(Exception):
    """A stratum has one cluster only, so its spread is unknown: merge strata first."""


class SampleLargerThanPopulation(Exception):
    """More clusters answered than the frame holds: the population count is wrong."""


@dataclass(frozen=True)
class Estimate:
    """A mean or ratio with its standard error.

    `dof` is clusters minus strata, `n` the number of rows that count (weight above zero and in the
    domain), `effective_n` Kish's. A standard error of zero with `is_full_count` means: everybody of
    the frame answered, so there is no sampling error left.
    """

    value: float
    se: float
    dof: int
    n: int
    effective_n: float
    is_full_count: bool = False

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Confidence interval value +/- t(dof) * se; a full count has no width."""
        if self.se == 0.0:
            return self.value, self.value
        from scipy import stats

        reach = float(stats.t.ppf(0.5 + level / 2, self.dof)) * self.se
        return self.value - reach, self.value + reach


def weighted_mean(
    values: Numbers,
    weights: Numbers | None = None,
    *,
    strata: Labels | None = None,
    clusters: Labels | None = None,
    population: Population | None = None,
    domain: Sequence[bool] | npt.NDArray[np.bool_] | None = None,
) -> Estimate:
    """Weighted mean m = sum(w y) / sum(w) and its Taylor standard error.

    With u_i = w_i (y_i - m) / sum(w) summed to t per cluster, and per stratum h of n_h clusters out
    of N_h: V = sum_h (1 - n_h/N_h) * n_h/(n_h - 1) * sum_c (t_hc - mean_h t)^2; dof = sum_h (n_h - 1).
    `population` counts the clusters of the frame (per stratum, or one number without strata) and
    switches the finite population correction on. `domain` restricts to a subgroup by giving the
    other rows weight zero, so that they still count as clusters of their stratum.
    Source: Saerndal, Swensson & Wretman, Model Assisted Survey Sampling (1992), section 5.7-5.8;
    the same logic as R `survey::svymean`.
    Raises ValueError (no rows), SingleClusterStratum, SampleLargerThanPopulation.
    """
    y = np.asarray(values, dtype=np.float64)
    return weighted_ratio(
        y,
        np.ones_like(y),
        weights,
        strata=strata,
        clusters=clusters,
        population=population,
        domain=domain,
    )


def weighted_ratio(
    numerators: Numbers,
    denominators: Numbers,
    weights: Numbers | None = None,
    *,
    strata: Labels | None = None,
    clusters: Labels | None = None,
    population: Population | None = None,
    domain: Sequence[bool] | npt.NDArray[np.bool_] | None = None,
) -> Estimate:
    """Ratio R = sum(w y) / sum(w x) with u_i = w_i (y_i - R x_i) / sum(w x); else as weighted_mean."""
    y = np.asarray(numerators, dtype=np.float64)
    x = np.asarray(denominators, dtype=np.float64)
    w = np.ones_like(y) if weights is None else np.asarray(weights, dtype=np.float64)
    if domain is not None:
        w = w * np.asarray(domain, dtype=np.float64)
    base = float((w * x).sum())
    if base <= 0:
        raise ValueError("No row has a positive weight.")
    ratio = float((w * y).sum()) / base
    scores = w * (y - ratio * x) / base
    variance, dof, open_strata = 0.0, 0, 0
    for totals, frame_count in _per_stratum(scores, strata, clusters, population):
        taken = totals.size
        if taken > frame_count:
            raise SampleLargerThanPopulation(f"{taken} clusters answered of {frame_count:.0f}.")
        dof += taken - 1
        if taken == frame_count:
            continue
        open_strata += 1
        if taken == 1:
            raise SingleClusterStratum("A stratum has one cluster only.")
        spread = float(((totals - totals.mean()) ** 2).sum())
        variance += (1 - taken / frame_count) * taken / (taken - 1) * spread
    design = kish(w)
    return Estimate(
        value=ratio,
        se=math.sqrt(variance),
        dof=dof,
        n=design.n,
        effective_n=design.effective_n,
        is_full_count=open_strata == 0,
    )


def _per_stratum(
    scores: npt.NDArray[np.float64],
    strata: Labels | None,
    clusters: Labels | None,
    population: Population | None,
) -> Iterator[tuple[npt.NDArray[np.float64], float]]:
    """Yield per stratum the score totals of its clusters and the clusters in the frame."""
    n = scores.size
    stratum_of: Labels = [None] * n if strata is None else strata
    cluster_of: Labels = range(n) if clusters is None else clusters
    totals: dict[Hashable, dict[Hashable, float]] = {}
    for score, stratum, cluster in zip(scores, stratum_of, cluster_of, strict=True):
        inside = totals.setdefault(stratum, {})
        inside[cluster] = inside.get(cluster, 0.0) + float(score)
    for stratum, inside in totals.items():
        if population is None:
            frame_count = math.inf
        elif isinstance(population, Mapping):
            frame_count = float(population[stratum])
        else:
            frame_count = float(population)
        yield np.fromiter(inside.values(), dtype=np.float64), frame_count
