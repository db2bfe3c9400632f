"""The publish gate: what has the right shape and still cannot be asked well.

Conditions that name what comes later or does not exist, questions that nobody can ever be asked, texts that repeat an
answer not given yet, grids and rankings that cannot be used on a phone, item versions that were not counted up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .building import build
from .conditions import BadCondition, Condition, comparisons, is_reserved, parse
from .instrument import (
    CHOICE_KINDS,
    GRID,
    HALVES,
    NUMBER,
    RANKING,
    SCALE_KINDS,
    TEXT_KINDS,
    Item,
    Questionnaire,
    Section,
)
from .problems import Problem, place_of
from .reachability import Reachability
from .routing import PIPE, items_that_pipe

# Wider grids and longer rankings cannot be used on a small screen or with a screen reader.
WIDEST_GRID = 7
LONGEST_RANKING = 10
MOST_ROWS = 15


def _(text: str) -> str:
    """Marks a sentence for translation; the views translate, this package knows no framework."""
    return text


def gate_problems(document: Mapping[str, Any]) -> list[Problem]:
    """Everything in the way of asking with this document, whose shape, texts and codes were found right."""
    unreadable = list(_unreadable(document))
    if unreadable:
        return unreadable
    questionnaire = build(document)
    named = list(_named_wrongly(questionnaire))
    if named:
        return named
    return [
        *_never_asked(questionnaire),
        *_inaccessible(questionnaire),
        *_piped_wrongly(questionnaire),
        *_scores_out_of_reach(questionnaire),
    ]


def _unreadable(document: Mapping[str, Any]) -> Iterator[Problem]:
    for place, text in _conditions_in(document):
        try:
            parse(text)
        except BadCondition as error:
            yield Problem(
                place,
                _("The condition is not understood at sign %(position)s: %(text)s"),
                {"position": error.position, "text": text},
            )
    codes = [quota["code"] for quota in document.get("quotas", [])]
    if len(codes) != len(set(codes)):
        yield Problem("quotas", _("Two quotas have the same code."))


def _conditions_in(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for number, section in enumerate(document["sections"]):
        if "show_if" in section:
            yield place_of(("sections", number, "show_if")), section["show_if"]
        for place, item in enumerate(section["items"]):
            if "show_if" in item:
                yield place_of(("sections", number, "items", place, "show_if")), item["show_if"]
    for number, quota in enumerate(document.get("quotas", [])):
        yield place_of(("quotas", number, "condition")), quota["condition"]


def _named_wrongly(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Conditions that ask after what does not exist, what comes later, or answers that cannot be given."""
    for code in questionnaire.by_code:
        if is_reserved(code):
            yield Problem("", _("Code %(code)s is a word of the language of conditions."), {"code": code})
    known: dict[str, Item] = {}
    for number, section in enumerate(questionnaire.sections):
        here = dict(known)
        if section.condition is not None:
            yield from _asks_wrongly(place_of(("sections", number, "show_if")), section.condition, known)
        for index, block in enumerate(section.blocks):
            place = place_of(("sections", number, "items", index, "show_if"))
            if block.condition is not None:
                # In a random order it is not known what comes before on the same page.
                yield from _asks_wrongly(place, block.condition, known if section.is_shuffled else here)
            here.update({item.code: item for item in block.items})
        known = here
    for number, quota in enumerate(questionnaire.quotas):
        yield from _asks_wrongly(place_of(("quotas", number, "condition")), quota.condition, known)


def _asks_wrongly(place: str, condition: Condition, known: Mapping[str, Item]) -> Iterator[Problem]:
    for operator, code, literals in comparisons(condition):
        if code not in known:
            yield Problem(
                place, _("The condition asks after %(code)s, which does not come before it."), {"code": code}
            )
            continue
        for literal in literals:
            if not _can_be_answered(known[code], operator, literal):
                yield Problem(
                    place,
                    _("The condition asks whether %(code)s is %(value)s, which nobody can answer."),
                    {"code": code, "value": literal},
                )


