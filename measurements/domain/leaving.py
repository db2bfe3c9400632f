"""Answers that leave as rows: which columns go, and how rare categories are made coarser. Plain Python.

Open answers never go along: who wrote them is heard in how they are written, beside the other answers of that person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .instrument import (
    DATE,
    DONT_KNOW,
    HALF,
    KNOWLEDGE,
    MISSING_CODES,
    MULTIPLE,
    NUMBER,
    RANKING,
    SCALE_KINDS,
    TEXT_KINDS,
    Item,
    Questionnaire,
)

OTHER = "other"
NUMBER_COLUMNS = (SCALE_KINDS - {KNOWLEDGE}) | {MULTIPLE, RANKING}
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
    if questionnaire.has_halves:
        columns.append(OutColumn("half", "half", {}, is_number=False))
        cells.append(coarsened([given.get(HALF) for given, _ in answers], floor=floor))
    for item in questionnaire.items:
        if item.kind in TEXT_KINDS:
            continue
        for column, values in _item_columns(item, [given.get(item.code) for given, _ in answers], floor):
            label = questionnaire.text(item.text, language)
            words = {int(choice.code): questionnaire.text(choice.text, language) for choice in item.labels}
            is_number = item.kind in NUMBER_COLUMNS
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
    if item.kind == RANKING:
        return [
            (f"{item.code}_{choice.code}", [_rank(choice.code, value) for value in values]) for choice in item.choices
        ]
    if item.kind in SCALE_KINDS and item.kind != KNOWLEDGE:
        return [(item.code, [value if isinstance(value, int) else None for value in values])]
    if item.kind == NUMBER:
        return [(item.code, banded([_measure(value) for value in values], floor=floor))]
    if item.kind == DATE:
        years = [None if value is None or value in MISSING_CODES else float(str(value)[:4]) for value in values]
        return [(item.code, banded(years, floor=floor))]
    codes = [None if value is None else str(value) for value in values]
    if item.kind == KNOWLEDGE:
        # What somebody knows is an answer, no mark by which others recognise them.
        return [(item.code, list(codes))]
    return [(item.code, coarsened(codes, floor=floor))]


def _multiple(item: Item, values: Sequence[Any], floor: int) -> list[tuple[str, list[Cell]]]:
    """One column of 0 and 1 per choice; choices of fewer than `floor` people are left out."""
    columns: list[tuple[str, list[Cell]]] = []
    for choice in item.choices:
        marks: list[Cell] = [int(choice.code in value) if isinstance(value, list) else None for value in values]
        if sum(1 for mark in marks if mark == 1) >= floor:
            columns.append((f"{item.code}_{choice.code}", marks))
    return columns


def banded(values: Sequence[float | None], *, floor: int) -> list[Cell]:
    """Numbers as bands ("18-34") of neighbours, each of at least `floor` people; nothing when all are fewer."""
    counts = sorted(Counter(value for value in values if value is not None).items())
    if sum(count for _value, count in counts) < floor:
        return [None] * len(values)
    bands: list[list[float]] = [[]]
    size = 0
    for value, count in counts:
        if size >= floor:
            bands.append([])
            size = 0
        bands[-1].append(value)
        size += count
    if size < floor and len(bands) > 1:
        last = bands.pop()
        bands[-1] += last
    names = {value: _band(band) for band in bands for value in band}
    return [None if value is None else names[value] for value in values]


def _band(values: Sequence[float]) -> str:
    low, high = values[0], values[-1]
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def _measure(value: Any) -> float | None:
    return None if value is None or value in MISSING_CODES else float(value)


def _rank(code: str, value: Any) -> int | None:
    """The rank of a choice, from 1; None where it was not ranked."""
    return value.index(code) + 1 if isinstance(value, list) and code in value else None
