"""The readable difference between two versions of a questionnaire: what came, went, moved and was reworded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .comparability import comparable_keys
from .instrument import Block, Item, Questionnaire, Section, Texts
from .versions import item_fingerprints

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"


@dataclass(frozen=True)
class Detail:
    """One thing that differs: what (with the language where it is a text), and what it was and is."""

    what: str
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What happened to an item, page, construct or the questionnaire itself. `is_new_version`: the trend breaks."""

    subject: str
    code: str
    kind: str
    details: tuple[Detail, ...] = ()
    is_new_version: bool = False


Facts = Mapping[tuple[str, str], str]


def changes_between(old: Questionnaire, new: Questionnaire) -> list[Change]:
    """Everything that differs, in the order of the new version; what was removed comes last."""
    prints = item_fingerprints(old), item_fingerprints(new)
    keys = comparable_keys(old, mode=""), comparable_keys(new, mode="")
    found = _compared("questionnaire", {"": _whole(old)}, {"": _whole(new)}, {})
    found += _compared("page", _pages(old), _pages(new), {})
    found += _compared("question", _questions(old), _questions(new), _differing(*prints))
    found += _compared("construct", _constructs(old), _constructs(new), _differing(*keys))
    return found


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, bool]:
    return {code: old[code] != new[code] for code in old.keys() & new.keys()}


def _compared(
    subject: str, old: Mapping[str, Facts], new: Mapping[str, Facts], broken: Mapping[str, bool]
) -> list[Change]:
    found = []
    kept = [code for code in old if code in new]
    moved = _moved(kept, [code for code in new if code in old])
    for code, facts in new.items():
        if code not in old:
            found.append(Change(subject, code, ADDED, _details({}, facts)))
        elif details := _details(old[code], facts):
            found.append(Change(subject, code, CHANGED, details, broken.get(code, False)))
        elif broken.get(code):
            found.append(Change(subject, code, CHANGED, (), is_new_version=True))
        elif code in moved:
            found.append(Change(subject, code, MOVED))
    return found + [
        Change(subject, code, REMOVED, _details(facts, {})) for code, facts in old.items() if code not in new
    ]


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest codes whose moving explains the new order: all but a longest common subsequence."""
    from difflib import SequenceMatcher

    stayed = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return set(after) - {code for block in stayed for code in after[block.b : block.b + block.size]}


def _details(old: Facts, new: Facts) -> tuple[Detail, ...]:
    names = [*new, *(name for name in old if name not in new)]
    return tuple(
        Detail(what, language, old.get((what, language), ""), new.get((what, language), ""))
        for what, language in names
        if old.get((what, language), "") != new.get((what, language), "")
    )


def _texts(what: str, texts: Texts | None) -> dict[tuple[str, str], str]:
    return {(what, language): text for language, text in (texts or {}).items()}


def _plain(**facts: object) -> dict[tuple[str, str], str]:
    return {(what, ""): str(value) for what, value in facts.items() if value not in ("", None, False, 0, ())}


def _whole(questionnaire: Questionnaire) -> Facts:
    return {
        **_texts("title", questionnaire.title),
        **_texts("introduction", questionnaire.introduction),
        **_texts("thanks", questionnaire.thanks),
        **_plain(languages=", ".join(questionnaire.languages)),
        **{(f"quota {quota.code}", ""): f"{quota.show_if}: {quota.limit}" for quota in questionnaire.quotas},
    }


def _pages(questionnaire: Questionnaire) -> dict[str, Facts]:
    return {section.code: _page(section) for section in questionnaire.sections}


def _page(section: Section) -> Facts:
    facts = {**_texts("title", section.title), **_texts("introduction", section.introduction)}
    for number, block in enumerate(block for block in section.blocks if not block.items):
        facts.update(_texts(f"information {number + 1}", block.text))
    return {**facts, **_plain(show_if=section.show_if, random_order=section.is_shuffled)}


def _questions(questionnaire: Questionnaire) -> dict[str, Facts]:
    return {
        item.code: _question(block, item)
        for section in questionnaire.sections
        for block in section.blocks
        for item in block.items
    }


def _question(block: Block, item: Item) -> Facts:
    facts = dict(_texts("text", item.text))
    if block.text != item.text:
        facts.update(_texts("text above", block.text))
    for name, options in (("choice", item.choices), ("label", item.labels), ("missing", item.missing)):
        for option in options:
            facts.update(_texts(f"{name} {option.code}", option.text))
    facts.update(_texts("unit", item.unit))
    return {
        **facts,
        **_plain(
            type=item.kind,
            version=item.version,
            required=item.is_required,
            reversed=item.is_reversed,
            right=item.right,
            show_if=block.show_if,
            half=block.half,
            random_order=item.is_shuffled or block.is_shuffled,
            range=f"{item.minimum}–{item.maximum}" if item.minimum != item.maximum else "",
            decimals=item.decimals,
            dates=f"{item.earliest}–{item.latest}" if item.earliest or item.latest else "",
            precision=item.precision,
            ranked=item.ranked,
            longest=item.max_length,
        ),
    }


def _constructs(questionnaire: Questionnaire) -> dict[str, Facts]:
    return {
        construct.code: {
            **_texts("title", construct.title),
            **_plain(
                rule=construct.rule,
                direction=construct.direction,
                items=", ".join(construct.items),
                parts=", ".join(construct.parts),
                answers_needed=construct.minimum_answered,
            ),
        }
        for construct in questionnaire.constructs
    }
