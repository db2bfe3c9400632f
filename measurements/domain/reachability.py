"""Whether a question can be asked of anybody at all: every combination of the answers that matter is tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

from .conditions import Condition, codes_of, comparisons, holds
from .instrument import (
    CHOICE_KINDS,
    DATE,
    HALVES,
    MULTIPLE,
    NUMBER,
    RANKING,
    SCALE_KINDS,
    TEXT_KINDS,
    Block,
    Item,
    Questionnaire,
    Section,
)

# More combinations than this are not tried; the question then counts as one that can be asked.
MOST_TRIED = 20_000


class Reachability:
    """Tries the answers of one questionnaire. Conditions must name only items that come before."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._home: dict[str, tuple[Section, Block]] = {
            item.code: (section, block)
            for section in questionnaire.sections
            for block in section.blocks
            for item in block.items
        }
        self._literals: dict[str, set[str | float]] = {}
        for condition in conditions_of(questionnaire):
            for _operator, code, literals in comparisons(condition):
                self._literals.setdefault(code, set()).update(literals)

    def can_be_asked(self, section: Section, block: Block | None = None) -> bool:
        """Whether some answers lead to this block, or to this page when no block is given."""
        conditions = [condition for condition in (section.condition, block and block.condition) if condition]
        return not conditions or self._satisfiable(conditions, block.half if block else "")

    def can_hold(self, condition: Condition) -> bool:
        """Whether some answers make this condition true."""
        return self._satisfiable([condition], "")

    def _satisfiable(self, conditions: list[Condition], half: str) -> bool:
        codes = self._all_codes(conditions)
        candidates = [self._candidates(self._questionnaire.by_code[code]) for code in codes]
        tried = 2
        for values in candidates:
            tried *= len(values)
        if tried > MOST_TRIED:
            return True
        for group in (half,) if half else HALVES:
            for chosen in product(*candidates):
                answers = self._given(dict(zip(codes, chosen, strict=True)), group)
                if answers is not None and all(holds(condition, answers) for condition in conditions):
                    return True
        return False

    def _all_codes(self, conditions: list[Condition]) -> list[str]:
        """The codes these conditions ask after, and those that decide whether these are asked, in document order."""
        found: set[str] = set()
        waiting = [code for condition in conditions for code in codes_of(condition)]
        while waiting:
            code = waiting.pop()
            if code in found:
                continue
            found.add(code)
            section, block = self._home[code]
            for condition in (section.condition, block.condition):
                waiting += list(codes_of(condition)) if condition else []
        return [item.code for item in self._questionnaire.items if item.code in found]

    def _given(self, values: dict[str, Any], half: str) -> dict[str, Any] | None:
        """The answers that would be kept of these values; None when nobody can give exactly these."""
        kept: dict[str, Any] = {}
        for code, value in values.items():
            section, block = self._home[code]
            is_asked = (
                block.half in ("", half)
                and (section.condition is None or holds(section.condition, kept))
                and (block.condition is None or holds(block.condition, kept))
            )
            if value is None and is_asked and self._questionnaire.by_code[code].is_required:
                return None
            if is_asked:
                kept[code] = value
            elif value is not None:
                return None
        return kept

    def _candidates(self, item: Item) -> list[Any]:
        """Answers that stand for all answers to this item, as far as conditions can tell them apart."""
        literals = self._literals.get(item.code, set())
        values: list[Any] = [None, *(missing.code for missing in item.missing)]
        if item.kind in (MULTIPLE, RANKING):
            named = [choice.code for choice in item.choices if choice.code in literals]
            other = [choice.code for choice in item.choices if choice.code not in literals][:1]
            chosen = [*named, *other]
            return values + [list(some) for size in range(1, len(chosen) + 1) for some in combinations(chosen, size)]
        if item.kind in CHOICE_KINDS:
            return values + [choice.code for choice in item.choices]
        if item.kind in SCALE_KINDS:
            return values + list(range(item.minimum, item.maximum + 1))
        if item.kind in TEXT_KINDS:
            return [*values, *(str(literal) for literal in literals), "…"]
        return values + list(_NEAR[item.kind](item, literals))


def conditions_of(questionnaire: Questionnaire) -> Iterator[Condition]:
    """Every condition in a questionnaire."""
    for section in questionnaire.sections:
        for condition in (section.condition, *(block.condition for block in section.blocks)):
            if condition is not None:
                yield condition
    for quota in questionnaire.quotas:
        yield quota.condition


def _near_numbers(item: Item, literals: set[str | float]) -> list[Any]:
    step = 10.0**-item.decimals
    numbers = [float(literal) for literal in literals if not isinstance(literal, str)]
    near = {number + shift for number in numbers for shift in (-step, 0.0, step)} | {item.minimum, item.maximum}
    allowed = sorted(number for number in near if item.minimum <= number <= item.maximum)
    return [f"{number:.{item.decimals}f}" if item.decimals else int(number) for number in allowed]


def _near_dates(item: Item, literals: set[str | float]) -> list[Any]:
    near = {item.earliest or "1900-01-01", item.latest or "2200-12-31"}
    for literal in literals:
        try:
            day = date.fromisoformat(f"{literal}-01"[:10])
        except ValueError:
            continue
        near |= {(day + timedelta(days=shift)).isoformat() for shift in (-31, -1, 0, 1, 31)}
    length = 7 if item.precision == "month" else 10
    low, high = item.earliest or "1900-01-01", item.latest or "2200-12-31"
    return sorted({day[:length] for day in near if low[:length] <= day[:length] <= high[:length]})


_NEAR = {NUMBER: _near_numbers, DATE: _near_dates}
