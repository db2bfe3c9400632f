"""The statistics against hand-computed, published and independently computed numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements.domain.statistics import (
    Change,
    Dispositions,
    EffectSizeUndefined,
    Estimate,
    Histogram,
    SampleLargerThanPopulation,
    SingleClusterStratum,
    Tier,
    cohen_h,
    effective_n_for_share,
    equivalence_p_value,
    hedges_g,
    holm_adjusted,
    hypergeometric_interval,
    is_equivalent,
    is_relevant_change,
    kish,
    mean_change,
    minimum_detectable_change_of_index,
    minimum_detectable_change_of_share,
    net_promoter_score,
    percentage_is_precise_enough,
    presentation_tier,
    response_rate,
    sample_size,
    share_change,
    share_interval,
    stratified_mean,
    weighted_mean,
    weighted_ratio,
    wilson_interval,
)

close = pytest.approx


def srs(share: float, n: int) -> Estimate:
    return Estimate(share, math.sqrt(share * (1 - share) / n), n - 1, n, float(n))


# Means


def test_stratified_mean_by_hand() -> None:
    # Strata of 10 and 20: (10*2 + 20*6) / 30; variance (1/3)^2*.7*1/3 + (2/3)^2*.9*8/2.
    found = weighted_mean(
        [1, 2, 3, 4, 8],
        [10 / 3, 10 / 3, 10 / 3, 10, 10],
        strata=["a", "a", "a", "b", "b"],
        population={"a": 10, "b": 20},
    )
    assert found.value == close(14 / 3)
    assert found.se == close(math.sqrt(0.7 / 27 + 1.6))
    assert found.dof == 3


def test_organisations_are_clusters_and_count_once() -> None:
    # Three organisations with means 10, 40, 70; each counts once, so m = 40 and SE^2 = 900 / 3.
    found = weighted_mean(
        [10, 30, 50, 70],
        [1, 0.5, 0.5, 1],
        clusters=["x", "y", "y", "z"],
    )
    assert found.value == close(40)
    assert found.se == close(math.sqrt(900 / 3))
    assert found.dof == 2


def test_finite_population_narrows_and_a_full_count_has_no_error() -> None:
    values = [20, 40, 60, 80]
    loose = weighted_mean(values)
    half = weighted_mean(values, population=8)
    full = weighted_mean(values, population=4)
    assert half.se == close(loose.se * math.sqrt(0.5))
    assert full.se == 0
    assert full.is_full_count
    assert full.interval() == (50, 50)
    assert not half.is_full_count


@pytest.mark.parametrize("seed", range(4))
def test_clustered_mean_equals_robust_regression(seed: int) -> None:
    import statsmodels.api as sm

    random = np.random.default_rng(seed)
    n = 120
    y, w = random.normal(60, 20, n), random.uniform(0.3, 3, n)
    clusters = random.integers(0, 25, n)
    in_domain = random.random(n) < 0.5
    for domain in (None, in_domain):
        weights = w if domain is None else w * domain
        oracle = sm.WLS(y, np.ones(n), weights=weights).fit(cov_type="cluster", cov_kwds={"groups": clusters})
        found = weighted_mean(y, w, clusters=list(clusters), domain=domain)
        assert found.value == close(float(oracle.params[0]))
        assert found.se == close(float(oracle.bse[0]))


def test_interval_uses_t_with_the_degrees_of_freedom() -> None:
    found = weighted_mean([1.0, 2.0, 3.0])
    reach = 4.302653 / math.sqrt(3)  # t(.975, 2) = 4.302653
    assert found.interval() == close((2 - reach, 2 + reach), rel=1e-6)


def test_ratio_by_hand() -> None:
    # R = 9/6; residuals y - R x = 0.5, -1, 0.5; V = n/(n-1) * sum u^2 with u = residual/6.
    found = weighted_ratio([2, 2, 5], [1, 2, 3])
    assert found.value == close(1.5)
    assert found.se == close(math.sqrt(1.5 * 1.5 / 36))


def test_a_stratum_with_one_answer_is_refused() -> None:
    with pytest.raises(SingleClusterStratum):
        weighted_mean([1, 2, 3], strata=["a", "a", "b"])


def test_more_answers_than_the_frame_is_refused() -> None:
    with pytest.raises(SampleLargerThanPopulation):
        weighted_mean([1, 2, 3], population=2)


def test_no_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        weighted_mean([])


histograms = st.dictionaries(st.integers(0, 1_000_000), st.integers(1, 9), min_size=2, max_size=6)


@given(histograms, histograms)
def test_stored_counts_give_the_same_mean_as_the_rows(a: dict[int, int], b: dict[int, int]) -> None:
    rows = [(v, s) for s, h in (("a", a), ("b", b)) for v, c in h.items() for _ in range(c)]
    population = {"a": 2 * sum(a.values()), "b": 3 * sum(b.values())}
    values = [v / 10_000 for v, _ in rows]
    strata = [s for _, s in rows]
    stored = {"a": Histogram(a), "b": Histogram(b)}
    by_rows = weighted_mean(values, strata=strata, population=population)
    by_counts = stratified_mean(stored, population=population, scale=10_000)
    assert by_counts.value == close(by_rows.value)
    assert by_counts.se == close(by_rows.se, rel=1e-6, abs=1e-9)
    assert (by_counts.n, by_counts.dof) == (by_rows.n, by_rows.dof)
    pooled = stratified_mean(stored, scale=10_000)
    assert pooled.se == close(weighted_mean(values).se, rel=1e-6, abs=1e-9)


def test_histogram_knows_unanimity() -> None:
    assert Histogram({5: 12}).is_unanimous
    assert Histogram({5: 12, 6: 0}).is_unanimous
    assert not Histogram({5: 12, 6: 1}).is_unanimous
    assert not Histogram().is_unanimous


# Weights


def test_kish_by_hand() -> None:
    found = kish([1, 1, 2])
    assert found.effective_n == close(16 / 6)
    assert found.design_effect == close(3 * 6 / 16)
    assert not found.is_worrying
    assert kish([1, 1, 1, 10]).is_worrying
    assert kish([1] * 20 + [100]).forbids_publication
    assert kish([0, 1, 1]).n == 2


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_kish_refuses_impossible_weights(weights: list[float]) -> None:
    with pytest.raises(ValueError, match=r"weight"):
        kish(weights)


# Shares


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_equals_newcombes_table(successes: int, n: int, low: float, high: float) -> None:
    assert wilson_interval(successes / n, n) == close((low, high), abs=5e-5)


def test_wilson_with_few_degrees_of_freedom_is_wider() -> None:
    narrow, wide = wilson_interval(0.4, 12), wilson_interval(0.4, 12, dof=11)
    assert wide[0] < narrow[0]
    assert wide[1] > narrow[1]


@pytest.mark.parametrize(("share", "n"), [(1.2, 10), (-0.1, 10), (0.5, 0)])
def test_wilson_refuses_nonsense(share: float, n: float) -> None:
    with pytest.raises(ValueError, match="share"):
        wilson_interval(share, n)


def test_effective_n_is_capped_and_follows_the_design() -> None:
    clustered = Estimate(0.5, 0.1, 20, 100, 100.0)
    assert effective_n_for_share(clustered) == close(25)
    assert effective_n_for_share(Estimate(0.5, 0.01, 99, 100, 100.0)) == 100
    assert effective_n_for_share(Estimate(1.0, 0.0, 99, 100, 64.0)) == 64


def test_hypergeometric_interval_by_enumeration() -> None:
    population, n, x = 20, 10, 3
    total = math.comb(population, n)

    def probability(k: int, i: int) -> float:
        return math.comb(k, i) * math.comb(population - k, n - i) / total

    inside = [
        k
        for k in range(x, population - n + x + 1)
        if sum(probability(k, i) for i in range(x, n + 1)) > 0.025
        and sum(probability(k, i) for i in range(x + 1)) > 0.025
    ]
    assert hypergeometric_interval(x, n, population) == (inside[0] / 20, inside[-1] / 20)
    assert hypergeometric_interval(3, 20, 20) == (0.15, 0.15)


def test_share_interval_takes_the_method_that_fits() -> None:
    share = weighted_mean([1] * 12 + [0] * 18, population=40)
    assert share_interval(share, successes=12, population=40) == hypergeometric_interval(12, 30, 40)
    large = weighted_mean([1] * 120 + [0] * 180, population=400)
    assert share_interval(large, successes=120, population=400) == wilson_interval(0.4, 300 * 399 / 100)
    assert share_interval(srs(0.4, 300)) == close(wilson_interval(0.4, 300))
    full = weighted_mean([1, 0, 0, 0], population=4)
    assert share_interval(full) == (0.25, 0.25)


def test_net_promoter_score_by_hand() -> None:
    found = net_promoter_score({10: 30, 9: 20, 8: 20, 7: 10, 6: 15, 0: 5})
    assert found.value == close(30)
    assert found.se == close(100 * math.sqrt((0.7 - 0.09) * 100 / 99 / 100))
    with pytest.raises(ValueError, match="between 0 and 10"):
        net_promoter_score({11: 5})
    with pytest.raises(ValueError, match="two answers"):
        net_promoter_score({9: 1})


# Change

SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_change_equals_students_sleep_data() -> None:
    # Student (1908); R t.test: t = 1.8608, df = 17.776, p = 0.07939, interval -0.2054832 .. 3.3654832.
    change = mean_change(weighted_mean(SLEEP_1), weighted_mean(SLEEP_2))
    assert change.difference == close(1.58)
    assert change.difference / change.se == close(1.8608, abs=1e-4)
    assert change.dof == close(17.776, abs=1e-3)
    assert change.p_value == close(0.07939, abs=1e-5)
    assert (change.low, change.high) == close((-0.2054832, 3.3654832), abs=1e-6)


@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10: p1 - p2.
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
    ],
)
def test_share_change_equals_newcombes_table(x1: int, n1: int, x2: int, n2: int, low: float, high: float) -> None:
    later, earlier = srs(x1 / n1, n1), srs(x2 / n2, n2)
    change = share_change(earlier, wilson_interval(x2 / n2, n2), later, wilson_interval(x1 / n1, n1))
    assert (change.low, change.high) == close((low, high), abs=5e-5)


def test_two_full_counts_are_not_tested() -> None:
    full = weighted_mean([1, 2], population=2)
    with pytest.raises(ValueError, match="describe"):
        mean_change(full, full)
    with pytest.raises(ValueError, match="cannot be tested"):
        share_change(full, (1, 1), full, (1, 1))


@pytest.mark.parametrize("margin", [0.5, 2.0, 4.0])
def test_equivalence_equals_statsmodels(margin: float) -> None:
    from statsmodels.stats.weightstats import ttost_ind

    oracle = ttost_ind(np.array(SLEEP_2), np.array(SLEEP_1), -margin, margin, usevar="unequal")[0]
    change = mean_change(weighted_mean(SLEEP_1), weighted_mean(SLEEP_2))
    assert equivalence_p_value(change, margin) == close(float(oracle))
    inside = mean_change(weighted_mean(SLEEP_1), weighted_mean(SLEEP_2), level=0.90)
    assert is_equivalent(change, margin) is (-margin < inside.low and inside.high < margin)


def test_an_arrow_needs_certainty_and_relevance() -> None:
    change = Change(4.0, 1.0, 100, 0.0001, 2.0, 6.0)
    assert is_relevant_change(change, 3.0, adjusted_p=0.04)
    assert not is_relevant_change(change, 3.0, adjusted_p=0.06)
    assert not is_relevant_change(change, 5.0, adjusted_p=0.001)


def test_holm_equals_published_and_statsmodels() -> None:
    from statsmodels.stats.multitest import multipletests

    assert holm_adjusted([0.01, 0.02, 0.03, 0.04, 0.05]) == close([0.05, 0.08, 0.09, 0.09, 0.09])
    mixed = [0.3, 0.001, 0.04, 0.04, 0.9, 0.012]
    assert holm_adjusted(mixed) == close(list(multipletests(mixed, method="holm")[1]))
    assert holm_adjusted([]) == []


def test_effect_sizes_by_hand() -> None:
    # df = 2: J = gamma(1) / (sqrt(1) gamma(1/2)) = 1 / sqrt(pi).
    assert hedges_g(10, 2, 2, 14, 2, 2) == close(2 / math.sqrt(math.pi))
    assert cohen_h(0.25, 0.75) == close(math.pi / 3)
    with pytest.raises(EffectSizeUndefined):
        hedges_g(1, 0, 5, 2, 0, 5)


# Response


@pytest.mark.parametrize(
    ("kind", "expected"), [(1, 50 / 120), (2, 60 / 120), (3, 50 / 108), (4, 60 / 108), (5, 50 / 100), (6, 60 / 100)]
)
def test_response_rates_by_hand(kind: int, expected: float) -> None:
    outcome = Dispositions(50, 10, refusal=15, non_contact=20, other=5, unknown_household=12, unknown_other=8)
    assert response_rate(outcome, kind, eligible_share=0.4) == close(expected)  # type: ignore[arg-type]


def test_response_rate_refuses_what_is_not_known() -> None:
    with pytest.raises(ValueError, match="eligible"):
        response_rate(Dispositions(5), 3)
    with pytest.raises(ValueError, match="No case"):
        response_rate(Dispositions(0), 1)


# Planning


@pytest.mark.parametrize(("population", "expected"), [(None, 385), (400, 197), (150, 109), (60, 53), (40, 37)])
def test_sample_size_table(population: int | None, expected: int) -> None:
    assert sample_size(0.05, population=population) == expected


@pytest.mark.parametrize(
    ("n", "plain", "deff13", "deff15"),
    [
        (100, 19.3, 21.9, 23.4),
        (150, 15.9, 18.0, 19.3),
        (300, 11.3, 12.9, 13.8),
        (600, 8.1, 9.2, 9.8),
        (1000, 6.2, 7.1, 7.6),
    ],
)
def test_minimum_detectable_change_of_a_share(n: int, plain: float, deff13: float, deff15: float) -> None:
    for deff, expected in ((1.0, plain), (1.3, deff13), (1.5, deff15)):
        assert 100 * minimum_detectable_change_of_share(n, design_effect=deff) == close(expected, abs=0.051)


def test_minimum_detectable_change_has_the_promised_power() -> None:
    from statsmodels.stats.proportion import power_proportions_2indep

    change = minimum_detectable_change_of_share(200)
    oracle = power_proportions_2indep(change, 0.5, 200)
    assert float(oracle.power) == close(0.8, abs=2e-3)


@pytest.mark.parametrize(
    ("n", "independent", "paired"),
    [(100, 7.9, 5.0), (150, 6.5, 4.1), (300, 4.6, 2.9), (600, 3.2, 2.0), (1000, 2.5, 1.6)],
)
def test_minimum_detectable_change_of_an_index(n: int, independent: float, paired: float) -> None:
    assert minimum_detectable_change_of_index(n) == close(independent, abs=0.051)
    assert minimum_detectable_change_of_index(n, correlation=0.6) == close(paired, abs=0.051)


def test_a_finite_population_lowers_the_detectable_change() -> None:
    free = minimum_detectable_change_of_index(60)
    assert minimum_detectable_change_of_index(60, population=80) == close(free / 2)
    assert minimum_detectable_change_of_index(60, population=60) == 0
    assert minimum_detectable_change_of_share(60, population=60) == 0
    with pytest.raises(ValueError, match="larger"):
        minimum_detectable_change_of_index(90, population=80)
    with pytest.raises(ValueError, match="no change"):
        minimum_detectable_change_of_share(3, share=0.9)


# Presentation


@pytest.mark.parametrize(
    ("n", "options", "expected"),
    [
        (9, {}, "T0"),
        (10, {}, "T1"),
        (10, {"floor": 12}, "T0"),
        (29, {}, "T1"),
        (30, {}, "T2"),
        (30, {"effective_n": 29.9}, "T1"),
        (99, {}, "T2"),
        (100, {}, "T3"),
        (100, {"is_qualitative": True}, "T1"),
        (11, {"is_qualitative": True}, "T1"),
        (15, {"population": 30, "allows_indicative": True}, "T1c"),
        (15, {"population": 30}, "T1"),
        (15, {"population": 31, "allows_indicative": True}, "T1"),
        (14, {"population": 20, "allows_indicative": True}, "T1"),
    ],
)
def test_presentation_tiers(n: int, options: dict[str, object], expected: str) -> None:
    assert presentation_tier(n, **options) == expected  # type: ignore[arg-type]


def test_what_a_tier_shows() -> None:
    assert [tier.value for tier in Tier if tier.shows_mean] == ["T1c", "T2", "T3"]
    assert [tier.value for tier in Tier if tier.shows_share] == ["T2", "T3"]


@pytest.mark.parametrize(
    ("share", "low", "high", "expected"),
    [
        (0.5, 0.35, 0.65, False),  # 30 points wide
        (0.5, 0.36, 0.65, True),
        (0.02, 0.0, 0.05, True),  # at most 5 points wide
        (0.05, 0.01, 0.10, False),  # 180% of the share
        (0.10, 0.05, 0.18, True),  # 130% of the share
        (0.0, 0.0, 0.11, False),
    ],
)
def test_precision_of_a_percentage(share: float, low: float, high: float, expected: bool) -> None:
    assert percentage_is_precise_enough(share, low, high) is expected


def test_the_package_loads_no_scipy() -> None:
    import subprocess
    import sys

    code = "import sys, measurements.domain.statistics, measurements.domain.disclosure; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
