"""Setting targets, and adding events and comments to a line."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from django.db import transaction

from core.jobs import enqueue
from core.periods import Month
from kpis.definitions import Definition, definition
from kpis.exceptions import DueBeforeBaseline, NoSuchLine, TargetNotMeasurable, TargetOutsideScale, TooManyWords
from kpis.models import Goal, KpiComment, KpiTarget, KpiValue, TrendEvent
from stakeholders.exceptions import EditedMeanwhile

MOST_WORDS = 80
# z of 97.5% plus z of 80%: a two-sided test at 5% that finds a real change in 80 of 100 cases.
_POWER = 1.959964 + 0.841621


def smallest_detectable(baseline: KpiValue | None) -> float | None:
    """What a repeat with the same precision can tell from chance: (1.96 + 0.84) · sqrt(2) · SE; None for a full count.

    Source: Cohen, Statistical Power Analysis (1988), chapter 2; the standard error carries design and population.
    """
    if baseline is None or not baseline.standard_error:
        return None
    return _POWER * math.sqrt(2) * baseline.standard_error


def suggested_target(one: Definition, level: str, baseline: KpiValue | None) -> float | None:
    """The larger of the catalogue's suggestion and what can be measured; None without a suggestion or baseline."""
    gain = one.suggested_gain
    detectable = smallest_detectable(baseline) or 0.0
    if gain is not None:
        if baseline is None or baseline.value is None:
            return None
        sign = 1 if one.higher_is_better else -1
        return round(baseline.value + sign * max(gain, detectable), 1)
    suggestion = {str(key): value for key, value in one.suggested_level.items()}.get(level)
    if suggestion is None or baseline is None or baseline.value is None:
        return suggestion
    if 0 < suggestion - baseline.value < detectable:
        return round(baseline.value + detectable, 1)
    return suggestion


@transaction.atomic
def set_target(
    *,
    kpi: str,
    level: str,
    dimension: str,
    goal: Goal,
    target: float,
    due_on: date,
    owner: Any,
    baseline_month: Month | None,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> KpiTarget:
    """Set or change the target of one line and have its trend computed again; raises what `store_target` raises."""
    stored = store_target(
        kpi=kpi,
        level=level,
        dimension=dimension,
        goal=goal,
        target=target,
        due_on=due_on,
        owner=owner,
        baseline_month=baseline_month,
        reason=reason,
        version=version,
    )
    enqueue("kpis.tasks.compute_trends", month=str(Month.of(at)))
    return stored


@transaction.atomic
def store_target(
    *,
    kpi: str,
    level: str,
    dimension: str,
    goal: Goal,
    target: float,
    due_on: date,
    owner: Any,
    baseline_month: Month | None,
    reason: str = "",
    version: int | None = None,
) -> KpiTarget:
    """Set or change the target of one line; with `version` (0: there was none) only if nobody did so meanwhile.

    Raises EditedMeanwhile, NoSuchLine, TargetOutsideScale, DueBeforeBaseline, and TargetNotMeasurable when a repeat
    measurement could not tell the target from the zero measurement. A target at or below the zero measurement means
    "do not decline".
    """
    one = definition(kpi)
    if level not in one.levels or dimension not in {part.code for part in one.dimensions}:
        raise NoSuchLine(f"{kpi} {level} {dimension}")
    one = one.part(dimension)
    least, most = one.scale
    if not least <= target <= most:
        raise TargetOutsideScale(f"{least:g} – {most:g}")
    standing = KpiTarget.objects.select_for_update().filter(kpi=kpi, level=level, dimension=dimension).first()
    stands_at = standing.version if standing else 0
    if version is not None and version != stands_at:
        raise EditedMeanwhile(stands_at)
    baseline = _baseline(kpi, level, dimension, baseline_month)
    if baseline_month is not None and due_on <= baseline_month.first_day:
        raise DueBeforeBaseline
    detectable = smallest_detectable(baseline)
    if baseline is not None and detectable is not None and baseline.value is not None:
        gain = (target - baseline.value) * (1 if one.higher_is_better else -1)
        if 0 < gain < detectable and not math.isclose(gain, detectable, abs_tol=0.05):
            raise TargetNotMeasurable(detectable)
    stored, _created = KpiTarget.objects.update_or_create(
        kpi=kpi,
        level=level,
        dimension=dimension,
        defaults={
            "goal": goal,
            "target": target,
            "due_on": due_on,
            "owner": owner,
            "baseline_month": baseline.month if baseline else None,
            "baseline_value": baseline.value if baseline else None,
            "smallest_detectable": detectable,
            "reason": reason,
            "version": stands_at + 1,
        },
    )
    return stored


def _baseline(kpi: str, level: str, dimension: str, month: Month | None) -> KpiValue | None:
    if month is None:
        return None
    return KpiValue.objects.filter(
        kpi=kpi, level=level, dimension=dimension, month=month.first_day, withheld=""
    ).first()


@transaction.atomic
def add_event(
    *,
    title: str,
    happened_on: date,
    kind: str,
    by: Any,
    at: datetime,
    level: str = "",
    kpi: str = "",
    link: str = "",
) -> TrendEvent:
    """Put a dated event on the lines and have them computed again."""
    event = store_event(title=title, happened_on=happened_on, kind=kind, by=by, at=at, level=level, kpi=kpi, link=link)
    enqueue("kpis.tasks.compute_trends", month=str(Month.of(at)))
    return event


def store_event(
    *,
    title: str,
    happened_on: date,
    kind: str,
    by: Any,
    at: datetime,
    level: str = "",
    kpi: str = "",
    link: str = "",
) -> TrendEvent:
    """Keep a dated event; the same event a second time changes nothing."""
    return TrendEvent.objects.get_or_create(
        title=title,
        happened_on=happened_on,
        level=level,
        kpi=kpi,
        defaults={"kind": kind, "link": link, "created_by": by, "created_at": at},
    )[0]


@transaction.atomic
def comment_on(*, kpi: str, level: str, month: Month, text: str, author: Any, at: datetime) -> KpiComment:
    """Say something about a KPI in a month. Raises TooManyWords above 80 words, NoSuchLine for an unknown line."""
    if level not in definition(kpi).levels:
        raise NoSuchLine(f"{kpi} {level}")
    check_words(text)
    comment = KpiComment(kpi=kpi, level=level, month=month.first_day, text=text.strip(), author=author, created_at=at)
    comment.full_clean()
    comment.save()
    return comment


def check_words(text: str) -> None:
    """Raise TooManyWords when the report has no room for this text."""
    words = len(text.split())
    if words > MOST_WORDS:
        raise TooManyWords(words)
