"""Takes out of free text what looks like a number of a person or a case. This system is about no individual case.

Masked are: V-numbers (ten digits), BSNs (nine digits that pass the eleven test; eight only after the word BSN), case
numbers (Z1-…), and telephone numbers. A false alarm costs one unreadable number; a miss would cost a person's privacy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

V_NUMBER = "v_number"
BSN = "bsn"
CASE_NUMBER = "case_number"
PHONE = "phone"

LABELS = {
    "nl": {V_NUMBER: "[V-nummer]", BSN: "[BSN]", CASE_NUMBER: "[zaaknummer]", PHONE: "[telefoonnummer]"},
    "en": {V_NUMBER: "[V-number]", BSN: "[BSN]", CASE_NUMBER: "[case number]", PHONE: "[phone number]"},
}

_GAP = r"[ .\-\u00a0]?"
_NO_DIGIT_BEFORE = r"(?<![\d+])"
_NO_DIGIT_AFTER = r"(?![\d])"
_V_WORD = r"(?P<word>\bv\W{0,2}(?:nummer|nr|number|no)?\W{0,3})"

_NAMED_V_NUMBER = re.compile(_V_WORD + rf"(?P<number>\d(?:{_GAP}\d){{9}}){_NO_DIGIT_AFTER}", re.IGNORECASE)
_CASE = re.compile(rf"\bZ\d{{1,2}}{_GAP}\d(?:{_GAP}\d){{7,13}}{_NO_DIGIT_AFTER}", re.IGNORECASE)
_PHONE = re.compile(
    rf"(?<![\d+])(?:(?:\+|00)\d{{2}}{_GAP}(?:\(0\){_GAP})?\d(?:{_GAP}\d){{7,9}}|0[1-9](?:{_GAP}\d){{8}}){_NO_DIGIT_AFTER}"
)
_TEN_DIGITS = re.compile(rf"{_NO_DIGIT_BEFORE}\d(?:{_GAP}\d){{9}}{_NO_DIGIT_AFTER}")
_NINE_DIGITS = re.compile(rf"{_NO_DIGIT_BEFORE}\d(?:{_GAP}\d){{8}}{_NO_DIGIT_AFTER}")
_NAMED_BSN = re.compile(
    rf"(?P<word>\b(?:bsn|burgerservicenummer|sofi(?:nummer)?)\W{{0,3}})(?P<number>\d(?:{_GAP}\d){{7,8}}){_NO_DIGIT_AFTER}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Masked:
    """A text in which numbers were replaced, and how many of which kind."""

    text: str
    found: dict[str, int] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether anything was taken out."""
        return bool(self.found)


def passes_eleven_test(number: str) -> bool:
    """Whether nine digits can be a BSN: 9a+8b+7c+6d+5e+4f+3g+2h−i is divisible by eleven, and not all are zero."""
    digits = [int(character) for character in number]
    if len(digits) != 9 or not any(digits):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def mask(text: str, *, language: str = "nl") -> Masked:
    """Replace what looks like a personal or case number by a word in brackets in that language."""
    labels = LABELS.get(language, LABELS["en"])
    found: dict[str, int] = {}

    def replace(kind: str, accept: Callable[[str], bool] = lambda digits: True) -> Callable[[re.Match[str]], str]:
        def put(match: re.Match[str]) -> str:
            groups = match.groupdict()
            number = groups.get("number") or match.group(0)
            if not accept(re.sub(r"\D", "", number)):
                return match.group(0)
            found[kind] = found.get(kind, 0) + 1
            return (groups.get("word") or "") + labels[kind]

        return put

    text = _NAMED_BSN.sub(replace(BSN), text)
    text = _NAMED_V_NUMBER.sub(replace(V_NUMBER), text)
    text = _CASE.sub(replace(CASE_NUMBER), text)
    text = _PHONE.sub(replace(PHONE), text)
    text = _TEN_DIGITS.sub(replace(V_NUMBER), text)
    text = _NINE_DIGITS.sub(replace(BSN, passes_eleven_test), text)
    return Masked(text, found)
