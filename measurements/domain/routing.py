"""What one respondent is asked: conditions, halves, orders drawn at random, and earlier answers in later texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Protocol, TypeVar

from .answers import Reading, Typed, read_answers
from .conditions import codes_of, holds
from .instrument import (
    DONT_KNOW,
    HALF,
    HALVES,
    NUMBER,
    SINGLE,
    Answers,
    AnswerValue,
    Block,
    Item,
    Questionnaire,
    Section,
)

PIPE = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")
PIPED_KINDS = frozenset({SINGLE, NUMBER})
NOT_GIVEN = "…"
LARGEST_SEED = 2**31 - 1


class Placed(Protocol):
    """What has a place that may be drawn at random."""

    @property
    def is_fixed(self) -> bool:
        """Whether it keeps its place."""


T = TypeVar("T", bound=Placed)


def half_of(questionnaire: Questionnaire, seed: int) -> str:
    """The half that this draw falls into; empty where the questionnaire has no halves."""
    return HALVES[seed % 2] if questionnaire.has_halves else ""


def shuffled(things: Sequence[T], seed: int, name: str) -> list[T]:
    """The things in the order of this draw; those that are fixed keep their places. Same seed and name, same order."""
    free = [number for number, thing in enumerate(things) if not thing.is_fixed]
    drawn = list(free)
    Random(f"{seed}:{name}").shuffle(drawn)  # noqa: S311 - an order of questions is no secret
    order = list(things)
    for place, number in zip(free, drawn, strict=True):
        order[place] = things[number]
    return order


def applies(section: Section, block: Block, answers: Answers, half: str) -> bool:
    """Whether a block is asked of somebody with these answers, in this half."""
    if block.half and block.half != half:
        return False
    return (section.condition is None or holds(section.condition, answers)) and (
        block.condition is None or holds(block.condition, answers)
    )


def read_form(questionnaire: Questionnaire, typed: Typed, *, half: str, pages: int | None = None) -> Reading:
    """Read what was typed on the first `pages` pages (all of them when None), as far as it applies.

    What does not apply is left out, with its errors: it counts as not answered, also for the conditions after it.
    """
    sections = questionnaire.sections[:pages]
    if not questionnaire.has_conditions:
        return read_answers([item for section in sections for item in section.items], typed)
    answers: dict[str, AnswerValue] = {}
    errors: dict[str, str] = {}
    for section in sections:
        for block in section.blocks:
            if applies(section, block, answers, half):
                reading = read_answers(block.items, typed)
                answers.update(reading.answers)
                errors.update(reading.errors)
    return Reading(answers, errors)


def applying_codes(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    """The codes of all questions that were asked of whoever gave these stored answers."""
    half = str(answers.get(HALF, ""))
    return frozenset(
        item.code
        for section in questionnaire.sections
        for block in section.blocks
        if applies(section, block, answers, half)
        for item in block.items
    )


def is_live(questionnaire: Questionnaire, page: int, block: Block) -> bool:
    """Whether it depends on answers of its own page whether this block is asked."""
    return block.condition is not None and any(
        questionnaire.page_of.get(code) == page for code in codes_of(block.condition)
    )


def has_something(questionnaire: Questionnaire, page: int, answers: Answers, half: str) -> bool:
    """Whether something on this page is asked, or may be asked, of somebody with these answers of earlier pages."""
    section = questionnaire.sections[page]
    if section.condition is not None and not holds(section.condition, answers):
        return False
    return any(
        (not block.half or block.half == half)
        and (is_live(questionnaire, page, block) or block.condition is None or holds(block.condition, answers))
        for block in section.blocks
    )


def next_page(questionnaire: Questionnaire, page: int, answers: Answers, half: str) -> int:
    """The next page on which something is asked; the number of pages when there is none."""
    following = range(page + 1, len(questionnaire.sections))
    return next(
        (number for number in following if has_something(questionnaire, number, answers, half)),
        len(questionnaire.sections),
    )


def previous_page(questionnaire: Questionnaire, page: int, answers: Answers, half: str) -> int:
    """The page before on which something is asked; the first page when there is none."""
    before = range(page - 1, -1, -1)
    return next((number for number in before if has_something(questionnaire, number, answers, half)), 0)


def piped_value(questionnaire: Questionnaire, code: str, answers: Answers, language: str) -> str:
    """An earlier answer as it stands in a later text: the words of a choice, or a number. Not escaped."""
    item = questionnaire.by_code.get(code)
    value = answers.get(code)
    if item is None or value is None or value == DONT_KNOW:
        return NOT_GIVEN
    if item.kind == NUMBER:
        return str(value)
    return next(
        (
            questionnaire.text(choice.text, language)
            for choice in (*item.choices, *item.missing)
            if choice.code == value
        ),
        NOT_GIVEN,
    )


def piped(questionnaire: Questionnaire, texts: Mapping[str, str], answers: Answers, language: str) -> str:
    """A text with earlier answers filled in. Not escaped."""
    text = questionnaire.text(texts, language)
    if questionnaire.schema < 2 or "{" not in text:
        return text
    return PIPE.sub(lambda found: piped_value(questionnaire, found.group(1), answers, language), text)


def items_that_pipe(questionnaire: Questionnaire) -> dict[str, Item]:
    """The items whose answers may stand in later texts."""
    return {item.code: item for item in questionnaire.items if item.kind in PIPED_KINDS}
