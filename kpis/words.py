"""Numbers and verdicts in words, in the language of the reader. Words for managers: no terms of statistics.

Every page, chart, alternative text and report takes its words from here, so that they say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.periods import Month

from .choices import CHANGE_SHAPES, STATUS_SHAPES, Change, Status, Unit

STATUS_TONES = {
    Status.ON_COURSE: "info",
    Status.ATTENTION: "warning",
    Status.BEHIND: "negative",
    Status.UNKNOWN: "neutral",
}


@dataclass(frozen=True)
class Mark:
    """A verdict as shape and word; `tone` only helps."""

    code: str
    shape: str
    word: str
    tone: str = "neutral"

    def __str__(self) -> str:
        return f"{self.shape} {self.word}"


def number(value: float, unit: str) -> str:
    """A value in its unit: whole percents and days, other units with one decimal."""
    if unit == Unit.PERCENT:
        return f"{formats.number_format(round(value), 0)}%"
    if unit == Unit.DAYS:
        return ngettext("%(n)s day", "%(n)s days", round(value)) % {"n": formats.number_format(round(value), 0)}
    return str(formats.number_format(round(value, 1), 1))


def interval(low: float | None, high: float | None, unit: str) -> str:
    """Between what the value probably lies; empty for full counts."""
    if low is None or high is None:
        return ""
    return _("probably between %(low)s and %(high)s") % {"low": number(low, unit), "high": number(high, unit)}


def difference(value: float, unit: str) -> str:
    """A difference with its sign: points, or points of a grade."""
    digits = 0 if unit in (Unit.PERCENT, Unit.DAYS) else 1
    size = formats.number_format(abs(round(value, digits)), digits)
    sign = "+" if round(value, digits) > 0 else ("−" if round(value, digits) < 0 else "")
    return f"{sign}{size}"


def month_name(month: str | Month | date) -> str:
    """A month in words: "October 2026"."""
    if isinstance(month, str):
        month = Month.parse(month)
    day = month.first_day if isinstance(month, Month) else month
    return str(formats.date_format(day, "F Y"))


def short_month(month: str) -> str:
    """A month in a table: "Oct 2026"."""
    return str(formats.date_format(Month.parse(month).first_day, "M Y"))


def status_mark(code: str) -> Mark:
    """The mark of a value against its target."""
    status = Status(code)
    return Mark(status.value, STATUS_SHAPES[status], str(status.label), STATUS_TONES[status])


def start_status_mark() -> Mark:
    """In place of a verdict against the target, where the newest value is the zero measurement itself."""
    return Mark(Status.UNKNOWN.value, STATUS_SHAPES[Status.UNKNOWN], _("Starting point"), STATUS_TONES[Status.UNKNOWN])


def start_mark() -> Mark:
    """In place of a change, where the newest value is the zero measurement itself."""
    return Mark(Change.UNKNOWN.value, CHANGE_SHAPES[Change.UNKNOWN], _("zero measurement"))


def change_mark(change: dict[str, Any], unit: str) -> Mark:
    """The mark of a change. An arrow only where the change is real and large enough to matter."""
    verdict = Change(change["verdict"])
    shape = CHANGE_SHAPES[verdict]
    size = change["difference"]
    if verdict in (Change.UP, Change.DOWN) and size is not None:
        word = (_("%(days)s days") if unit == Unit.DAYS else _("%(points)s points")) % _size(size, unit)
    elif verdict == Change.COUNTED and size is not None:
        word = (_("%(days)s days, counted") if unit == Unit.DAYS else _("%(points)s points, counted")) % _size(
            size, unit
        )
    else:
        word = str(verdict.label)
    return Mark(verdict.value, shape, word)


def _size(size: float, unit: str) -> dict[str, str]:
    return {"points": difference(size, unit), "days": difference(size, unit)}


def not_comparable() -> str:
    """Why the line is interrupted before a value."""
    return _("not comparable with before: the questions or the way of asking changed")


def change_sentence(change: dict[str, Any], unit: str, *, since: str) -> str:
    """What happened since the zero measurement, in a sentence; `since` says since when."""
    verdict = Change(change["verdict"])
    size = change["difference"]
    if verdict == Change.NOT_COMPARABLE:
        return _("Not comparable with the measurement before: the questions or the way of asking changed.")
    if verdict == Change.UNKNOWN or size is None:
        return _("There is no earlier value to compare with yet.")
    values = {"points": difference(abs(size), unit).lstrip("+"), "since": since}
    if unit == Unit.DAYS and verdict in (Change.UP, Change.DOWN, Change.COUNTED):
        proof = _("everything was counted") if verdict == Change.COUNTED else _("this is more than chance")
        more = _("%(points)s days more than %(since)s (%(proof)s).")
        fewer = _("%(points)s days fewer than %(since)s (%(proof)s).")
        return (more if size >= 0 else fewer) % {**values, "proof": proof}
    sentences = {
        Change.UP: _("%(points)s points higher than %(since)s; this is more than chance."),
        Change.DOWN: _("%(points)s points lower than %(since)s; this is more than chance."),
        Change.NONE: _("No demonstrable change since %(since)s."),
        Change.STABLE: _("Just as high as %(since)s: a difference that matters can be ruled out."),
        Change.COUNTED: (
            _("%(points)s points higher than %(since)s (everything was counted).")
            if size >= 0
            else _("%(points)s points lower than %(since)s (everything was counted).")
        ),
    }
    return sentences[verdict] % values


def signal_sentence(signal: dict[str, Any]) -> str:
    """A remarkable month in words."""
    month = month_name(signal["month"])
    high = signal["direction"] == "up"
    sentences = {
        "outside": _("%(month)s is remarkably high.") if high else _("%(month)s is remarkably low."),
        "side": _("Up to %(month)s, eight months in a row above what was usual.")
        if high
        else _("Up to %(month)s, eight months in a row below what was usual."),
        "rising": _("Up to %(month)s, six months of rise in a row.")
        if high
        else _("Up to %(month)s, six months of decline in a row."),
        "two_of_three": _("Around %(month)s remarkably high twice.")
        if high
        else _("Around %(month)s remarkably low twice."),
    }
    return sentences[signal["rule"]] % {"month": month}


def basis(count: int, *, is_count: bool, kpi: str) -> str:
    """What the value rests on, in words."""
    if kpi == "K12":
        return ngettext("%(n)d person invited", "%(n)d people invited", count) % {"n": count}
    if kpi in ("K13", "K14"):
        return ngettext("%(n)d organisation", "%(n)d organisations", count) % {"n": count}
    if kpi == "K15":
        return ngettext("%(n)d change of contact", "%(n)d changes of contact", count) % {"n": count}
    if is_count:
        return ngettext("%(n)d signal", "%(n)d signals", count) % {"n": count}
    return ngettext("%(n)d answer", "%(n)d answers", count) % {"n": count}


def withheld(code: str, *, is_count: bool = False) -> str:
    """Why there is no value."""
    if code and is_count:
        return _("too few to show a figure")
    return _("too few answers to show") if code else _("not measured yet")


def since(baseline: dict[str, Any] | None) -> str:
    """What is compared with, in words."""
    if baseline is None:
        return _("the zero measurement")
    if baseline["month"]:
        return _("the zero measurement of %(month)s") % {"month": month_name(baseline["month"])}
    return ngettext("the first month", "the first %(n)d months", baseline["months"]) % {"n": baseline["months"]}
