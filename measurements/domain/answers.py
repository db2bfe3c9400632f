"""From what was typed in a form to answers: values that fit their item, and for the rest what is wrong.

What was typed travels as lists of text per item code, as a browser sends it. Nothing typed is trusted: a value
outside the scale is refused, also when it came in a hidden field.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import typing_in
from .instrument import (
    CHOICE_KINDS,
    DATE,
    MISSING_CODES,
    MULTIPLE,
    NUMBER,
    RANKING,
    TEXT_KINDS,
    Answers,
    AnswerValue,
    Item,
    Questionnaire,
)

Typed = Mapping[str, list[str]]

REQUIRED = "required"
OUTSIDE = "outside"
TOO_LONG = "too_long"
NOT_ALONE = "not_alone"


@dataclass(frozen=True)
class Reading:
    """The answers that are good, and per item code what is wrong with the others."""

    answers: dict[str, AnswerValue]
    errors: dict[str, str]


def read_answers(items: Iterable[Item], typed: Typed) -> Reading:
    """Read what was typed for these items; items that were skipped are not among the answers."""
    answers: dict[str, AnswerValue] = {}
    errors: dict[str, str] = {}
    for item in items:
        value, error = _read(item, typed.get(item.code, []))
        if error:
            errors[item.code] = error
        elif value is not None:
            answers[item.code] = value
        elif item.is_required:
            errors[item.code] = REQUIRED
    return Reading(answers, errors)


def clean_text(text: str) -> str:
    """Text without control characters and with plain line ends; emoji and every script stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character for character in text if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
    ).strip()


def allowed_codes(item: Item) -> list[str]:
    """Every value a form may send for an item that is chosen, not typed."""
    codes = (
        [choice.code for choice in item.choices]
        if item.kind in CHOICE_KINDS
        else [str(point) for point in range(item.minimum, item.maximum + 1)]
    )
    return [*codes, *(missing.code for missing in item.missing)]


def pack(questionnaire: Questionnaire, *, answers: Answers, respondent: str = "", cluster: str = "") -> bytes:
    """One answer as bytes of the fixed size of its questionnaire, so that its length tells nothing."""
    content = {"a": answers, "r": respondent, "c": cluster}
    return pad(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), questionnaire.box_size)


def unpack(padded: bytes) -> tuple[dict[str, AnswerValue], str, str]:
    """Answers, respondent and cluster of a packed answer."""
    content = json.loads(unpad(padded))
    return content["a"], content["r"], content["c"]


def pad(content: bytes, size: int) -> bytes:
    """Content made exactly `size` bytes long. Raises ValueError when it does not fit."""
    if len(content) >= size:
        raise ValueError(f"{len(content)} bytes do not fit into {size}.")
    return content + b"\x80" + b"\x00" * (size - len(content) - 1)


def unpad(padded: bytes) -> bytes:
    """What was padded."""
    return padded.rstrip(b"\x00")[:-1]


def _read(item: Item, values: list[str]) -> tuple[AnswerValue | None, str]:
    if item.kind in TEXT_KINDS:
        return _read_text(item, values)
    given = [value for value in values if value.strip()]
    if not given:
        return None, ""
    offered = {choice.code for choice in item.missing}
    missing = [value for value in given if value in offered]
    if missing and (item.kind in _OWN_READERS or item.kind == MULTIPLE):
        return (missing[0], "") if len(given) == 1 else (None, NOT_ALONE)
    if item.kind in _OWN_READERS:
        return _OWN_READERS[item.kind](item, values)
    allowed = allowed_codes(item)
    if item.kind == MULTIPLE:
        if any(value not in allowed for value in given):
            return None, OUTSIDE
        return [code for code in allowed if code in given], ""
    if len(given) > 1 or given[0] not in allowed:
        return None, OUTSIDE
    if given[0] in MISSING_CODES or item.kind in CHOICE_KINDS:
        return given[0], ""
    return int(given[0]), ""


_OWN_READERS = {NUMBER: typing_in.read_number, DATE: typing_in.read_date, RANKING: typing_in.read_ranking}


def _read_text(item: Item, values: list[str]) -> tuple[AnswerValue | None, str]:
    text = values[0] if values else ""
    # Twice the limit cannot become good by cleaning; so a text of megabytes costs nothing.
    if len(text) > 2 * item.max_length + 1000:
        return None, TOO_LONG
    text = clean_text(text)
    if len(text) > item.max_length:
        return None, TOO_LONG
    return text or None, ""
