"""The scoring key of an instrument version: which answers make which score, on which scale.

Plain Python, also used while filing answers in a worker. An answer is a mapping of item code to the stored answer: a
whole number for a scale, a text for a choice, None (or nothing) where it was not answered or "don't know" was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from . import instrument
from .instrument import Questionnaire
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
    """Items that measure one construct together, from 0 to 100; `needed` of them must be answered."""

    code: str
    items: tuple[ScaleItem, ...]
    needed: int
    minimum = 0
    maximum = 100

    def points(self, answers: Mapping[str, Any]) -> Fraction | None:
        """Mean of the answered items, None when too few are answered."""
        return mean_of_answered([item.points(answers) for item in self.items], needed=self.needed)

    def score(self, answers: Mapping[str, Any]) -> int | None:
        """The person's score in ten-thousandths."""
        return scale_score([item.points(answers) for item in self.items], needed=self.needed)


@dataclass(frozen=True)
class Knowledge:
    """A quiz: the share of right answers, from 0 to 100; `needed` items must be answered ("don't know" is one)."""

    code: str
    items: tuple[KnowledgeItem, ...]
    needed: int
    minimum = 0
    maximum = 100

    def score(self, answers: Mapping[str, Any]) -> int | None:
        """The person's score in ten-thousandths."""
        return knowledge_score([item.mark(answers) for item in self.items], needed=self.needed)


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
    """The mean of several scales of one person, each scale counting once; `needed` of them must count."""

    code: str
    scales: tuple[Scale, ...]
    needed: int
    minimum = 0
    maximum = 100

    def score(self, answers: Mapping[str, Any]) -> int | None:
        """The person's score in ten-thousandths, None when too few scales count."""
        return scale_score([scale.points(answers) for scale in self.scales], needed=self.needed)


@dataclass(frozen=True)
class Promoters:
    """Recommendation 0-10 as net promoter score: 9 and 10 count 100, 0 to 6 count -100, the rest 0."""

    code: str
    item: ScaleItem
    minimum = -100
    maximum = 100

    def score(self, answers: Mapping[str, Any]) -> int | None:
        """100, 0 or -100 in ten-thousandths. Raises ValueError outside 0..10."""
        value = Grade(self.code, self.item).score(answers)
        if value is None:
            return None
        return (100 if value >= 9 * UNIT else -100 if value <= 6 * UNIT else 0) * UNIT


@dataclass(frozen=True)
class Gap:
    """How far wanted lies above now, in points of 0-100: the mean over pairs of which both were answered."""

    code: str
    pairs: tuple[tuple[ScaleItem, ScaleItem], ...]
    needed: int
    minimum = -100
    maximum = 100

    @property
    def items(self) -> tuple[ScaleItem, ...]:
        """Every item of every pair."""
        return tuple(item for pair in self.pairs for item in pair)

    def score(self, answers: Mapping[str, Any]) -> int | None:
        """The person's score in ten-thousandths, None when too few pairs are answered."""
        return scale_score([self._distance(now, wanted, answers) for now, wanted in self.pairs], needed=self.needed)

    @staticmethod
    def _distance(now: ScaleItem, wanted: ScaleItem, answers: Mapping[str, Any]) -> Fraction | None:
        is_now, is_wanted = now.points(answers), wanted.points(answers)
        return None if is_now is None or is_wanted is None else is_wanted - is_now


Construct = Scale | Knowledge | Grade | Composite | Promoters | Gap


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
            items = (construct.item,) if isinstance(construct, Grade | Promoters) else construct.items
            codes.update(item.code for item in items)
        return frozenset(codes)

    def completeness(self, answered: frozenset[str], asked: frozenset[str] | None = None) -> int:
        """COMPLETE (at least 80% of the scored items answered), PARTIAL (at least 50%) or BROKEN_OFF.

        "Don't know" is an answer here: `answered` holds the codes of all items to which something was given, `asked`
        those that applied to this person (None: all of them).
        """
        wanted = self.item_codes if asked is None else self.item_codes & asked
        needed = len(wanted)
        given = len(wanted & answered)
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


def key_of(questionnaire: Questionnaire) -> ScoringKey:
    """The scoring key that a questionnaire document lays down.

    Raises KeyError for a construct that names an item or part the document does not have (a checked one never does).
    """
    made: dict[str, Construct] = {}
    for construct in questionnaire.constructs:
        if construct.rule != "composite":
            made[construct.code] = _construct(construct, [questionnaire.item(code) for code in construct.items])
    for construct in questionnaire.constructs:
        if construct.rule == "composite":
            parts = tuple(part for code in construct.parts if isinstance(part := made[code], Scale))
            made[construct.code] = Composite(construct.code, parts, construct.minimum_answered)
    return ScoringKey(tuple(made[construct.code] for construct in questionnaire.constructs))


def _construct(construct: instrument.Construct, items: list[instrument.Item]) -> Construct:
    if construct.rule == "knowledge":
        quiz = tuple(KnowledgeItem(item.code, item.right) for item in items)
        return Knowledge(construct.code, quiz, construct.minimum_answered)
    scale = tuple(_scale_item(item) for item in items)
    if construct.rule == "gap":
        return Gap(construct.code, tuple(zip(scale[::2], scale[1::2], strict=True)), construct.minimum_answered)
    if construct.rule == "grade":
        return Grade(construct.code, scale[0])
    if construct.rule == "nps":
        return Promoters(construct.code, scale[0])
    return Scale(construct.code, scale, construct.minimum_answered)


def _scale_item(item: instrument.Item) -> ScaleItem:
    return ScaleItem(item.code, item.minimum, item.maximum, item.is_reversed)
