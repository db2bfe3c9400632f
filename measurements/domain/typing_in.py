"""Numbers, dates and rankings as they are typed by hand: every script's digits, comma or point, and what is wrong."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from .instrument import AnswerValue, Item

NUMBER = "number"
DATE = "date"
RANKS = "ranks"

MONTH = "month"
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,3})?")
_LONGEST = 40
_FIRST_YEAR, _LAST_YEAR = 1900, 2200

Read = tuple[AnswerValue | None, str]


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0-9, and a point for every decimal sign."""
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return "".join(digits).replace("٫", ".").replace(",", ".").replace("−", "-")


def read_number(item: Item, values: list[str]) -> Read:
    """A number between the bounds of the item: whole as int, otherwise as text with a point ("3.5")."""
    text = values[0]
    if len(text) > _LONGEST or any(value.strip() for value in values[1:]):
        return None, NUMBER
    text = plain_digits("".join(text.split()))
    if not _NUMBER.fullmatch(text):
        return None, NUMBER
    number = Decimal(text)
    if not item.minimum <= number <= item.maximum or number != round(number, item.decimals):
        return None, NUMBER
    if item.decimals == 0:
        return int(number), ""
    return f"{number:.{item.decimals}f}", ""


def read_date(item: Item, values: list[str]) -> Read:
    """A date out of three fields (day, month, year) or two (month, year): "2026-11-22" or "2026-11"."""
    fields = [plain_digits(value.strip()) for value in values]
    needed = 2 if item.precision == MONTH else 3
    if len(fields) != needed or not all(field.isascii() and field.isdigit() and len(field) <= 4 for field in fields):
        return None, DATE
    numbers = [int(field) for field in fields]
    day, month, year = numbers if needed == 3 else [1, *numbers]
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None, DATE
    try:
        given = date(year, month, day).isoformat()
    except ValueError:
        return None, DATE
    given = given[:7] if needed == 2 else given
    if given < item.earliest[: len(given)] or (item.latest and given > item.latest[: len(given)]):
        return None, DATE
    return given, ""


def read_ranking(item: Item, values: list[str]) -> Read:
    """Choice codes in order of rank, out of values "code.rank"; ranks count from 1 and each is given once."""
    codes = {choice.code for choice in item.choices}
    ranked: dict[int, str] = {}
    given = [value for value in values if value]
    for value in given:
        code, _point, rank = value.partition(".")
        if code not in codes or not rank.isascii() or not rank.isdigit() or len(rank) > 2:
            return None, RANKS
        ranked[int(rank)] = code
    wanted = len(given) if not item.is_required else item.ranked
    is_whole = len(ranked) == len(given) == wanted <= item.ranked and len(set(ranked.values())) == len(given)
    if not is_whole or set(ranked) != set(range(1, wanted + 1)):
        return None, RANKS
    return [ranked[rank] for rank in sorted(ranked)], ""
