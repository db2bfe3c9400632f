"""The one page of the monthly report in ready words, from frozen contents: for the screen and for the PDF alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.periods import Month

from . import words
from .choices import Change, Level, Status
from .definitions import definition
from .queries import Card

MOST_SIGNALS = 3


@dataclass(frozen=True)
class Comment:
    """What a named person says, and about what."""

    about: str
    author: str
    text: str


@dataclass(frozen=True)
class ReportPage:
    """The report as it is read."""

    month: Month
    version: int
    data_until: date
    cards: list[Card]
    sentence: str
    asked: str
    signals: list[str]
    comments: list[Comment]
    actions: list[str]
    loop: list[tuple[str, str]]
    examples: list[dict[str, str]]
    corrections: list[str]
    footer: list[str]
    is_fictional: bool
    approval: str = ""
    missing: list[tuple[str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Heading of the page and of the document."""
        return _("Monthly report %(month)s") % {"month": words.month_name(self.month)}

    def as_document(self) -> dict[str, Any]:
        """Plain texts and coordinates for the PDF."""
        return {
            "language": settings.LANGUAGE_CODE,
            "title": self.title,
            "agency": settings.AGENCY_NAME,
            "subtitle": self.subtitle,
            "fictional": _("Invented data: a demonstration, no real opinion of anyone.") if self.is_fictional else "",
            "sentence": self.sentence,
            "asked": self.asked,
            "columns": [
                _("What we watch"),
                _("Now (probably between)"),
                _("Target"),
                _("Since the zero measurement"),
                _("Last 12 months"),
            ],
            "rows": [_document_row(card) for card in self.cards],
            "sections": [section for section in self._sections() if section["items"]],
            "loop_heading": _("Telling back"),
            "loop": [{"label": label, "value": value} for label, value in self.loop],
            "examples": [{"said": example["said"], "done": example["done"]} for example in self.examples],
            "said": _("You said"),
            "done": _("We did"),
            "footer": self.footer,
            "legend": legend(),
            "approval": self.approval,
            "page": _("page"),
        }

    @property
    def subtitle(self) -> str:
        """Version and date of the numbers."""
        until = formats.date_format(self.data_until, "DATE_FORMAT")
        if self.version == 1:
            return _("Numbers up to %(day)s") % {"day": until}
        return _("Version %(version)d · numbers up to %(day)s") % {"version": self.version, "day": until}

    def _sections(self) -> list[dict[str, Any]]:
        comments = [
            f"{one.about}: {one.text} ({one.author})" if one.about else f"{one.text} ({one.author})"
            for one in self.comments
        ]
        return [
            {"heading": _("What was corrected"), "items": self.corrections},
            {"heading": _("Remarkable"), "items": self.signals},
            {"heading": _("Explanation"), "items": comments},
            {"heading": _("What happened this month"), "items": self.actions},
        ]


def legend() -> list[tuple[str, str]]:
    """The marks (code of a status, empty for the marks of change) and what they mean."""
    meanings = {
        Status.ON_COURSE: _("the target is reached"),
        Status.ATTENTION: _("the target is within reach, not certain"),
        Status.BEHIND: _("the target is not reached"),
    }
    marks = [(status.value, f"{status.label}: {meaning}") for status, meaning in meanings.items()]
    marks.append(
        (Status.UNKNOWN.value, _("Starting point: zero measurement only. Unknown: no target, or numbers too old"))
    )
    return [*marks, ("", "↑ ↓ " + _("a real change that matters") + " · ≈ " + _("no demonstrable change"))]


