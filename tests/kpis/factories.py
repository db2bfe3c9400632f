"""Stored values, targets and lines for the tests of the KPI room; sequences, never random."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from core.periods import Month
from kpis.choices import Level
from kpis.models import Goal, KpiTarget, KpiValue
from kpis.services.trending import compute_trends

AT = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
OCTOBER = Month(2026, 10)


def survey_value(kpi: str, level: str, month: str, value: float, se: float, **fields: Any) -> KpiValue:
    """A value of a survey with an interval of two standard errors."""
    one = Month.parse(month)
    values: dict[str, Any] = {
        "dimension": "",
        "n": 200,
        "as_of": one.last_day,
        "low": value - 2 * se,
        "high": value + 2 * se,
        "standard_error": se,
        "degrees_of_freedom": 199,
        "tier": "T3",
        "source": "1",
        "source_label": "Meting",
        "definition_version": 1,
        "filled_at": AT,
    }
    return KpiValue.objects.create(kpi=kpi, level=level, month=one.first_day, value=value, **{**values, **fields})


def counted_values(pairs: Sequence[tuple[int, int] | None], *, last: Month = OCTOBER) -> list[KpiValue]:
    """Months of "told back in time", up to `last`; None leaves a gap."""
    first = last.shift(1 - len(pairs))
    rows = []
    for month, pair in zip(first.until(last), pairs, strict=True):
        if pair is not None:
            rows.append(
                KpiValue.objects.create(
                    kpi="K16",
                    level=Level.AGENCY,
                    month=month.first_day,
                    value=100 * pair[0] / pair[1],
                    numerator=pair[0],
                    denominator=pair[1],
                    n=pair[1],
                    as_of=month.last_day,
                    definition_version=1,
                    filled_at=AT,
                )
            )
    return rows


def goal(owner: Any, **fields: Any) -> Goal:
    """A goal of the year plan."""
    values = {"year": 2026, "title": "Meer begrip bij partners", "level": Level.STAKEHOLDERS, "owner": owner}
    return Goal.objects.get_or_create(year=2026, title=values["title"], defaults={**values, **fields})[0]


def target(owner: Any, kpi: str, level: str, value: float, *, baseline: KpiValue | None = None) -> KpiTarget:
    """A target as it is stored."""
    return KpiTarget.objects.create(
        kpi=kpi,
        level=level,
        goal=goal(owner),
        target=value,
        due_on=date(2027, 12, 31),
        owner=owner,
        baseline_month=baseline.month if baseline else None,
        baseline_value=baseline.value if baseline else None,
    )


def an_ordinary_month(owner: Any) -> None:
    """Two surveys of reputation and a year of telling back, with targets and lines up to October 2026."""
    zero = survey_value("K01", Level.STAKEHOLDERS, "2025-10", 58.0, 1.0, source_label="Nulmeting")
    survey_value("K01", Level.STAKEHOLDERS, "2026-09", 64.0, 1.0, source_label="Herhaling")
    counted_values([(18, 20), (17, 20)] * 6)
    target(owner, "K01", Level.STAKEHOLDERS, 61.0, baseline=zero)
    target(owner, "K16", Level.AGENCY, 85.0)
    compute_trends(month=OCTOBER, at=AT)
