"""Which scores may be compared: a key per construct that is equal only where the same was asked in the same way.

Changed wording, scale, translation, right answer or scoring rule of one item gives every construct that rests on it
another key, and so do another level or way of asking. Other constructs of the same questionnaire keep theirs.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from .instrument import Block, Construct, Item, Questionnaire, canonical

KEY_LENGTH = 32


def comparable_keys(questionnaire: Questionnaire, *, mode: str) -> dict[str, str]:
    """Construct code → key, 32 hexadecimal characters. Raises KeyError for an item or part that is not there."""
    around_items = surroundings(questionnaire)
    around = {"level": questionnaire.level, "mode": mode}
    found = {}
    for construct in questionnaire.constructs:
        contents = {**around, "construct": _contents(questionnaire, construct, around_items)}
        found[construct.code] = hashlib.sha256(canonical(contents)).hexdigest()[:KEY_LENGTH]
    return found


def surroundings(questionnaire: Questionnaire) -> dict[str, dict[str, Any]]:
    """Per item code what of its place changes its meaning: the text above it, and to whom it is asked."""
    found: dict[str, dict[str, Any]] = {}
    for section in questionnaire.sections:
        for block in section.blocks:
            asked_of = {"section": section.show_if, "block": block.show_if, "half": block.half}
            selected = {name: text for name, text in asked_of.items() if text}
            for item in block.items:
                found[item.code] = {"stem": _stem(block, item), **({"asked_of": selected} if selected else {})}
    return found


def item_fingerprint(item: Item, around: dict[str, Any]) -> str:
    """Hash of everything that makes this version of an item: wording, translations, scale, right answer, whom it asks.

    The number that the document gives the version is left out: it must follow this hash, see `versions`.
    """
    contents = _asked(item, around)
    del contents["version"]
    return hashlib.sha256(canonical(contents)).hexdigest()[:KEY_LENGTH]


def _stem(block: Block, item: Item) -> Any:
    return None if block.text == item.text else block.text


def _contents(questionnaire: Questionnaire, construct: Construct, around: dict[str, Any]) -> dict[str, Any]:
    """What a score of this construct rests on; not its title, nor the order in which its items are listed."""
    parts = [_contents(questionnaire, questionnaire.construct(code), around) for code in sorted(construct.parts)]
    items = [_asked(questionnaire.item(code), around[code]) for code in sorted(construct.items)]
    return {
        "code": construct.code,
        "rule": construct.rule,
        "direction": construct.direction,
        "minimum_answered": construct.minimum_answered,
        "items": items,
        "parts": parts,
    }


# What form 2 added to items; left out where it says nothing, so that keys of form 1 stay what they were.
_ADDED = ("not_applicable", "unit", "decimals", "earliest", "latest", "precision", "ranked", "is_shuffled", "is_fixed")


def _asked(item: Item, around: dict[str, Any]) -> dict[str, Any]:
    """An item as people see it in every language, with its scale; whether it may be skipped changes nothing here."""
    contents = asdict(item)
    del contents["is_required"], contents["max_length"]
    for name in _ADDED:
        if not contents[name]:
            del contents[name]
    for option in (*contents["labels"], *contents["choices"]):
        if not option["is_fixed"]:
            del option["is_fixed"]
    return {**contents, **around}
