"""Which scores may be compared: a key per construct that is equal only where the same was asked in the same way.

Changed wording, scale, translation, right answer or scoring rule of one item gives every construct that rests on it
another key, and so do another level or way of asking. Other constructs of the same questionnaire keep theirs.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from .instrument import Construct, Item, Questionnaire, canonical

KEY_LENGTH = 32


def comparable_keys(questionnaire: Questionnaire, *, mode: str) -> dict[str, str]:
    """Construct code → key, 32 hexadecimal characters. Raises KeyError for an item or part that is not there."""
    stems = {
        item.code: block.text
        for section in questionnaire.sections
        for block in section.blocks
        for item in block.items
        if block.text != item.text
    }
    around = {"level": questionnaire.level, "mode": mode}
    found = {}
    for construct in questionnaire.constructs:
        contents = {**around, "construct": _contents(questionnaire, construct, stems)}
        found[construct.code] = hashlib.sha256(canonical(contents)).hexdigest()[:KEY_LENGTH]
    return found


def _contents(questionnaire: Questionnaire, construct: Construct, stems: dict[str, Any]) -> dict[str, Any]:
    """What a score of this construct rests on; not its title, nor the order in which its items are listed."""
    parts = [_contents(questionnaire, questionnaire.construct(code), stems) for code in sorted(construct.parts)]
    items = [_asked(questionnaire.item(code), stems.get(code)) for code in sorted(construct.items)]
    return {
        "code": construct.code,
        "rule": construct.rule,
        "direction": construct.direction,
        "minimum_answered": construct.minimum_answered,
        "items": items,
        "parts": parts,
    }


def _asked(item: Item, stem: Any) -> dict[str, Any]:
    """An item as people see it in every language, with its scale; whether it may be skipped changes nothing here."""
    contents = asdict(item)
    del contents["is_required"], contents["max_length"]
    return {**contents, "stem": stem}
