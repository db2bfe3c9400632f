"""The scoring key of an instrument version: which answers make which score, on which scale.

Plain Python, also used while filing answers in a worker. An answer is a mapping of item code to the stored answer: a
whole number for a scale, a text for a choice, None (or nothing) where it was not answered or "don't know" was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .scoring import UNIT, item_score, knowledge_score, mean_of_answered, scale_score

ANSWERS = "answers"
COMPLETE, PARTIAL, BROKEN_OFF = 2, 1, 0


@dataclass(frozen=True)
class ScaleItem:
    """An item answered with a whole number between `minimum` and `maximum`."""

    code: str
    minimum: int
    maximum: int
    is_reversed: bool = False

    def points(self, answers: Mapping[str, Any]) -> Fraction | None:
        """The answer as 0-100, exact; None when not answered. Raises ValueError outside the scale."""
        value = _whole_number(answers.get(self.code))
        if value is None:
            return None
        return item_score(value, minimum=self.minimum, maximum=self.maximum, is_reversed=self.is_reversed)


@dataclass(frozen=True)
class KnowledgeItem:
    """An item with a right answer; every other choice, "don't know" included, is not right."""

    code: str
    right: str

    def mark(self, answers: Mapping[str, Any]) -> bool | None:
        """Whether it was answered right; None when it was not answered."""
        value = answers.get(self.code)
        return None if value is None else str(value) == self.right


@dataclass(frozen=True)
class Scale:
    """Items that measure one construct together, from 0 to 100."""

    code: str
    items: tuple[ScaleItem, ...]
    minimum = 0
    maximum = 100

    def points(self, answers: Mapping[str, Any]) -> Fraction | None:
        """Mean of the answered items, None when fewer than 75% (all of one to three) are answered."""
        return mean_of_answered([item.points(answers) for item in self.items])

    def score(self, answers: Mapping[str, Any]) -> int | None:
        """The person's score in ten-thousandths."""
        return scale_score([item.points(answers) for item in self.items])


@dataclass(frozen=True)
class Knowledge:
    """A quiz: the share of right answers, from 0 to 100."""

    code: str
    items: tuple[KnowledgeItem, ...]
    minimum = 0
    maximum = 100

    def score(self, answers: Mapping[str, Any]) -> int | None:
        """The person's score in ten-thousandths."""
        return knowledge_score([item.mark(answers) for item in self.items])


@dataclass(frozen=True)
class Grade:
    """One item that keeps its own scale, such as a grade from 1 to 10."""

    code: str
    item: ScaleItem

    @property
    def minimum(self) -> int:
        """Lowest possible grade."""
        return self.item.minimum

    @property
    def maximum(self) -> int:
        """Highest possible grade."""
        return self.item.maximum

    def score(self, answers: Mapping[str, Any]) -> int | None:
        """The grade in ten-thousandths of a grade point. Raises ValueError outside the scale."""
        value = _whole_number(answers.get(self.item.code))
        if value is None:
            return None
        if not self.item.minimum <= value <= self.item.maximum:
            raise ValueError(f"{value} does not lie on the scale {self.item.minimum}..{self.item.maximum}.")
        return value * UNIT


@dataclass(frozen=True)
class Composite:
    """The mean of several scales of one person, each scale counting once."""

    code: str
    scales: tuple[Scale, ...]
    minimum = 0
    maximum = 100

    def score(self, answers: Mapping[str, Any]) -> int | None:
        """The person's score in ten-thousandths, None when fewer than 75% of the scales count."""
        return scale_score([scale.points(answers) for scale in self.scales])


Construct = Scale | Knowledge | Grade | Composite


@dataclass(frozen=True)
class ScoringKey:
    """All constructs of an instrument version, in the order of the document."""

    constructs: tuple[Construct, ...]

    def construct(self, code: str) -> Construct:
        """The construct with this code. Raises KeyError."""
        return {construct.code: construct for construct in self.constructs}[code]

    @property
    def item_codes(self) -> frozenset[str]:
        """Codes of all items that count for a score."""
        codes: set[str] = set()
        for construct in self.constructs:
            if isinstance(construct, Composite):
                continue
            items = (construct.item,) if isinstance(construct, Grade) else construct.items
            codes.update(item.code for item in items)
        return frozenset(codes)

    def completeness(self, answered: frozenset[str]) -> int:
        """COMPLETE (at least 80% of the scored items answered), PARTIAL (at least 50%) or BROKEN_OFF.

        "Don't know" is an answer here: `answered` holds the codes of all items to which something was given.
        """
        needed = len(self.item_codes)
        given = len(self.item_codes & answered)
        if given * 100 >= needed * 80:
            return COMPLETE
        return PARTIAL if given * 100 >= needed * 50 else BROKEN_OFF

    def scores(self, answers: Mapping[str, Any]) -> dict[str, int]:
        """Score per construct in ten-thousandths, without the constructs that too few items were answered of."""
        found = {construct.code: construct.score(answers) for construct in self.constructs}
        return {code: score for code, score in found.items() if score is not None}


def _whole_number(value: Any) -> int | None:
    """A scale answer as stored (number or its text), None for nothing or a "don't know" code."""
    if value is None or isinstance(value, bool):
        return None
    text = str(value)
    return int(text) if text.lstrip("-").isdigit() else None


__all__ = [
    "ANSWERS",
    "BROKEN_OFF",
    "COMPLETE",
    "PARTIAL",
    "Composite",
    "Construct",
    "Grade",
    "Knowledge",
    "KnowledgeItem",
    "Scale",
    "ScaleItem",
    "ScoringKey",
]
