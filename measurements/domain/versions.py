"""Item versions: a changed wording, scale or translation is a new version, told by a hash and never by memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .comparability import item_fingerprint, surroundings
from .instrument import Questionnaire, canonical
from .problems import TEXT_KEYS, Problem


def _(text: str) -> str:
    """Marks a sentence for translation; the views translate, this package knows no framework."""
    return text


def item_fingerprints(questionnaire: Questionnaire) -> dict[str, str]:
    """Item code → hash of everything that makes this version of it."""
    around = surroundings(questionnaire)
    return {item.code: item_fingerprint(item, around[item.code]) for item in questionnaire.items}


def version_problems(new: Questionnaire, earlier: Iterable[Questionnaire]) -> Iterator[Problem]:
    """Items that were changed against an earlier version of the questionnaire without a higher version number."""
    fingerprints = item_fingerprints(new)
    highest: dict[str, int] = {}
    same: set[str] = set()
    for questionnaire in earlier:
        for code, fingerprint in item_fingerprints(questionnaire).items():
            if code not in fingerprints:
                continue
            number = questionnaire.item(code).version
            highest[code] = max(highest.get(code, 0), number)
            if fingerprint == fingerprints[code] and number == new.item(code).version:
                same.add(code)
    for item in new.items:
        if item.code in highest and item.code not in same and item.version <= highest[item.code]:
            yield Problem(
                item.code,
                _("The wording, scale or translation was changed: give this item version %(number)s or higher."),
                {"number": highest[item.code] + 1},
            )


def language_fingerprint(document: Mapping[str, Any], language: str) -> str:
    """Hash of all texts of a language beside those they were translated from, in whatever order they stand.

    So a translation that was confirmed stays confirmed as long as neither it nor its source changes.
    """
    source = document["languages"][0]
    pairs = {(texts[source], texts[language]) for texts in _texts_in(document) if source in texts}
    return hashlib.sha256(canonical({"pairs": sorted(pairs)})).hexdigest()


def _texts_in(value: Any) -> Iterator[Mapping[str, str]]:
    """Every text of a document, which is a mapping of language to words."""
    if isinstance(value, list):
        for entry in value:
            yield from _texts_in(entry)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            if key in TEXT_KEYS:
                yield entry
            elif key == "labels":
                yield from entry.values()
            else:
                yield from _texts_in(entry)
