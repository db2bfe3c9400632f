"""Scores from answers: items to 0-100, scales, knowledge; integers, rounded once.

A score is kept as a whole number of ten-thousandths of a point (0 .. 1,000,000 for 0-100), because
sums of integers are the same in every order: a recount gives exactly the figures that were added up
while filing. All arithmetic before the one rounding is exact (fractions).
"""

from collections.abc import Sequence
from fractions import Fraction

UNIT = 10_000
FULL_SCORE = 100


def item_score(value: int, *, minimum: int, maximum: int, is_reversed: bool = False) -> Fraction:
    """An answer on a scale from `minimum` to `maximum` as points 0-100, exact.

    (x - min) / (max - min) * 100; a reversed item counts as min + max - x.
    Raises ValueError when the answer lies outside the scale.
    """
    if minimum >= maximum or not minimum <= value <= maximum:
        raise ValueError(f"{value} does not lie on the scale {minimum}..{maximum}.")
    position = minimum + maximum - value if is_reversed else value
    return Fraction(position - minimum, maximum - minimum) * FULL_SCORE


def needed_answers(items: int) -> int:
    """How many items of a scale must be answered: all of one to three, else at least 75%."""
    return items if items <= 3 else -(-3 * items // 4)


def mean_of_answered(scores: Sequence[Fraction | None], *, needed: int | None = None) -> Fraction | None:
    """Mean of the answered scores, or None when fewer than `needed` (see `needed_answers`) are answered."""
    answered = [score for score in scores if score is not None]
    if not answered or len(answered) < (needed_answers(len(scores)) if needed is None else needed):
        return None
    return sum(answered, Fraction(0)) / len(answered)


def to_units(score: Fraction) -> int:
    """Points as whole ten-thousandths, half to even: the one rounding."""
    return round(score * UNIT)


def scale_score(scores: Sequence[Fraction | None], *, needed: int | None = None) -> int | None:
    """Score of one person on a scale in ten-thousandths, or None when too few items are answered."""
    mean = mean_of_answered(scores, needed=needed)
    return None if mean is None else to_units(mean)


def knowledge_score(right: Sequence[bool | None], *, needed: int | None = None) -> int | None:
    """Share of right answers in ten-thousandths of a point of 0-100.

    `True` is right, `False` is wrong or "don't know" (both not right), `None` was not answered.
    A quiz that was left before the end counts only when `needed` items (see `needed_answers`) were
    answered; what was not answered then counts as not right.
    """
    answered = sum(1 for mark in right if mark is not None)
    if not answered or answered < (needed_answers(len(right)) if needed is None else needed):
        return None
    return to_units(Fraction(sum(1 for mark in right if mark), len(right)) * FULL_SCORE)
