"""What may be shown about groups, and what somebody who sees it all can still work out."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from measurements.domain.disclosure import (
    EVERYBODY,
    ContradictoryCounts,
    FloorTooLow,
    Group,
    Rules,
    Table,
    TooManyCuts,
    fewest_organisations,
    group_of,
    is_within,
    open_answers_may_be_shown,
    released,
    single_cuts,
)

RULES = Rules(floor=10)


def one_cut(**counts: int) -> Table:
    return Table({group_of(kind=name): n for name, n in counts.items()})


def shown_names(table: Table, groups: list[Group] | None = None, rules: Rules = RULES) -> set[str]:
    shown = released(table, groups or single_cuts(table), rules)
    return {"+".join(category for _, category in group) or "all" for group in shown}


def attack(cells: dict[Group, int], shown: frozenset[Group], wanted: set[Group]) -> tuple[float, float]:
    """The attacker: knows every shown count and all possible cells, bounds any set of cells.

    Written apart from the product's code on purpose.
    """
    order = list(cells)
    facts = [
        (
            [1.0 if is_within(cell, group) else 0.0 for cell in order],
            float(sum(n for cell, n in cells.items() if is_within(cell, group))),
        )
        for group in shown
    ]
    aim = np.array([1.0 if cell in wanted else 0.0 for cell in order])
    matrix = np.array([row for row, _ in facts]) if facts else None
    right = np.array([value for _, value in facts]) if facts else None
    low = linprog(aim, A_eq=matrix, b_eq=right, method="highs")
    high = linprog(-aim, A_eq=matrix, b_eq=right, method="highs")
    top = -high.fun if high.status == 0 else float("inf")
    return float(np.ceil(low.fun - 1e-6)), top if np.isinf(top) else float(np.floor(top + 1e-6))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 40, "b": 30, "c": 20}, {"all", "a", "b", "c"}),
        # One small group is never withheld alone: the smallest other goes with it.
        ({"a": 40, "b": 30, "c": 5}, {"all", "a"}),
        # Two small ones that together reach the floor protect each other.
        ({"a": 40, "b": 6, "c": 7}, {"all", "a"}),
        # Two small ones that together stay below it take a third with them.
        ({"a": 40, "b": 3, "c": 4, "d": 25}, {"all", "a"}),
        # The complement of a large group of two is the small one.
        ({"a": 95, "b": 5}, {"all"}),
        # Everybody together is too few.
        ({"a": 5, "b": 4}, set()),
        ({"a": 9}, set()),
        ({"a": 10}, {"all", "a"}),
        # An empty group hides nobody and costs no other group.
        ({"a": 40, "b": 30, "c": 0}, {"all", "a", "b"}),
    ],
)
def test_single_cut_hides_what_can_be_derived(counts: dict[str, int], expected: set[str]) -> None:
    assert shown_names(one_cut(**counts)) == expected


def test_a_difference_between_nested_cuts_is_not_given_away() -> None:
    # Units a and b lie in "west"; west 63 minus team a 58 would give the 5 people of team b.
    cells = {
        group_of(region="west", team="a"): 58,
        group_of(region="west", team="b"): 5,
        group_of(region="east", team="c"): 40,
        group_of(region="east", team="d"): 30,
    }
    table = Table(cells, parents={"team": "region"})
    shown = released(table, single_cuts(table), RULES)
    low, high = attack(cells, shown, {group_of(region="west", team="b")})
    assert high - low >= 10
    assert group_of(team="b") not in shown


def test_parent_minus_children_gap_counts_people_without_a_child() -> None:
    # 4 people of the directorate are in no team: directorate minus its teams would give them.
    cells = {
        group_of(directorate="x", team="a"): 30,
        group_of(directorate="x", team="b"): 20,
        group_of(directorate="x", team="none"): 4,
        group_of(directorate="y", team="c"): 50,
        group_of(directorate="y", team="d"): 60,
    }
    table = Table(cells, parents={"team": "directorate"})
    groups = [g for g in single_cuts(table) if g != group_of(team="none")]
    shown = released(table, groups, RULES)
    low, high = attack(cells, shown, {group_of(directorate="x", team="none")})
    assert high - low >= 10


def test_groups_published_earlier_stay_known_to_the_attacker() -> None:
    cells = {group_of(team="a"): 40, group_of(team="b"): 33}
    everybody_but_new = Table({**cells, group_of(team="new"): 4})
    before = frozenset({EVERYBODY, group_of(team="a")})
    shown = released(everybody_but_new, single_cuts(everybody_but_new), RULES, shown_before=before)
    assert group_of(team="b") not in shown
    assert before <= shown


def test_a_pooled_period_does_not_give_away_a_small_month() -> None:
    # A wave is a cut like any other: quarter 100 minus two months of 48 would give the month of 4.
    cells = {group_of(month="1"): 48, group_of(month="2"): 48, group_of(month="3"): 4}
    shown = released(Table(cells), single_cuts(Table(cells)), RULES)
    low, high = attack(cells, shown, {group_of(month="3")})
    assert high - low >= 10


def test_level_one_also_needs_five_organisations() -> None:
    table = Table(
        {group_of(kind="a"): 40, group_of(kind="b"): 30, group_of(kind="c"): 25},
        organisations={
            EVERYBODY: 20,
            group_of(kind="a"): 12,
            group_of(kind="b"): 4,
            group_of(kind="c"): 6,
        },
    )
    rules = Rules(floor=10, least_organisations=5)
    assert released(table, single_cuts(table), rules) == {EVERYBODY, group_of(kind="a")}
    assert group_of(kind="b") in released(table, single_cuts(table), RULES)


def test_a_group_of_unknown_organisations_is_withheld_at_level_one() -> None:
    table = one_cut(a=40, b=30)
    assert released(table, single_cuts(table), Rules(least_organisations=5)) == frozenset()


def test_a_unanimous_group_is_withheld() -> None:
    table = Table({group_of(kind=k): 30 for k in "abc"}, unanimous={group_of(kind="b")})
    shown = released(table, single_cuts(table), RULES)
    assert group_of(kind="b") not in shown
    assert len(shown) == 2  # everybody, and one of the other two


def test_a_group_withheld_once_is_withheld_for_every_question() -> None:
    table = one_cut(a=40, b=30, c=20)
    before = {group_of(kind="c")}
    # c alone would be found as the difference, so b, the smallest other, goes with it.
    shown = released(table, single_cuts(table), RULES, withheld_before=before)
    assert shown == {EVERYBODY, group_of(kind="a")}


def test_known_sizes_of_groups_count_for_the_attacker() -> None:
    # Hidden together: 6 + 12 = 18. Who knows that 8 and 12 were invited finds 6 to 8 people in a.
    cells = {group_of(kind="a"): 6, group_of(kind="b"): 12, group_of(kind="c"): 50}
    sizes = {group_of(kind="a"): 8, group_of(kind="b"): 12}
    loose = released(Table(cells), single_cuts(Table(cells)), RULES)
    tight = released(Table(cells, sizes=sizes), single_cuts(Table(cells)), RULES)
    assert group_of(kind="c") in loose
    assert group_of(kind="c") not in tight


def test_more_answers_than_invited_people_is_refused() -> None:
    cells = {group_of(kind="a"): 6, group_of(kind="b"): 12, group_of(kind="c"): 50}
    table = Table(cells, sizes={EVERYBODY: 20})
    with pytest.raises(ContradictoryCounts):
        released(table, single_cuts(table), RULES)


@pytest.mark.parametrize("floor", [4, 1, 0, -3])
def test_a_floor_below_five_is_refused(floor: int) -> None:
    with pytest.raises(FloorTooLow):
        Rules(floor=floor)


def test_five_cuts_are_refused() -> None:
    with pytest.raises(TooManyCuts):
        Table({group_of(a="1", b="1", c="1", d="1", e="1"): 50})


@pytest.mark.parametrize(("answers", "floor", "allowed"), [(19, 10, False), (20, 10, True), (24, 25, False)])
def test_open_answers_need_twenty_or_the_floor(answers: int, floor: int, allowed: bool) -> None:
    assert open_answers_may_be_shown(answers, Rules(floor=floor)) is allowed


@pytest.mark.parametrize(
    ("answers", "contacts", "expected"),
    [(10, [3, 3, 3, 3, 3], 4), (1, [5], 1), (0, [5, 5], 0), (12, [6, 6, 1], 2), (13, [6, 6, 1], 3)],
)
def test_fewest_organisations_is_a_lower_bound(answers: int, contacts: list[int], expected: int) -> None:
    assert fewest_organisations(answers, contacts) == expected


CELL_COUNTS = st.one_of(st.integers(0, 14), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[Group, int], dict[str, str]]:
    sizes = draw(st.sampled_from([(2,), (3,), (5,), (2, 2), (3, 2), (4, 3), (2, 2, 2), (2, 2, 2, 2)]))
    cells: dict[Group, int] = {}
    for index in np.ndindex(*sizes):
        cell = tuple((f"cut{c}", f"v{value}") for c, value in enumerate(index))
        cells[cell] = draw(CELL_COUNTS)
    return cells, {}


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from([5, 10, 15]), st.booleans())
def test_no_small_group_can_be_bounded_tighter_than_the_floor(
    made: tuple[dict[Group, int], dict[str, str]], floor: int, with_pairs: bool
) -> None:
    cells, _ = made
    table = Table(cells)
    groups = single_cuts(table)
    if with_pairs:
        pairs = {
            tuple(sorted({first, second}))
            for cell in cells
            for first in cell
            for second in cell
            if first[0] < second[0]
        }
        groups = [*groups, *sorted(pairs)]
    shown = released(table, groups, Rules(floor=floor))
    for group in groups:
        members = {cell for cell in cells if is_within(cell, group)}
        n = sum(cells[cell] for cell in members)
        if group in shown:
            assert n >= floor
        for inside in (members, set(cells) - members):
            size = sum(cells[cell] for cell in inside)
            if 0 < size < floor:
                low, high = attack(cells, shown, inside)
                assert high - low >= floor, (group, shown)


@settings(max_examples=30, deadline=None)
@given(tables(), st.integers(0, 2**32))
def test_the_verdict_does_not_depend_on_the_order(made: tuple[dict[Group, int], dict[str, str]], seed: int) -> None:
    cells, _ = made
    shuffled = list(cells.items())
    random.Random(seed).shuffle(shuffled)
    groups = single_cuts(Table(cells))
    mixed = list(groups)
    random.Random(seed + 1).shuffle(mixed)
    assert released(Table(cells), groups, RULES) == released(Table(dict(shuffled)), mixed, RULES)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 8).map(lambda i: 10 + i), min_size=2, max_size=8))
def test_nothing_is_withheld_when_every_group_reaches_the_floor(counts: list[int]) -> None:
    table = one_cut(**{f"g{i}": n for i, n in enumerate(counts)})
    assert released(table, single_cuts(table), RULES) == set(single_cuts(table))
