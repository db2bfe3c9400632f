"""Plausible invented answers, for the demo and for measuring speed; the same seed gives the same answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .instrument import (
    AGREE,
    DATE,
    DONT_KNOW,
    HALF,
    HALVES,
    KNOWLEDGE,
    MULTIPLE,
    NUMBER,
    RANKING,
    SCALE_KINDS,
    SINGLE,
    AnswerValue,
    Item,
    Questionnaire,
)
from .routing import applies
from .typing_in import MONTH

# How the invented world sees the agency: share of the scale for a middling person, by the letters of an item code.
_MOOD = {
    "REP": 0.62, "TRU": 0.64, "APP": 0.63, "UND": 0.55, "KNS": 0.58, "VERB": 0.48, "TER": 0.36, "BER": 0.50,
    "INH": 0.60, "VOO": 0.44, "EER": 0.58, "MIN": 0.66, "VER": 0.50, "CHG": 0.52, "SUP": 0.60,
}  # fmt: skip
_SKIPPED, _NOT_KNOWN, _WRITES = 0.03, 0.06, 0.35


@dataclass(frozen=True)
class Person:
    """A simulated respondent: general mood -0.4 .. 0.4 and how much they know, 0 .. 1."""

    mood: float
    knowledge: float


def simulated_person(random: Random, *, organisation_mood: float = 0.0) -> Person:
    """Somebody whose view leans to that of the own organisation."""
    return Person(mood=organisation_mood + random.gauss(0, 0.12), knowledge=min(max(random.gauss(0.65, 0.15), 0), 1))


def simulated_answers(
    questionnaire: Questionnaire, person: Person, random: Random, *, texts: list[str] | None = None
) -> dict[str, AnswerValue]:
    """A filled-in form: some questions skipped, some "don't know", at times an open answer out of `texts`."""
    answers: dict[str, AnswerValue] = {}
    half = random.choice(HALVES) if questionnaire.has_halves else ""
    for section in questionnaire.sections:
        for block in section.blocks:
            for item in block.items if applies(section, block, answers, half) else ():
                if not item.is_required and random.random() < _SKIPPED:
                    continue
                value = _answer(item, person, random, texts or [])
                if value not in (None, [], ""):
                    answers[item.code] = value
    return {**answers, HALF: half} if half else answers


def _answer(item: Item, person: Person, random: Random, texts: list[str]) -> AnswerValue | None:
    if item.kind == KNOWLEDGE:
        return _knowledge(item, person, random)
    if item.kind in SCALE_KINDS:
        if item.has_dont_know and random.random() < _NOT_KNOWN:
            return DONT_KNOW
        return _point(item, person, random)
    if item.kind == SINGLE:
        return random.choice(item.choices).code
    if item.kind == MULTIPLE:
        return [choice.code for choice in item.choices if random.random() < 0.4]
    if item.kind in _TYPED:
        return _TYPED[item.kind](item, random)
    return random.choice(texts) if texts and random.random() < _WRITES else None


def _number(item: Item, random: Random) -> AnswerValue:
    number = random.randint(item.minimum, item.maximum)
    return f"{number:.{item.decimals}f}" if item.decimals else number


def _date(item: Item, random: Random) -> AnswerValue:
    first = date.fromisoformat(item.earliest or "1960-01-01")
    last = date.fromisoformat(item.latest or "2020-12-31")
    day = first + timedelta(days=random.randint(0, (last - first).days))
    return day.isoformat()[: 7 if item.precision == MONTH else 10]


def _ranking(item: Item, random: Random) -> AnswerValue:
    return [choice.code for choice in random.sample(item.choices, item.ranked)]


_TYPED = {NUMBER: _number, DATE: _date, RANKING: _ranking}


def _point(item: Item, person: Person, random: Random) -> int:
    level = _MOOD.get(item.code.rstrip("0123456789"), 0.55) + person.mood
    if item.is_reversed:
        level = 1 - level
    spread = 0.18 if item.kind == AGREE else 0.12
    share = min(max(random.gauss(level, spread), 0), 1)
    return round(item.minimum + share * (item.maximum - item.minimum))


def _knowledge(item: Item, person: Person, random: Random) -> str:
    if random.random() < person.knowledge:
        return item.right
    if random.random() < 0.5:
        return DONT_KNOW
    return next(choice.code for choice in item.choices if choice.code != item.right)
