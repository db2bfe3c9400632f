"""What a person writes in a cell of a list: dates, numbers, yes and no; each refusal says what was expected."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

_DATE_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_DATE_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_NUMBER = re.compile(
    r"[+-]?(\d+([.,]\d+)?|\d{1,3}([.]\d{3})+(,\d+)?|\d{1,3}(,\d{3})+[.]\d+|\d{1,3}(,\d{3}){2,})", re.ASCII
)
_YES = {"yes", "y", "ja", "j", "true", "waar", "1"}
_NO = {"no", "n", "nee", "false", "onwaar", "0"}


class CellUnreadable(ValueError):
    """The text of a cell is not what its column holds; the message says what is expected, in the user's language."""


def parse_date(text: str) -> date:
    """From dd-mm-yyyy (also with slashes or dots) or yyyy-mm-dd. Raises CellUnreadable."""
    text = text.strip()
    try:
        if match := _DATE_DUTCH.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _DATE_ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise CellUnreadable(_("“%(text)s” is not a date; write it as 31-12-2026") % {"text": text[:40]})


def parse_decimal(text: str) -> Decimal:
    """A number with a decimal comma or point; "1.234" is 1.234, not a thousand. Raises CellUnreadable."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not _NUMBER.fullmatch(plain):
        raise CellUnreadable(_("“%(text)s” is not a number; write it as 7,3") % {"text": text.strip()[:40]})
    if "," in plain and "." in plain:
        thousands = "." if plain.rindex(",") > plain.rindex(".") else ","
        plain = plain.replace(thousands, "")
    for sign in ",.":
        if plain.count(sign) > 1:
            plain = plain.replace(sign, "")
    return Decimal(plain.replace(",", "."))


def parse_integer(text: str) -> int:
    """A whole number. Raises CellUnreadable."""
    try:
        number = parse_decimal(text)
    except CellUnreadable:
        number = Decimal("0.5")
    if number != number.to_integral_value():
        raise CellUnreadable(_("“%(text)s” is not a whole number") % {"text": text.strip()[:40]})
    return int(number)


def parse_yes_no(text: str) -> bool:
    """Yes or no, in English or Dutch. Raises CellUnreadable."""
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellUnreadable(_("“%(text)s” is neither yes nor no") % {"text": text.strip()[:40]})


def parse_list(text: str) -> list[str]:
    """Several values in one cell, parted by `;`, each once and in order; an empty cell gives none."""
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))
