"""What is looked for when a person is erased: names and addresses as words, telephone numbers as digits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.registry import DataSubject

MARKER = "[verwijderd]"
SHORTEST = 4
SHORTEST_PHONE = 6
# A low line joins words in the names of files.
_LETTER = r"[^\W_]"
_COUNTRY = re.compile(r"^(?:\+|00)\d{2}(?:\(0\))?|^0")


class TermTooShort(Exception):
    """A word of fewer than four letters would be found everywhere."""


@dataclass(frozen=True)
class Terms:
    """`words` (names, addresses) and `phones` (digits without the leading zero or country), each once."""

    words: tuple[str, ...]
    phones: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.phones)


def phone_digits(number: str) -> str:
    """The digits of a number that stay the same however it is written; empty when there are too few."""
    compact = re.sub(r"[\s().\-/–]", "", number.replace("(0)", ""))
    digits = re.sub(r"\D", "", _COUNTRY.sub("", compact, count=1))
    return digits if len(digits) >= SHORTEST_PHONE else ""


def terms_of(subject: DataSubject, *, extra: Iterable[str] = ()) -> Terms:
    """Everything to look for. `extra` are other spellings that a person typed. Raises TermTooShort for such a one."""
    words: dict[str, str] = {}
    phones: dict[str, None] = dict.fromkeys(filter(None, map(phone_digits, subject.phones)))
    for text in extra:
        clean = _clean(text)
        if _is_phone(clean):
            phones[phone_digits(clean)] = None
        elif len(clean) < SHORTEST:
            raise TermTooShort(clean)
        else:
            words[clean.lower()] = clean
    for text in (*subject.emails, *subject.names):
        clean = _clean(text)
        if len(clean) >= SHORTEST and MARKER not in clean:
            words.setdefault(clean.lower(), clean)
            # As in a list: the last name first.
            first, _space, last = clean.partition(" ")
            if last and "@" not in clean:
                words.setdefault(f"{last} {first}".lower(), f"{last} {first}")
    return Terms(tuple(words.values()), tuple(phones))


def _clean(text: str) -> str:
    return " ".join(text.split())


def _is_phone(text: str) -> bool:
    return bool(re.fullmatch(r"[+\d\s().\-/–]+", text)) and bool(phone_digits(text))


def pattern_for_python(terms: Terms) -> re.Pattern[str]:
    """The same search as that of the database (migration core.0061), for files."""
    parts = []
    for word in terms.words:
        if "@" in word:
            parts.append(rf"(?<![\w.+-]){re.escape(word)}(?![\w-])")
        else:
            parts.append(rf"(?<!{_LETTER})" + r"[\s_,-]+".join(map(re.escape, word.split())) + rf"(?!{_LETTER}|[@-])")
    gap = r"[\s().\-/–]*"
    for digits in terms.phones:
        number = gap.join(digits)
        parts.append(rf"(?<!\d)(?:(?:\+|00)\d{{2}}{gap}(?:\(0\))?{gap}|0{gap})?{number}(?!\d)")
    return re.compile("|".join(parts), re.IGNORECASE)


def blank(text: str, terms: Terms) -> str:
    """The text with the marker in the place of what is looked for; for words that are in no table yet."""
    return pattern_for_python(terms).sub(MARKER, text) if terms else text
