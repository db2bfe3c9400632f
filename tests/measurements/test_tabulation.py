"""From counts or rows to lines: what is shown, with which figures, and what is kept back everywhere."""

import math

import pytest

from measurements.domain.disclosure import EVERYBODY, Group, Rules, group_of
from measurements.domain.scoring_key import (
    ANSWERS,
    BROKEN_OFF,
    COMPLETE,
    PARTIAL,
    Composite,
    Grade,
    Knowledge,
    KnowledgeItem,
    Promoters,
    Scale,
    ScaleItem,
    ScoringKey,
)
from measurements.domain.statistics import Histogram, Tier
from measurements.domain.tabulation import Design, Line, Respondent, tabulate

AGREE = tuple(ScaleItem(f"REP{i}", 1, 5) for i in range(1, 5))
REP = Scale("REP", AGREE, 3)
TRU = Scale("TRU", (ScaleItem("TRU1", 0, 10),), 1)
GRADE = Grade("GRADE", ScaleItem("APP1", 1, 10))
QUIZ = Knowledge("KNO", tuple(KnowledgeItem(f"KNO{i}", "true") for i in range(1, 7)), 5)
NPS = Promoters("NPS", ScaleItem("SUP1", 0, 10))
KEY = ScoringKey((REP, TRU, GRADE, QUIZ, Composite("BOTH", (REP, TRU), 2)))


def test_scores_of_one_person() -> None:
    answers = {"REP1": 5, "REP2": 4, "REP3": 4, "TRU1": 7, "APP1": "8", "KNO1": "true", "KNO2": "dont_know"}
    assert KEY.scores(answers) == {
        "REP": 833_333,
        "TRU": 700_000,
        "GRADE": 80_000,
        # (83.3333… + 70) / 2, rounded once
        "BOTH": 766_667,
    }
    full_quiz = {f"KNO{i}": "true" if i < 5 else "false" for i in range(1, 7)}
    assert KEY.scores(full_quiz) == {"KNO": 666_667}


def test_an_impossible_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="scale"):
        KEY.scores({"APP1": 11})
    with pytest.raises(ValueError, match="scale"):
        KEY.scores({"REP1": 6, "REP2": 1, "REP3": 1, "REP4": 1})


@pytest.mark.parametrize(
    ("given", "expected"),
    [(12, COMPLETE), (10, COMPLETE), (9, PARTIAL), (6, PARTIAL), (5, BROKEN_OFF), (0, BROKEN_OFF)],
)
def test_completeness_counts_scored_items(given: int, expected: int) -> None:
    codes = sorted(KEY.item_codes)
    assert len(codes) == 12
    assert KEY.completeness(frozenset([*codes[:given], "OPEN1"])) == expected


def wave(**groups: dict[int, int]) -> dict[str, dict[Group, Histogram]]:
    cells = {group_of(kind=name): Histogram(values) for name, values in groups.items()}
    return {"REP": cells, ANSWERS: {cell: Histogram({2: histogram.n}) for cell, histogram in cells.items()}}


def by_group(lines: list[Line]) -> dict[str, Line]:
    return {line.group[0][1] if line.group else "all": line for line in lines}


def test_anonymous_wave_with_finite_population() -> None:
    counts = wave(a={500_000: 20, 1_000_000: 20}, b={0: 30, 500_000: 10})
    lines = by_group(tabulate([REP], counts, Design(Rules(), is_finite=True, sizes={EVERYBODY: 160})))
    whole = lines["all"]
    assert whole.tier == Tier.MEAN
    assert whole.n == 80
    assert whole.estimate is not None
    # Sum (20*50 + 20*100 + 10*50) / 80 = 43.75; f = 80/160.
    assert whole.estimate.value == pytest.approx(43.75)
    squares = 30 * 50**2 + 20 * 100**2
    variance = (squares - 80 * 43.75**2) / 79
    assert whole.estimate.se == pytest.approx(math.sqrt(0.5 * variance / 80))
    # 80 answers in all are too few for means of parts.
    assert lines["a"].tier == Tier.THEMES
    assert lines["a"].n == 40
    assert lines["a"].estimate is None


def test_parts_have_a_mean_from_a_hundred_answers_on() -> None:
    lines = by_group(tabulate([REP], wave(a={500_000: 30, 1_000_000: 30}, b={0: 30, 500_000: 10}), Design(Rules())))
    assert lines["all"].tier == Tier.SUBGROUPS
    assert lines["a"].estimate is not None
    assert lines["a"].estimate.value == pytest.approx(75)
    assert lines["b"].tier == Tier.MEAN


