"""The questionnaire as a document: typed values, canonical form and hash. What is wrong with one is in `checking`.

An *item* here is one thing that is answered: a grid has one item per row. The order of items is fixed per version,
and so is the place of each scale item in the array of small integers that is stored with an answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Texts = Mapping[str, str]
AnswerValue = int | str | list[str]
Answers = Mapping[str, AnswerValue]

# Stored for "don't know / does not apply": a coded missing value, never a point of the scale.
DONT_KNOW = "dk"

AGREE = "agree"
SCALE = "scale"
GRADE = "grade"
RECOMMENDATION = "recommendation"
SINGLE = "single"
MULTIPLE = "multiple"
KNOWLEDGE = "knowledge"
SHORT_TEXT = "short_text"
LONG_TEXT = "long_text"
GRID = "grid"
INFORMATION = "information"

SCALE_KINDS = frozenset({AGREE, SCALE, GRADE, RECOMMENDATION, KNOWLEDGE})
CHOICE_KINDS = frozenset({SINGLE, MULTIPLE, KNOWLEDGE})
TEXT_KINDS = frozenset({SHORT_TEXT, LONG_TEXT})
FIXED_RANGES = {SCALE: (0, 10), GRADE: (1, 10), RECOMMENDATION: (0, 10)}
DEFAULT_LENGTHS = {SHORT_TEXT: 200, LONG_TEXT: 2000}

# How a knowledge item stands in the array of scale items; not answered is None as for every item.
WRONG, RIGHT, NOT_KNOWN = 0, 1, -1

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "prs", "ckb"})


@dataclass(frozen=True)
class Choice:
    """One option of an item, or one labelled point of a scale."""

    code: str
    text: Texts


@dataclass(frozen=True)
class Item:
    """One thing that is answered. `minimum` and `maximum` hold for items on a scale, `right` for knowledge items."""

    code: str
    kind: str
    text: Texts
    version: int = 1
    minimum: int = 0
    maximum: int = 0
    is_reversed: bool = False
    is_required: bool = False
    has_dont_know: bool = False
    dont_know: Texts | None = None
    labels: tuple[Choice, ...] = ()
    choices: tuple[Choice, ...] = ()
    right: str = ""
    max_length: int = 0

    @property
    def is_on_scale(self) -> bool:
        """Whether the item has a place in the array of scale items."""
        return self.kind in SCALE_KINDS


@dataclass(frozen=True)
class Block:
    """What stands together on a page: an information text, a grid with its rows, or a single item."""

    kind: str
    text: Texts
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Section:
    """One page of the form."""

    code: str
    title: Texts
    introduction: Texts | None
    blocks: tuple[Block, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions of this section, in order."""
        return tuple(item for block in self.blocks for item in block.items)