def page_of(snapshot: dict[str, Any], *, version: int, changes: list[Any]) -> ReportPage:
    """The page in the reader's language from frozen contents."""
    month = Month.parse(snapshot["month"])
    found = [_card(line, month) for line in snapshot["lines"]]
    return ReportPage(
        month=month,
        version=version,
        data_until=date.fromisoformat(snapshot["data_until"]),
        cards=found,
        sentence=_sentence(found),
        asked=_asked(found),
        signals=_signals(found),
        comments=_comments(snapshot),
        actions=_actions(found, month),
        loop=_loop(snapshot["loop"]),
        examples=snapshot["loop"]["examples"],
        corrections=[_correction(change) for change in changes],
        footer=_footer(found, snapshot),
        is_fictional=any(card.is_fictional for card in found),
        approval=_approval(snapshot),
        missing=missing_comments(snapshot),
    )


def missing_comments(snapshot: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and addresses of the lines that need an explanation and have none."""
    month = Month.parse(snapshot["month"])
    unexplained = set(lines_to_explain(snapshot))
    found = (_card(line, month) for line in snapshot["lines"])
    return list(
        dict.fromkeys(
            (f"{card.name} ({card.level.label})", card.url)
            for card in found
            if (card.definition.id, str(card.level)) in unexplained and _needs_explanation(card)
        )
    )


def lines_to_explain(snapshot: dict[str, Any]) -> list[tuple[str, str]]:
    """KPI and level of what is behind its target or remarkable this month, and has no comment."""
    explained = {(one["kpi"], one["level"]) for one in snapshot["comments"]}
    month = Month.parse(snapshot["month"])
    needed = [card for card in (_card(line, month) for line in snapshot["lines"]) if _needs_explanation(card)]
    return [
        key for key in dict.fromkeys((card.definition.id, str(card.level)) for card in needed) if key not in explained
    ]


def _needs_explanation(card: Card) -> bool:
    return card.status.code == Status.BEHIND or bool(card.signals_now)


def _card(line: dict[str, Any], month: Month) -> Card:
    return Card(
        definition=definition(line["kpi"]).part(line["dimension"]),
        level=Level(line["level"]),
        dimension=line["dimension"],
        data=line["data"],
        month=month,
        target=None,
        owner=line["owner"],
        is_fictional=line["is_fictional"],
    )


def _named(card: Card) -> str:
    return f"{card.name} ({str(card.level.label).lower()})"


def _sentence(found: list[Card]) -> str:
    """What changed, in one sentence."""
    fresh = [card for card in found if not card.is_from_before]
    higher = [_named(card) for card in fresh if card.change.code == Change.UP]
    lower = [_named(card) for card in fresh if card.change.code == Change.DOWN]
    if higher and lower:
        return _("Higher than at the start: %(higher)s. Lower: %(lower)s.") % {
            "higher": _listed(higher),
            "lower": _listed(lower),
        }
    if higher:
        return _("Higher than at the start: %(higher)s.") % {"higher": _listed(higher)}
    if lower:
        return _("Lower than at the start: %(lower)s.") % {"lower": _listed(lower)}
    starts = [_named(card) for card in fresh if card.is_start]
    if starts:
        return _("New this month: the zero measurement of %(names)s.") % {"names": _listed(starts)}
    return _("Nothing changed demonstrably this month.")


def _asked(found: list[Card]) -> str:
    """What is asked of the reader."""
    behind = [_named(card) for card in found if card.status.code == Status.BEHIND]
    if behind:
        return ngettext(
            "One KPI is behind: %(names)s. Please decide whether the approach is enough.",
            "%(n)d KPIs are behind: %(names)s. Please decide whether the approach is enough.",
            len(behind),
        ) % {"n": len(behind), "names": _listed(behind)}
    watched = [_named(card) for card in found if card.status.code == Status.ATTENTION]
    if watched:
        return _("No decision is asked of you. Keep an eye on %(names)s.") % {"names": _listed(watched)}
    return _("No decision is asked of you.")


def _listed(names: list[str]) -> str:
    """Names in a row; of more than four the first three and how many others there are."""
    if len(names) == 1:
        return names[0]
    if len(names) > 4:
        return _("%(names)s and %(n)d more") % {"names": ", ".join(names[:3]), "n": len(names) - 3}
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _signals(found: list[Card]) -> list[str]:
    return [f"{_named(card)}: {sentence}" for card in found for sentence in card.signals_now[:1]][:MOST_SIGNALS]


def _comments(snapshot: dict[str, Any]) -> list[Comment]:
    shown = {(line["kpi"], line["level"]) for line in snapshot["lines"]}
    own = [
        Comment(
            f"{definition(one['kpi']).name} ({str(Level(one['level']).label).lower()})", one["author"], one["text"]
        )
        for one in snapshot["comments"]
        if (one["kpi"], one["level"]) in shown
    ]
    return own + [Comment("", one["author"], one["text"]) for one in snapshot["remarks"]]


def _actions(found: list[Card], month: Month) -> list[str]:
    events = {
        (event["on"], event["title"])
        for card in found
        for event in card.data["events"]
        if event["month"] == str(month)
    }
    return [f"{formats.date_format(date.fromisoformat(on), 'j F')}: {title}" for on, title in sorted(events)]


def _loop(loop: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("signals received"), str(loop["received"])),
        (_("signals told back"), str(loop["told"])),
        (_("waiting past the date"), str(loop["late"])),
    ]


def _correction(change: dict[str, Any]) -> str:
    one = definition(change["kpi"]).part(change.get("dimension", ""))
    name = f"{one.name} ({str(Level(change['level']).label).lower()})"
    was, now = (
        words.number(side["value"], one.unit) if side else _("not in the report")
        for side in (change["was"], change["now"])
    )
    return _("%(name)s was %(was)s and is %(now)s.") % {"name": name, "was": was, "now": now}


def _footer(found: list[Card], snapshot: dict[str, Any]) -> list[str]:
    sources = dict.fromkeys(card.latest["source_label"] for card in found if card.latest)
    lines = [
        _(
            "Survey values are weighted means with the range in which they probably lie; a survey value stays until "
            "the next measurement closes and is not filled in between. Small groups are never shown."
        ),
    ]
    named = [name for name in sources if name]
    if named:
        lines.append(_("Sources: %(names)s.") % {"names": "; ".join(named)})
    versions = sorted({f"{line['kpi']} v{line['version']}" for line in snapshot["lines"]})
    lines.append(_("Definitions: %(versions)s.") % {"versions": ", ".join(versions)})
    if snapshot["left_out"]:
        lines.append(
            ngettext(
                "%(n)d more line is on the dashboard.", "%(n)d more lines are on the dashboard.", snapshot["left_out"]
            )
            % {"n": snapshot["left_out"]}
        )
    return lines


def _approval(snapshot: dict[str, Any]) -> str:
    if "approved_by" not in snapshot:
        return _("Draft: not approved yet")
    return _("Approved by %(name)s on %(day)s") % {
        "name": snapshot["approved_by"],
        "day": formats.date_format(date.fromisoformat(snapshot["approved_on"]), "DATE_FORMAT"),
    }


def _document_row(card: Card) -> dict[str, Any]:
    drawing = card.drawing
    return {
        "name": card.name,
        "level": str(card.level.label),
        "owner": card.owner,
        "value": card.value,
        "interval": card.range_text,
        "basis": card.basis,
        "when": words.month_name(card.latest["month"]) if card.latest and card.is_from_before else "",
        "target": card.target_text or "–",
        "status": {"code": card.status.code, "shape": card.status.shape, "word": card.status.word},
        "change": {"code": card.change.code, "shape": card.change.shape, "word": card.change.word},
        "alt": _("Line of %(name)s, newest value %(value)s") % {"name": card.name, "value": card.value},
        "joined": _coordinates(drawing.joined),
        "pieces": _coordinates(drawing.pieces),
        "dots": drawing.dots,
        "target_at": drawing.target,
        "baseline_at": drawing.baseline,
    }


def _coordinates(pieces: list[str]) -> list[list[list[float]]]:
    return [[[float(x) for x in pair.split(",")] for pair in piece.split(" ")] for piece in pieces]
