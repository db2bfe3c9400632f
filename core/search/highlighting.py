"""What a hit shows: the piece of a text around the words that were found, with these words marked."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

AROUND = 80  # letters shown on each side of the first hit
_WORD = re.compile(r"\w+")
_ALIKE = 0.7
_STEM = 5  # two words with so many letters in common at their beginning may be forms of one


def plain(text: str) -> str:
    """Lower case without accents; a letter that is no letter with an accent stays."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def marked(text: str, words: str, *, alike: bool = False) -> SafeString:
    """The text, safe for a page, with the words that were found in `<mark>`; `alike`: also what resembles them."""
    asked = _WORD.findall(plain(words))
    parts: list[tuple[str, str]] = []
    end = 0
    for match in _WORD.finditer(text):
        if _is_found(plain(match.group()), asked, alike):
            parts.append((text[end : match.start()], match.group()))
            end = match.end()
    return format_html_join("", "{}<mark>{}</mark>", parts) + conditional_escape(text[end:])


def piece(text: str, words: str) -> str:
    """The part of a text around the first word that was found; nothing when none stands in it."""
    asked = _WORD.findall(plain(words))
    text = " ".join(text.split())
    for match in _WORD.finditer(text):
        if _is_found(plain(match.group()), asked, alike=False):
            start, stop = max(match.start() - AROUND, 0), match.end() + AROUND
            while start > 0 and text[start - 1] != " ":
                start -= 1
            cut = text[start:stop]
            if stop < len(text):
                cut = cut.rsplit(" ", 1)[0] + " …"
            return ("… " if start else "") + cut
    return ""


def _is_found(word: str, asked: list[str], alike: bool) -> bool:
    return any(
        word.startswith(one)
        or (len(one) >= _STEM and word[: max(len(one) - 2, _STEM)] == one[: max(len(one) - 2, _STEM)])
        or (alike and SequenceMatcher(None, word[: len(one) + 1], one).ratio() >= _ALIKE)
        for one in asked
    )
