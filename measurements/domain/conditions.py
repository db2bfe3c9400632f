"""Show-if: the small expression language of questionnaires, parsed here once and evaluated here and in the browser.

    REL1 = 'yes' and not (TRU1 < 6 or REL4 in ('mail', 'phone')) and answered(OPEN1)

A parsed condition is a nested tuple that is written as JSON for `static/respondent.js`, which evaluates it by the same
rules; one table of cases tests both. The rules:

* An answer is a list of texts: none when not answered, one for most items, several for a multiple choice or a ranking.
* Compared with a number, an answer is read as a number; what is no number equals none and is neither less nor more.
* `=` and `in` hold when one of the texts fits; `!=` holds when there is an answer and none fits.
* `<` and its kin compare numbers, and dates written 'YYYY-MM-DD' (or 'YYYY-MM').
* Without an answer nothing holds but `not`. "Don't know" is the answer 'dk', "does not apply" the answer 'na'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

Condition = tuple[Any, ...]

LONGEST = 1000
DEEPEST = 20
_RESERVED = frozenset({"and", "or", "not", "in", "answered"})
_TOKEN = re.compile(
    r"\s*(?:(?P<word>[A-Za-z][A-Za-z0-9_]*)|(?P<number>-?[0-9]{1,9}(?:\.[0-9]{1,3})?)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>!=|<=|>=|[=<>(),]))"
)
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


class BadCondition(ValueError):
    """The text is no condition; `position` counts from 1."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(f"not understood at {position}")


@lru_cache(maxsize=2048)
def parse(text: str) -> Condition:
    """The condition a text says. Raises BadCondition with the place where it is not understood."""
    if len(text) > LONGEST:
        raise BadCondition(LONGEST)
    return _Parser(text).whole()


def is_reserved(code: str) -> bool:
    """Whether an item cannot have this code because it is a word of the language."""
    return code in _RESERVED


def codes_of(condition: Condition) -> Iterator[str]:
    """The codes of the items a condition asks after."""
    for _operator, code, _literals in comparisons(condition):
        yield code


def comparisons(condition: Condition) -> Iterator[tuple[str, str, tuple[str | float, ...]]]:
    """Every comparison in a condition: operator, item code and what it is compared with."""
    operator = condition[0]
    if operator in ("and", "or", "not"):
        for part in condition[1:]:
            yield from comparisons(part)
    elif operator == "answered":
        yield operator, condition[1], ()
    else:
        yield operator, condition[1], condition[2] if operator == "in" else (condition[2],)


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
    """Whether a condition holds for these stored answers."""
    operator = condition[0]
    if operator == "and":
        return all(holds(part, answers) for part in condition[1:])
    if operator == "or":
        return any(holds(part, answers) for part in condition[1:])
    if operator == "not":
        return not holds(condition[1], answers)
    given = texts_of(answers.get(condition[1]))
    if operator == "answered":
        return bool(given)
    if operator == "=":
        return any(_equal(text, condition[2]) for text in given)
    if operator == "in":
        return any(_equal(text, literal) for text in given for literal in condition[2])
    if operator == "!=":
        return bool(given) and not any(_equal(text, condition[2]) for text in given)
    return any(_ordered(operator, text, condition[2]) for text in given)


def texts_of(value: Any) -> list[str]:
    """A stored answer as the list of texts that conditions look at."""
    if value is None or value == "":
        return []
    return [str(entry) for entry in value] if isinstance(value, list) else [str(value)]


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _equal(text: str, literal: str | float) -> bool:
    return text == literal if isinstance(literal, str) else _number(text) == literal


def _ordered(operator: str, text: str, literal: str | float) -> bool:
    if isinstance(literal, str):
        is_date = _DATE.fullmatch(text) and _DATE.fullmatch(literal)
        return bool(is_date) and _COMPARE[operator](text, literal)
    number = _number(text)
    return number is not None and _COMPARE[operator](number, literal)


class _Parser:
    """Recursive descent: or, and, not, comparison."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str, int]] = []
        self._next = 0
        self._depth = 0
        self._end = len(text) + 1
        position = 0
        text = text.rstrip()
        while position < len(text):
            found = _TOKEN.match(text, position)
            if not found:
                raise BadCondition(position + 1)
            kind = str(found.lastgroup)
            self._tokens.append((kind, found.group(kind), found.start(kind) + 1))
            position = found.end()

    def whole(self) -> Condition:
        condition = self._either()
        if self._next < len(self._tokens):
            raise BadCondition(self._tokens[self._next][2])
        return condition

    def _peek(self) -> tuple[str, str, int]:
        return self._tokens[self._next] if self._next < len(self._tokens) else ("end", "", self._end)

    def _take(self, *wanted: str) -> str:
        """The next token, which must be of this kind or be this very word or sign."""
        kind, text, position = self._peek()
        is_name = kind == "word" and text not in _RESERVED and "name" in wanted
        if not (is_name or text in wanted or (kind != "word" and kind in wanted)):
            raise BadCondition(position)
        self._next += 1
        return text

    def _either(self) -> Condition:
        return self._chain("or", lambda: self._chain("and", self._negation))

    def _chain(self, word: str, part: Callable[[], Condition]) -> Condition:
        parts = [part()]
        while self._peek()[:2] == ("word", word):
            self._next += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else (word, *parts)

    def _negation(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadCondition(self._peek()[2])
        try:
            kind, text, _position = self._peek()
            if (kind, text) == ("word", "not"):
                self._next += 1
                return ("not", self._negation())
            if (kind, text) == ("sign", "("):
                self._next += 1
                inner = self._either()
                self._take(")")
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Condition:
        if self._peek()[:2] == ("word", "answered"):
            self._next += 1
            self._take("(")
            code = self._take("name")
            self._take(")")
            return ("answered", code)
        code = self._take("name")
        if self._peek()[:2] == ("word", "in"):
            self._next += 1
            self._take("(")
            literals = [self._literal()]
            while self._peek()[1] == ",":
                self._next += 1
                literals.append(self._literal())
            self._take(")")
            return ("in", code, tuple(literals))
        operator = self._take("=", "!=", "<", "<=", ">", ">=")
        return (operator, code, self._literal())

    def _literal(self) -> str | float:
        kind, _text, _position = self._peek()
        text = self._take("number", "text")
        if kind == "text":
            return text[1:-1]
        return float(text) if "." in text else int(text)