def test_a_promoter_score_needs_fifty_answers() -> None:
    def counts(n: int) -> dict[str, dict[Group, Histogram]]:
        return {
            "NPS": {EVERYBODY: Histogram({1_000_000: n - 10, -1_000_000: 10})},
            ANSWERS: {EVERYBODY: Histogram({2: n})},
        }

    few, enough = (by_group(tabulate([NPS], counts(n), Design(Rules())))["all"] for n in (49, 50))
    assert few.tier == Tier.THEMES
    assert enough.estimate is not None
    assert enough.estimate.value == pytest.approx(60)
    assert NPS.score({"SUP1": 9}) == 1_000_000
    assert NPS.score({"SUP1": 8}) == 0
    assert NPS.score({"SUP1": 6}) == -1_000_000
    assert NPS.score({"SUP1": "dk"}) is None


def test_tiers_keep_back_means_of_few_answers() -> None:
    lines = by_group(tabulate([REP], wave(a={0: 10, 500_000: 15}, b={0: 60, 10_000: 20}), Design(Rules())))
    assert lines["a"].tier == Tier.THEMES
    assert lines["a"].n == 25
    assert lines["a"].estimate is None
    assert lines["a"].low is None
    assert lines["b"].tier == Tier.MEAN


def test_a_small_group_and_its_complement_carry_no_number_at_all() -> None:
    lines = by_group(tabulate([REP], wave(a={0: 40, 10_000: 5}, b={0: 4, 500_000: 4}), Design(Rules())))
    assert lines["all"].estimate is not None
    for name in ("a", "b"):
        assert lines[name] == Line("REP", group_of(kind=name), Tier.NOTHING)


def test_an_indicative_index_is_for_the_whole_of_a_small_population_only() -> None:
    counts = wave(a={500_000: 8, 1_000_000: 8}, b={0: 4, 500_000: 7})
    sizes = {EVERYBODY: 50, group_of(kind="a"): 25, group_of(kind="b"): 25}
    design = Design(Rules(), is_finite=True, allows_indicative=True, sizes=sizes)
    lines = by_group(tabulate([REP], counts, design))
    assert lines["all"].tier == Tier.INDICATIVE
    assert lines["all"].estimate is not None
    assert lines["a"].tier == Tier.THEMES


def test_every_organisation_counts_once_in_a_confidential_wave() -> None:
    cell = group_of(kind="a")
    # 30 organisations with one contact at 100, one organisation with 30 contacts at 0.
    people = [Respondent(cell, f"o{i}", {"REP": 1_000_000}) for i in range(30)]
    people += [Respondent(cell, "big", {"REP": 0}) for _ in range(30)]
    counts = {
        "REP": {cell: Histogram({1_000_000: 30, 0: 30})},
        ANSWERS: {cell: Histogram({2: 60})},
    }
    design = Design(Rules(least_organisations=5), is_finite=True, sizes={EVERYBODY: 62})
    lines = by_group(tabulate([REP], counts, design, respondents=people))
    whole = lines["all"]
    assert whole.n_organisations == 31
    assert whole.estimate is not None
    assert whole.estimate.value == pytest.approx(100 * 30 / 31)
    assert whole.estimate.dof == 30


def test_four_organisations_are_too_few_however_many_people_answer() -> None:
    cell = group_of(kind="a")
    people = [Respondent(cell, i % 4, {"REP": 10_000 * (i % 7)}) for i in range(80)]
    histogram = Histogram({10_000 * v: sum(1 for i in range(80) if i % 7 == v) for v in range(7)})
    counts = {"REP": {cell: histogram}, ANSWERS: {cell: Histogram({2: 80})}}
    design = Design(Rules(least_organisations=5))
    assert {line.tier for line in tabulate([REP], counts, design, respondents=people)} == {Tier.NOTHING}
    # Anonymous: 80 answers may come from four organisations of twenty contacts, so nothing is shown.
    anonymous = Design(Rules(least_organisations=5), contacts=[20] * 10)
    assert {line.tier for line in tabulate([REP], counts, anonymous)} == {Tier.NOTHING}
    spread = Design(Rules(least_organisations=5), contacts=[2] * 60)
    assert tabulate([REP], counts, spread)[0].estimate is not None


def test_a_group_hidden_for_participation_is_hidden_for_every_construct() -> None:
    counts = wave(a={0: 20, 500_000: 30}, b={0: 4, 500_000: 3}, c={0: 20, 500_000: 20})
    # In TRU group c is small enough to be the natural partner of nobody; b must stay hidden all the same.
    counts["TRU"] = dict(counts["REP"])
    for construct in (REP, TRU):
        lines = by_group(tabulate([construct], counts, Design(Rules())))
        assert {name for name in "abc" if lines[name].tier == Tier.NOTHING} == {"b", "c"}


def test_a_unanimous_group_has_no_mean() -> None:
    lines = by_group(
        tabulate([REP], wave(a={500_000: 40}, b={0: 30, 10_000: 30}, c={0: 50, 20_000: 1}), Design(Rules()))
    )
    assert lines["a"].tier == Tier.NOTHING


def test_interval_stays_on_the_scale() -> None:
    lines = by_group(tabulate([REP], wave(a={1_000_000: 39, 0: 1}), Design(Rules())))
    assert lines["all"].high == 100.0
