"""Computing and storing the lines: the second job, after filling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from core.periods import Month, local_date
from kpis.choices import Level, Unit
from kpis.definitions import Definition, Dimension, every_series
from kpis.domain.trends import Event, Point, Rules, settle, trend
from kpis.models import KpiTarget, KpiValue, Trend, TrendEvent

SHOWN_MONTHS = 12
MOST_MONTHS = 60

Line = tuple[str, str, str]


def compute_trends(*, month: Month, at: datetime) -> int:
    """Compute every line as known at the end of `month` (or now, in the running month); returns how many were stored.

    Changes of one level are judged together because one page shows them together.
    """
    points = _points(until=month)
    targets = {(one.kpi, one.level, one.dimension): one for one in KpiTarget.objects.all()}
    events = list(TrendEvent.objects.filter(happened_on__lte=month.last_day))
    rows = []
    for level in Level:
        lines: list[tuple[Line, dict[str, Any]]] = []
        for one, own_level, dimension in every_series():
            key = (one.id, str(own_level), dimension.code)
            if own_level != level or (key not in points and key not in targets):
                continue
            lines.append((key, _line(one, level, dimension, points[key], targets.get(key), events, month, at)))
        settle([data for _key, data in lines])
        rows += [_row(key, data, month, at) for key, data in lines]
    with transaction.atomic():
        Trend.objects.filter(month=month.first_day).delete()
        Trend.objects.bulk_create(rows)
    return len(rows)


def _row(key: Line, data: dict[str, Any], month: Month, at: datetime) -> Trend:
    kpi, level, dimension = key
    return Trend(kpi=kpi, level=level, dimension=dimension, month=month.first_day, data=data, computed_at=at)


def _line(
    definition: Definition,
    level: Level,
    dimension: Dimension,
    points: list[Point],
    target: KpiTarget | None,
    events: Iterable[TrendEvent],
    month: Month,
    at: datetime,
) -> dict[str, Any]:
    start = min([point.month for point in points] + [month.shift(1 - SHOWN_MONTHS)])
    own_events = [one for one in events if one.level in ("", level) and one.kpi in ("", definition.id)]
    data = trend(
        points,
        first=max(start, month.shift(1 - MOST_MONTHS)),
        last=month,
        today=min(month.last_day, local_date(at)),
        rules=rules_of(definition, target),
        events=[Event(one.happened_on, one.title, one.kind, one.link, one.pk) for one in own_events],
    )
    return {**data, "published": [] if dimension.code else _published(definition, level)}


def _published(definition: Definition, level: Level) -> list[dict[str, Any]]:
    """Figures published before this system existed, on the same scale: shown apart, never joined to the line."""
    if definition.unit != Unit.GRADE:
        return []
    from measurements.queries import published_points

    return [
        {
            "series": point.series,
            "group": point.group,
            "year": point.year,
            "value": float(point.value),
            "n": point.n,
            "source": point.source,
        }
        for point in published_points(level=level)
        if (float(point.scale_min), float(point.scale_max)) == definition.scale
    ]


def rules_of(definition: Definition, target: KpiTarget | None) -> Rules:
    """How this line is judged, from its declaration and its target."""
    least, most = definition.scale
    has_baseline = target is not None and target.baseline_month is not None
    return Rules(
        is_count=definition.is_count,
        own_cases=definition.own_cases,
        by_month=definition.by_month,
        smallest_relevant=definition.smallest_relevant,
        higher_is_better=definition.higher_is_better,
        most_days_old=definition.most_days_old,
        least=least,
        most=most,
        target=target.target if target else None,
        due_on=target.due_on if target else None,
        baseline_month=Month.of(target.baseline_month) if has_baseline and target and target.baseline_month else None,
    )


def _points(*, until: Month) -> dict[Line, list[Point]]:
    found: dict[Line, list[Point]] = defaultdict(list)
    for value in KpiValue.objects.filter(month__lte=until.first_day).order_by("month"):
        found[(value.kpi, value.level, value.dimension)].append(
            Point(
                month=Month.of(value.month),
                value=value.value,
                n=value.n,
                as_of=value.as_of,
                low=value.low,
                high=value.high,
                standard_error=value.standard_error,
                degrees_of_freedom=value.degrees_of_freedom,
                numerator=value.numerator,
                denominator=value.denominator,
                withheld=value.withheld,
                key=f"{value.definition_version}:{value.comparable_key}",
                source_label=value.source_label,
            )
        )
    return found
