"""Scores of one person: items, scales, knowledge, composites."""

from fractions import Fraction

import pytest

from measurements.domain.scoring import (
    item_score,
    knowledge_score,
    needed_answers,
    scale_score,
)


@pytest.mark.parametrize(
    ("value", "minimum", "maximum", "is_reversed", "points"),
    [
        (1, 1, 5, False, 0),
        (4, 1, 5, False, 75),
        (5, 1, 5, False, 100),
        (4, 1, 5, True, 25),
        (7, 0, 10, False, 70),
        (7, 1, 10, False, Fraction(200, 3)),
        (2, 1, 7, True, Fraction(500, 6)),
    ],
)
def test_item_to_points(value: int, minimum: int, maximum: int, is_reversed: bool, points: Fraction) -> None:
    assert item_score(value, minimum=minimum, maximum=maximum, is_reversed=is_reversed) == points


@pytest.mark.parametrize("value", [0, 6])
def test_an_answer_outside_the_scale_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="scale"):
        item_score(value, minimum=1, maximum=5)


@pytest.mark.parametrize(("items", "needed"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (6, 5), (8, 6)])
def test_three_quarters_must_be_answered(items: int, needed: int) -> None:
    assert needed_answers(items) == needed


def points(*values: int | None) -> list[Fraction | None]:
    return [None if value is None else item_score(value, minimum=1, maximum=5) for value in values]


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ((5, 4, 4, 3), 750_000),
        ((5, 4, 4, None), 833_333),  # (100 + 75 + 75) / 3 rounded once
        ((5, 4, None, None), None),
        ((5, 4, None), None),
        ((5, 4, 2), 666_667),  # 200 / 3
        ((None,), None),
        ((), None),
    ],
)
def test_scale_score(answers: tuple[int | None, ...], score: int | None) -> None:
    assert scale_score(points(*answers)) == score


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        ((True,) * 6, 1_000_000),
        ((True, True, True, True, False, False), 666_667),
        ((False,) * 6, 0),
        ((True, True, True, True, True, None), 833_333),
        ((True, True, True, True, None, None), None),
        ((), None),
    ],
)
def test_knowledge_score(marks: tuple[bool | None, ...], score: int | None) -> None:
    assert knowledge_score(marks) == score


def test_a_document_may_ask_for_more_or_fewer_answers() -> None:
    assert scale_score(points(5, None, None, None), needed=1) == 1_000_000
    assert scale_score(points(5, 5, 5, None), needed=4) is None
    assert knowledge_score((True, None, None), needed=1) == 333_333