@dataclass(frozen=True)
class Construct:
    """What several items measure together.

    `rule`: mean (scale 0-100), grade (own scale), nps, knowledge (share right), composite (mean of `parts`).
    `direction`: higher or lower, says which way is better.
    """

    code: str
    title: Texts
    rule: str
    direction: str
    items: tuple[str, ...]
    parts: tuple[str, ...]
    minimum_answered: int


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire. Build it with `from_document` from a document that was checked."""

    code: str
    level: str
    number: int
    languages: tuple[str, ...]
    title: Texts
    introduction: Texts
    thanks: Texts
    sections: tuple[Section, ...]
    constructs: tuple[Construct, ...]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Questionnaire:
        """Typed values of a checked document."""
        return cls(
            code=document["code"],
            level=document["level"],
            number=document["version"],
            languages=tuple(document["languages"]),
            title=document["title"],
            introduction=document["introduction"],
            thanks=document["thanks"],
            sections=tuple(_section(section, document.get("scales", {})) for section in document["sections"]),
            constructs=tuple(_construct(construct) for construct in document["constructs"]),
        )

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything that is answered, in the order of the document."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """Every question by its code."""
        return {item.code: item for item in self.items}

    @cached_property
    def scale_codes(self) -> tuple[str, ...]:
        """Codes of the scale items in the order of the stored array."""
        return tuple(item.code for item in self.items if item.is_on_scale)

    def item(self, code: str) -> Item:
        """The item with this code. Raises KeyError."""
        return self.by_code[code]

    def construct(self, code: str) -> Construct:
        """The construct with this code. Raises KeyError."""
        return next(construct for construct in self.constructs if construct.code == code)

    def text(self, texts: Texts, language: str) -> str:
        """A text in this language, else in the first language of the questionnaire."""
        return texts.get(language) or texts[self.languages[0]]

    def scale_values(self, answers: Answers) -> list[int | None]:
        """The array of scale items for one answer: values as given, None where missing.

        Knowledge items become RIGHT, WRONG or NOT_KNOWN.
        """
        return [_scale_value(self.by_code[code], answers.get(code)) for code in self.scale_codes]

    @cached_property
    def box_size(self) -> int:
        """Bytes to which every answer is padded, the largest possible answer included; a multiple of 1 KiB."""
        needed = 256 + sum(_largest(item) for item in self.items)
        return -(-needed // 1024) * 1024


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one way to write a document: sorted keys, no spaces, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def is_right_to_left(language: str) -> bool:
    """Whether this language is written from right to left."""
    return language.split("-")[0] in RIGHT_TO_LEFT


def _scale_value(item: Item, value: AnswerValue | None) -> int | None:
    if item.kind == KNOWLEDGE:
        if value is None:
            return None
        return NOT_KNOWN if value == DONT_KNOW else RIGHT if value == item.right else WRONG
    return value if isinstance(value, int) else None


def _largest(item: Item) -> int:
    """Most bytes an answer to this item takes in JSON: a character at most four, codes as they are."""
    frame = len(item.code) + 8
    if item.kind in TEXT_KINDS:
        return frame + 4 * item.max_length
    if item.kind == MULTIPLE:
        return frame + sum(len(choice.code) + 3 for choice in item.choices)
    return frame + max([4, *(len(choice.code) + 2 for choice in item.choices)])


def _section(raw: Mapping[str, Any], scales: Mapping[str, Any]) -> Section:
    return Section(
        code=raw["code"],
        title=raw["title"],
        introduction=raw.get("introduction"),
        blocks=tuple(_block(block, scales) for block in raw["items"]),
    )


def _block(raw: Mapping[str, Any], scales: Mapping[str, Any]) -> Block:
    kind = raw["type"]
    if kind == INFORMATION:
        return Block(kind=kind, text=raw["text"])
    if kind == GRID:
        return Block(
            kind=kind,
            text=raw["text"],
            items=tuple(_grid_row(row, raw, scales[raw["scale"]]) for row in raw["rows"]),
        )
    return Block(kind=kind, text=raw["text"], items=(_item(raw),))


def _grid_row(row: Mapping[str, Any], grid: Mapping[str, Any], scale: Mapping[str, Any]) -> Item:
    return Item(
        code=row["code"],
        kind=AGREE,
        text=row["text"],
        version=row.get("version", 1),
        minimum=scale["minimum"],
        maximum=scale["maximum"],
        is_reversed=row.get("reversed", False),
        is_required=grid.get("required", False),
        has_dont_know="dont_know" in scale,
        dont_know=scale.get("dont_know"),
        labels=_labels(scale["labels"]),
    )


def _item(raw: Mapping[str, Any]) -> Item:
    kind = raw["type"]
    minimum, maximum = FIXED_RANGES.get(kind, (0, 0))
    return Item(
        code=raw["code"],
        kind=kind,
        text=raw["text"],
        version=raw.get("version", 1),
        minimum=minimum,
        maximum=maximum,
        is_reversed=raw.get("reversed", False),
        is_required=raw.get("required", False),
        has_dont_know="dont_know" in raw,
        dont_know=raw.get("dont_know"),
        labels=_labels(raw.get("labels", {})),
        choices=tuple(Choice(choice["code"], choice["text"]) for choice in raw.get("choices", [])),
        right=raw.get("right", ""),
        max_length=raw.get("max_length", DEFAULT_LENGTHS.get(kind, 0)),
    )


def _labels(raw: Mapping[str, Texts]) -> tuple[Choice, ...]:
    return tuple(Choice(point, raw[point]) for point in sorted(raw, key=int))


def _construct(raw: Mapping[str, Any]) -> Construct:
    return Construct(
        code=raw["code"],
        title=raw["title"],
        rule=raw["rule"],
        direction=raw["direction"],
        items=tuple(raw.get("items", [])),
        parts=tuple(raw.get("parts", [])),
        minimum_answered=raw["minimum_answered"],
    )
