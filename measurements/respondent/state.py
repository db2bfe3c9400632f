"""What a form carries from page to page: in the form itself, because nothing about a respondent is kept elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict

from measurements.domain.instrument import Item, Questionnaire
from measurements.domain.routing import LARGEST_SEED

from .rendering import FIELD_PREFIX

NEXT, BACK, SAVE, SEND = "verder", "terug", "bewaar", "verstuur"
LONGEST_SITTING = 24 * 60 * 60


@dataclass
class FormState:
    """Everything that was typed so far, and where the respondent is.

    `page` counts from 0; one past the last is the end, where only sending is left. `seed` is what was drawn for this
    respondent (order and half); whoever alters it sees another order and nothing more.
    """

    token: str
    language: str
    page: int = 0
    began: int = 0
    seed: int = 0
    typed: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def from_post(cls, post: QueryDict, questionnaire: Questionnaire, *, language: str) -> FormState:
        """The state of a sent form; whatever does not fit is dropped, nothing in it is trusted."""
        last = len(questionnaire.sections)
        state = cls(
            token=post.get("sleutel", ""),
            language=language,
            page=min(max(_number(post.get("pagina", "")), 0), last),
            began=_number(post.get("begin", "")),
            seed=min(_number(post.get("loting", "")), LARGEST_SEED),
            typed=_typed(post.get("stand", ""), questionnaire),
        )
        for item in state.items_here(questionnaire):
            state.typed[item.code] = post.getlist(f"{FIELD_PREFIX}{item.code}")
        return state

    def items_here(self, questionnaire: Questionnaire) -> tuple[Item, ...]:
        """The questions of the page where the respondent is; none at the end."""
        sections = questionnaire.sections
        return sections[self.page].items if self.page < len(sections) else ()

    def elsewhere(self, questionnaire: Questionnaire) -> str:
        """What was typed on the other pages, for the hidden field."""
        here = {item.code for item in self.items_here(questionnaire)}
        carried = {code: values for code, values in self.typed.items() if values and code not in here}
        return json.dumps(carried, ensure_ascii=False, separators=(",", ":"))

    def seconds(self, at: datetime) -> int | None:
        """How long the respondent took, None when that cannot be told."""
        taken = int(at.timestamp()) - self.began
        return taken if self.began and 0 <= taken <= LONGEST_SITTING else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _is_text(value: str) -> bool:
    """Whether it can stand in a page: half a character, written as an escape in JSON, cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _typed(raw: str, questionnaire: Questionnaire) -> dict[str, list[str]]:
    try:
        carried = json.loads(raw) if raw else {}
    except (ValueError, RecursionError):
        # No JSON, a number of thousands of digits, nested without end.
        return {}
    if not isinstance(carried, dict):
        return {}
    return {
        code: values
        for code, values in carried.items()
        if code in questionnaire.by_code
        and isinstance(values, list)
        and all(isinstance(value, str) and _is_text(value) for value in values)
    }
