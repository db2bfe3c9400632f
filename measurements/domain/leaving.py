"""Answers that leave as rows: which columns go, and how rare categories are made coarser. Plain Python.

Open answers never go along: who wrote them is heard in how they are written, beside the other answers of that person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .instrument import DONT_KNOW, KNOWLEDGE, MULTIPLE, TEXT_KINDS, Item, Questionnaire

OTHER = "other"
Cell = int | str | None


@dataclass(frozen=True)
class OutColumn:
    """One column of the file: its name, its label in words, and the words of its numbers."""

    name: str
    label: str
    value_labels: Mapping[int, str]
    is_number: bool


@dataclass(frozen=True)
class OutTable:
    """The columns and rows that may leave, in the order of the answers given."""

    columns: tuple[OutColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


def leaving_table(
    questionnaire: Questionnaire,
    answers: Sequence[tuple[Mapping[str, Any], Mapping[str, str]]],
    *,
    floor: int,
    language: str,
) -> OutTable:
    """A table of (answers, strata) pairs: strata, scales and choices, without any text, rare choices coarsened."""
    columns: list[OutColumn] = []
    cells: list[list[Cell]] = []
    # A cut that is a question of its own stands among the questions already.
    cuts = {cut for _given, strata in answers for cut in strata} - set(questionnaire.by_code)
    for cut in sorted(cuts):
        columns.append(OutColumn(f"stratum_{cut}", cut, {}, is_number=False))
        cells.append(coarsened([strata.get(cut) for _given, strata in answers], floor=floor))
    for item in questionnaire.items:
        if item.kind in TEXT_KINDS:
            continue
        for column, values in _item_columns(item, [given.get(item.code) for given, _ in answers], floor):
            label = questionnaire.text(item.text, language)
            words = {int(choice.code): questionnaire.text(choice.text, language) for choice in item.labels}
            is_number = item.minimum != item.maximum or item.kind == MULTIPLE
            columns.append(OutColumn(column, label, words, is_number))
            cells.append(values)
    return OutTable(tuple(columns), tuple(zip(*cells, strict=True)) if cells else ())


def coarsened(values: Sequence[str | None], *, floor: int) -> list[Cell]:
    """The values with the rarest ones joined as "other", until no value stands for fewer than `floor` people.

    When all values together are fewer than the floor, none of them is left. "Don't know" says nothing about who
    somebody is: it is not joined with another value, and is left out where it is rare.
    """
    counts = Counter(value for value in values if value is not None and value != DONT_KNOW)
    joined: set[str] = set()
    size = 0
    for value, count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])):
        if count >= floor and (size == 0 or size >= floor):
            break
        joined.add(value)
        size += count
    replacement = OTHER if size >= floor else None
    if 0 < sum(1 for value in values if value == DONT_KNOW) < floor:
        values = [None if value == DONT_KNOW else value for value in values]
    return [replacement if value in joined else value for value in values]


def _item_columns(item: Item, values: Sequence[Any], floor: int) -> list[tuple[str, list[Cell]]]:
    if item.kind == MULTIPLE:
        return _multiple(item, values, floor)
    if item.minimum != item.maximum:
        return [(item.code, [value if isinstance(value, int) else None for value in values])]
    codes = [None if value is None else str(value) for value in values]
    if item.kind == KNOWLEDGE:
        # What somebody knows is an answer, no mark by which others recognise them.
        return [(item.code, list(codes))]
    return [(item.code, coarsened(codes, floor=floor))]


def _multiple(item: Item, values: Sequence[Any], floor: int) -> list[tuple[str, list[Cell]]]:
    """One column of 0 and 1 per choice; choices of fewer than `floor` people are left out."""
    columns: list[tuple[str, list[Cell]]] = []
    for choice in item.choices:
        marks: list[Cell] = [None if value is None else int(choice.code in value) for value in values]
        if sum(1 for mark in marks if mark == 1) >= floor:
            columns.append((f"{item.code}_{choice.code}", marks))
    return columns