def _can_be_answered(item: Item, operator: str, literal: str | float) -> bool:
    if isinstance(literal, str) and literal in {missing.code for missing in item.missing}:
        return operator in ("=", "!=", "in")
    if item.kind in CHOICE_KINDS or item.kind == RANKING:
        return operator in ("=", "!=", "in") and literal in {choice.code for choice in item.choices}
    if item.kind in SCALE_KINDS or item.kind == NUMBER:
        return not isinstance(literal, str) and item.minimum <= literal <= item.maximum
    return item.kind in TEXT_KINDS or isinstance(literal, str)


def _never_asked(questionnaire: Questionnaire) -> Iterator[Problem]:
    reach = Reachability(questionnaire)
    for number, section in enumerate(questionnaire.sections):
        if not reach.can_be_asked(section):
            yield Problem(
                place_of(("sections", number)), _("Nobody can ever see this page: its condition never holds.")
            )
            continue
        for index, block in enumerate(section.blocks):
            if not reach.can_be_asked(section, block):
                required = any(item.is_required for item in block.items)
                yield Problem(
                    place_of(("sections", number, "items", index)),
                    _("This must be answered and nobody can ever see it: its condition never holds.")
                    if required
                    else _("Nobody can ever see this: its condition never holds."),
                )
    for number, quota in enumerate(questionnaire.quotas):
        if not reach.can_hold(quota.condition):
            yield Problem(place_of(("quotas", number)), _("Nobody can ever belong to this quota."))


def _inaccessible(questionnaire: Questionnaire) -> Iterator[Problem]:
    for number, section in enumerate(questionnaire.sections):
        for index, block in enumerate(section.blocks):
            place = place_of(("sections", number, "items", index))
            if block.kind == GRID and block.items[0].maximum - block.items[0].minimum >= WIDEST_GRID:
                yield Problem(
                    place,
                    _("The grid is too wide for a phone: use a scale of at most %(n)s points."),
                    {"n": WIDEST_GRID},
                )
            if block.kind == GRID and len(block.items) > MOST_ROWS:
                yield Problem(
                    place, _("The grid is too long: split it, at most %(n)s statements each."), {"n": MOST_ROWS}
                )
            if block.kind == RANKING and len(block.items[0].choices) > LONGEST_RANKING:
                yield Problem(place, _("Nobody can rank so many things: at most %(n)s."), {"n": LONGEST_RANKING})


def _piped_wrongly(questionnaire: Questionnaire) -> Iterator[Problem]:
    if questionnaire.schema < 2:
        return
    can_pipe = items_that_pipe(questionnaire)
    for number, section in enumerate(questionnaire.sections):
        for code in sorted(_piped_in(section)):
            if code not in can_pipe or questionnaire.page_of[code] >= number:
                yield Problem(
                    place_of(("sections", number)),
                    _("{%(code)s} can only repeat a choice or number of an earlier page."),
                    {"code": code},
                )


def _piped_in(section: Section) -> set[str]:
    texts = [section.title, section.introduction or {}]
    for block in section.blocks:
        texts += [block.text, block.image_text or {}]
        for item in block.items:
            texts += [item.text, item.unit or {}]
            texts += [choice.text for choice in (*item.choices, *item.labels, *item.missing)]
    return {found for per_language in texts for text in per_language.values() for found in PIPE.findall(text)}


def _scores_out_of_reach(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Constructs of which neither half gets enough questions."""
    if not questionnaire.has_halves:
        return
    half_by_code = {
        item.code: block.half for section in questionnaire.sections for block in section.blocks for item in block.items
    }
    for number, construct in enumerate(questionnaire.constructs):
        size = 2 if construct.rule == "gap" else 1
        asked = [sum(half_by_code[code] in ("", half) for code in construct.items) // size for half in HALVES]
        if construct.items and max(asked) < construct.minimum_answered:
            yield Problem(
                place_of(("constructs", number)),
                _("More answers are needed than either half is asked questions."),
            )
