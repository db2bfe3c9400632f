"""The questionnaire as a document: typed values, canonical form and hash. What is wrong with one is in `checking`.

`building` makes the typed values; `routing` says what a respondent is asked of them.

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

from .conditions import Condition

Texts = Mapping[str, str]
AnswerValue = int | str | list[str]
Answers = Mapping[str, AnswerValue]

# The newest form of documents. One without a number is of the first form and stays valid as it is, with its hash.
SCHEMA_VERSION = 2

# Stored for "don't know" and "does not apply": coded missing values, never a point of the scale.
DONT_KNOW = "dk"
NOT_APPLICABLE = "na"
MISSING_CODES = (DONT_KNOW, NOT_APPLICABLE)

# Where an answer holds the group of a split half; no item can have this code.
HALF = "_half"
HALVES = ("a", "b")

AGREE = "agree"
SCALE = "scale"
GRADE = "grade"
RECOMMENDATION = "recommendation"
SINGLE = "single"
MULTIPLE = "multiple"
KNOWLEDGE = "knowledge"
SHORT_TEXT = "short_text"
LONG_TEXT = "long_text"
SMILEY = "smiley"
NUMBER = "number"
DATE = "date"
RANKING = "ranking"
GRID = "grid"
PAIR = "pair"
INFORMATION = "information"

SCALE_KINDS = frozenset({AGREE, SCALE, GRADE, RECOMMENDATION, SMILEY, KNOWLEDGE})
CHOICE_KINDS = frozenset({SINGLE, MULTIPLE, KNOWLEDGE})
TEXT_KINDS = frozenset({SHORT_TEXT, LONG_TEXT})
FIXED_RANGES = {SCALE: (0, 10), GRADE: (1, 10), RECOMMENDATION: (0, 10)}
DEFAULT_LENGTHS = {SHORT_TEXT: 200, LONG_TEXT: 2000}

# How a knowledge item stands in the array of scale items; not answered is None as for every item.
WRONG, RIGHT, NOT_KNOWN = 0, 1, -1

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "prs", "ckb"})


@dataclass(frozen=True)
class Choice:
    """One option of an item, or one labelled point of a scale. `is_fixed`: keeps its place in a random order."""

    code: str
    text: Texts
    is_fixed: bool = False


@dataclass(frozen=True)
class Item:
    """One thing that is answered.

    `minimum` and `maximum` hold for items on a scale and for numbers, `right` for knowledge items, `decimals` and
    `unit` for numbers, `earliest`, `latest` and `precision` (day, month) for dates, `ranked` (how many) for rankings.
    """

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
    not_applicable: Texts | None = None
    unit: Texts | None = None
    decimals: int = 0
    earliest: str = ""
    latest: str = ""
    precision: str = ""
    ranked: int = 0
    is_shuffled: bool = False
    is_fixed: bool = False

    @property
    def is_on_scale(self) -> bool:
        """Whether the item has a place in the array of scale items."""
        return self.kind in SCALE_KINDS

    @property
    def missing(self) -> tuple[Choice, ...]:
        """What can be given instead of an answer: "don't know", "does not apply"."""
        offered = ((DONT_KNOW, self.dont_know), (NOT_APPLICABLE, self.not_applicable))
        return tuple(Choice(code, texts) for code, texts in offered if texts)


@dataclass(frozen=True)
class Block:
    """What stands together on a page: an information text, a grid with its rows, a pair, or a single item.

    `condition`: shown only if; `half`: shown only to this half, empty for everybody. `is_shuffled`: rows in random
    order; `is_fixed`: keeps its place where the page has a random order. `image` is a data address.
    """

    kind: str
    text: Texts
    items: tuple[Item, ...] = ()
    code: str = ""
    condition: Condition | None = None
    show_if: str = ""
    half: str = ""
    is_shuffled: bool = False
    is_fixed: bool = False
    image: str = ""
    image_text: Texts | None = None


@dataclass(frozen=True)
class Section:
    """One page of the form."""

    code: str
    title: Texts
    introduction: Texts | None
    blocks: tuple[Block, ...]
    condition: Condition | None = None
    show_if: str = ""
    is_shuffled: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions of this section, in order."""
        return tuple(item for block in self.blocks for item in block.items)


@dataclass(frozen=True)
class Construct:
    """What several items measure together.

    `rule`: mean (scale 0-100), grade (own scale), nps, knowledge (share right), composite (mean of `parts`), gap
    (wanted minus now, mean over pairs, -100 to 100; `items` then holds now and wanted of each pair in turn).
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
class Quota:
    """How many answers of a group are wanted; `text` is what others of that group read once it is full."""

    code: str
    condition: Condition
    show_if: str
    limit: int
    text: Texts


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
    quotas: tuple[Quota, ...] = ()
    schema: int = 1

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Questionnaire:
        """Typed values of a checked document."""
        from .building import build

        return build(document)

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

    @cached_property
    def page_of(self) -> dict[str, int]:
        """The number of the page, from 0, on which each question stands."""
        return {item.code: number for number, section in enumerate(self.sections) for item in section.items}

    @cached_property
    def has_halves(self) -> bool:
        """Whether some questions are for one half only."""
        return any(block.half for section in self.sections for block in section.blocks)

    @cached_property
    def has_conditions(self) -> bool:
        """Whether it depends on answers or on the half what is asked."""
        return self.has_halves or any(
            section.condition or any(block.condition for block in section.blocks) for section in self.sections
        )

    @cached_property
    def is_drawn(self) -> bool:
        """Whether something is drawn at random for each respondent: an order or a half."""
        return self.has_halves or any(
            section.is_shuffled
            or any(block.is_shuffled or any(item.is_shuffled for item in block.items) for block in section.blocks)
            for section in self.sections
        )

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
        needed = 256 + sum(_largest(item) for item in self.items) + (32 if self.has_halves else 0)
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
    if item.kind in (MULTIPLE, RANKING):
        return frame + sum(len(choice.code) + 3 for choice in item.choices)
    if item.kind in (NUMBER, DATE):
        return frame + 20
    return frame + max([4, *(len(choice.code) + 2 for choice in item.choices)])
