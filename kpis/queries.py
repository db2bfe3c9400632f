"""Named reads for dashboards and reports: stored lines and targets, never a computation about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.periods import Month

from . import words
from .choices import Level, Status
from .definitions import DEFINITIONS, Definition, definition
from .models import Goal, KpiComment, KpiTarget, KpiValue, MonthlyReport, Trend
from .sparkline import Sparkline, sparkline

MOST_ON_ONE_PAGE = 10


@dataclass(frozen=True)
class Card:
    """One line as it is shown: everything in ready words beside the stored data."""

    definition: Definition
    level: Level
    dimension: str
    data: dict[str, Any]
    month: Month
    target: KpiTarget | None
    is_fictional: bool
    owner: str = ""

    @property
    def name(self) -> str:
        """Name of the KPI, with the part where there is one."""
        part = str(self.definition.dimension_name(self.dimension))
        return f"{self.definition.name}: {part.lower()}" if part else str(self.definition.name)

    @property
    def url(self) -> str:
        """The page about this line."""
        address = reverse("kpis:line", args=[self.definition.id, self.level])
        return f"{address}?onderdeel={self.dimension}" if self.dimension else address

    @property
    def key(self) -> str:
        """Unique on a page."""
        return "-".join(part for part in (self.definition.id.lower(), self.level, self.dimension) if part)

    @property
    def latest(self) -> dict[str, Any] | None:
        """The newest value that may be shown."""
        latest: dict[str, Any] | None = self.data["latest"]
        return latest

    @property
    def value(self) -> str:
        """The newest value, or why there is none."""
        if self.latest is None:
            return words.withheld(self.data["newest_withheld"], is_count=self.definition.is_count)
        return words.number(self.latest["value"], self.definition.unit)

    @property
    def has_value(self) -> bool:
        """Whether there is a value that may be shown."""
        return self.latest is not None

    @property
    def interval(self) -> str:
        """Between what it probably lies."""
        if self.latest is None:
            return ""
        return words.interval(self.latest["low"], self.latest["high"], self.definition.unit)

    @property
    def range_text(self) -> str:
        """The same as two numbers, for tables."""
        if self.latest is None or self.latest["low"] is None:
            return ""
        unit = self.definition.unit
        return f"{words.number(self.latest['low'], unit)} – {words.number(self.latest['high'], unit)}"

    @property
    def basis(self) -> str:
        """How many answers, people or signals."""
        if self.latest is None:
            return ""
        return words.basis(self.latest["n"], is_count=self.definition.is_count, kpi=self.definition.id)

    @property
    def as_of(self) -> date | None:
        """The last day the newest value speaks about."""
        return date.fromisoformat(self.latest["as_of"]) if self.latest else None

    @property
    def is_from_before(self) -> bool:
        """Whether the value is repeated from an earlier month because nothing was measured since."""
        return self.latest is not None and self.latest["month"] != str(self.month)

    @property
    def is_start(self) -> bool:
        """Whether the newest value is the zero measurement of a survey itself."""
        baseline = self.data["baseline"]
        same = self.latest is not None and baseline is not None and baseline["month"] == self.latest["month"]
        return same and not self.definition.by_month

    @property
    def status(self) -> words.Mark:
        """Against the target; a zero measurement is where it starts and is not judged."""
        if self.is_start and self.data["status"] == Status.UNKNOWN and not self.data["is_old"]:
            return words.start_status_mark()
        return words.status_mark(self.data["status"])

    @property
    def change(self) -> words.Mark:
        """Against the zero measurement."""
        if self.is_start:
            return words.start_mark()
        return words.change_mark(self.data["change"], self.definition.unit)

    @property
    def previous_change(self) -> words.Mark:
        """Against the value before."""
        return words.change_mark(self.data["previous_change"], self.definition.unit)

    @property
    def change_sentence(self) -> str:
        """The change against the zero measurement in a sentence."""
        if self.is_start:
            return _("This is the zero measurement; the next measurement shows what changes.")
        return words.change_sentence(
            self.data["change"], self.definition.unit, since=words.since(self.data["baseline"])
        )

    @property
    def target_text(self) -> str:
        """The target in its unit, empty without one."""
        return "" if self.data["target"] is None else words.number(self.data["target"], self.definition.unit)

    @property
    def signals_now(self) -> list[str]:
        """What is remarkable in the month of this line, in sentences."""
        return [words.signal_sentence(one) for one in self.data["signals"] if one["month"] == str(self.month)]

    @property
    def drawing(self) -> Sparkline:
        """The line in small."""
        return sparkline(self.data)


def latest_month() -> Month | None:
    """The newest month of which lines were stored."""
    newest = Trend.objects.aggregate(newest=Max("month"))["newest"]
    return None if newest is None else Month.of(newest)


def cards(*, month: Month | None = None, level: str = "") -> list[Card]:
    """All lines as known in `month` (the newest one unless told), in the order of levels and declarations.

    Costs three queries, however many lines there are.
    """
    month = month or latest_month()
    if month is None:
        return []
    rows = Trend.objects.filter(month=month.first_day)
    if level:
        rows = rows.filter(level=level)
    return _cards(rows, month)


def _cards(rows: QuerySet[Trend], month: Month) -> list[Card]:
    targets = {(one.kpi, one.level, one.dimension): one for one in KpiTarget.objects.select_related("owner", "goal")}
    fictional = set(KpiValue.objects.filter(is_fictional=True).values_list("kpi", "level", "dimension").distinct())
    known = {one.id: position for position, one in enumerate(DEFINITIONS)}
    levels = list(Level.values)
    found = []
    for row in rows:
        if row.kpi in known:
            key = (row.kpi, row.level, row.dimension)
            found.append(
                Card(
                    definition=definition(row.kpi).part(row.dimension),
                    level=Level(row.level),
                    dimension=row.dimension,
                    data=row.data,
                    month=month,
                    target=targets.get(key),
                    is_fictional=key in fictional,
                    owner=str(targets[key].owner) if key in targets else "",
                )
            )
    return sorted(found, key=lambda card: (levels.index(card.level), known[card.definition.id], _part(card)))


def _part(card: Card) -> int:
    return [dimension.code for dimension in card.definition.dimensions].index(card.dimension)


def headline(found: list[Card]) -> list[Card]:
    """At most ten lines for whoever has two minutes: with a value, those with a target first, in their usual order.

    Every KPI gets a line before one gets a second, so that no level or part takes the place of another KPI.
    """
    shown = [card for card in found if card.has_value]
    turn = {
        card.key: [one.key for one in shown if one.definition.id == card.definition.id].index(card.key)
        for card in shown
    }
    chosen = sorted(shown, key=lambda card: (card.data["target"] is None, turn[card.key]))[:MOST_ON_ONE_PAGE]
    return [card for card in found if card in chosen]


def line(*, kpi: str, level: str, dimension: str, month: Month | None = None) -> Card | None:
    """One line, None when it was never computed."""
    month = month or latest_month()
    if month is None:
        return None
    rows = Trend.objects.filter(kpi=kpi, level=level, dimension=dimension, month=month.first_day)
    return next(iter(_cards(rows, month)), None)


def comments_on(*, kpi: str, level: str) -> QuerySet[KpiComment]:
    """What was said about a KPI at a level, newest first."""
    return KpiComment.objects.filter(kpi=kpi, level=level).select_related("author")


def months_to_comment(newest: Month | None) -> list[Month]:
    """Months a comment can be about: of a report that waits first, then the newest one and the one before."""
    waiting = [
        Month.of(day)
        for day in MonthlyReport.objects.filter(state=MonthlyReport.State.DRAFTED)
        .order_by("month")
        .values_list("month", flat=True)
    ]
    recent = [newest, newest.previous()] if newest else []
    return list(dict.fromkeys([*waiting, *recent]))


def values_of(*, kpi: str, level: str, dimension: str) -> QuerySet[KpiValue]:
    """The stored values of one line, oldest first."""
    return KpiValue.objects.filter(kpi=kpi, level=level, dimension=dimension).order_by("month")


@dataclass(frozen=True)
class GoalTargets:
    """A goal with its targets in words."""

    goal: Goal
    targets: list[tuple[str, str, str, KpiTarget]]  # name, target in its unit, address


def goals_with_targets(found: QuerySet[Goal]) -> list[GoalTargets]:
    """Goals with the names and addresses of their targets; `found` has the targets prefetched."""
    result = []
    for goal in found:
        targets = []
        for one in goal.targets.all():
            kept = definition(one.kpi).part(one.dimension)
            part = str(kept.dimension_name(one.dimension))
            name = f"{kept.name}: {part.lower()}" if part else str(kept.name)
            address = reverse("kpis:line", args=[one.kpi, one.level])
            address += f"?onderdeel={one.dimension}" if one.dimension else ""
            label = f"{name} ({str(Level(one.level).label).lower()})"
            targets.append((label, words.number(one.target, kept.unit), address, one))
        result.append(GoalTargets(goal, targets))
    return result
