"""Differences between versions and facts of questions in the words of colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .choices import language_name
from .domain.changes import ADDED, CHANGED, MOVED, REMOVED, Change, Detail


@dataclass(frozen=True)
class DetailLine:
    """One thing that differs, ready to show."""

    what: str
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeLine:
    """One change, ready to show."""

    title: str
    kind: str
    is_new_version: bool
    details: list[DetailLine]


def described_changes(changes: Sequence[Change]) -> list[tuple[str, list[ChangeLine]]]:
    """The changes under headings, as a reader looks for them; a heading without changes is left out."""
    headings = {
        "questionnaire": _("The questionnaire"),
        "page": _("Pages"),
        "question": _("Questions"),
        "construct": _("What is measured"),
    }
    groups = [
        (heading, [_line(change) for change in changes if change.subject == subject])
        for subject, heading in headings.items()
    ]
    return [(heading, lines) for heading, lines in groups if lines]


def _line(change: Change) -> ChangeLine:
    kinds = {ADDED: _("new"), REMOVED: _("removed"), MOVED: _("in another place"), CHANGED: _("changed")}
    return ChangeLine(
        title=change.code,
        kind=kinds[change.kind],
        is_new_version=change.is_new_version,
        details=[_detail(detail) for detail in change.details],
    )


def _detail(detail: Detail) -> DetailLine:
    name, _space, code = detail.what.partition(" ")
    words = _names().get(detail.what) or f"{_names().get(name, name)} {code}".strip()
    what = f"{words} ({language_name(detail.language)})" if detail.language else words
    return DetailLine(what, detail.language, detail.before, detail.after)


def _names() -> dict[str, str]:
    return {
        "title": _("title"),
        "introduction": _("introduction"),
        "thanks": _("thanks"),
        "languages": _("languages"),
        "quota": _("quota"),
        "information": _("information"),
        "text": _("text"),
        "text above": _("text above it"),
        "choice": _("choice"),
        "label": _("label"),
        "missing": _("no answer"),
        "unit": _("unit"),
        "type": _("type"),
        "version": _("version of the question"),
        "required": _("must be answered"),
        "reversed": _("reversed"),
        "right": _("right answer"),
        "show_if": _("shown if"),
        "half": _("half"),
        "random_order": _("random order"),
        "range": _("range"),
        "decimals": _("decimals"),
        "dates": _("dates"),
        "precision": _("precision"),
        "ranked": _("how many are ranked"),
        "longest": _("longest text"),
        "rule": _("scoring"),
        "direction": _("direction"),
        "items": _("questions"),
        "parts": _("parts"),
        "answers_needed": _("answers needed"),
    }
