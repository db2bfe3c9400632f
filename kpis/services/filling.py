"""Filling month values from their sources. Doing it again gives the same rows; what is done already is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from core.periods import Month, local_date
from kpis.definitions import DEFINITIONS, Definition
from kpis.domain.measured import Measured
from kpis.models import FillState, KpiValue

log = structlog.get_logger("ind.kpis")

TOO_FEW = "too_few"
# Facts of the month before may still come in (a wave counted after its closing, a bounce that makes a giver untold).
MONTHS_THAT_STILL_MOVE = 2
LOOK_BACK = 24


@dataclass(frozen=True)
class Filled:
    """What one run did: KPIs filled, rows written, KPIs left alone because they were done, KPIs that failed."""

    kpis: int
    rows: int
    skipped: int
    failed: tuple[str, ...] = ()


def fill_month(
    *, month: Month, at: datetime, again: bool = True, definitions: Sequence[Definition] = DEFINITIONS
) -> Filled:
    """Fill every KPI for one month. With `again=False` what was done for this version of the definition is skipped.

    A source that fails leaves its KPI as *started*, so the next run does it again; the others are filled.
    """
    done = set()
    if not again:
        done = set(
            FillState.objects.filter(month=month.first_day, state=FillState.State.DONE).values_list(
                "kpi", "definition_version"
            )
        )
    rows = filled = skipped = 0
    failed = []
    for one in definitions:
        if (one.id, one.version) in done:
            skipped += 1
            continue
        try:
            rows += fill_kpi(definition=one, month=month, at=at)
            filled += 1
        except Exception:
            log.exception("kpi_not_filled", kpi=one.id, month=str(month))
            failed.append(one.id)
    return Filled(filled, rows, skipped, tuple(failed))


def fill_kpi(*, definition: Definition, month: Month, at: datetime) -> int:
    """Replace the values of one KPI for one month; returns their number. What the source raises comes out."""
    state, _created = FillState.objects.update_or_create(
        kpi=definition.id,
        month=month.first_day,
        defaults={
            "state": FillState.State.STARTED,
            "definition_version": definition.version,
            "started_at": at,
            "finished_at": None,
        },
    )
    measured = definition.source(month, min(month.last_day, local_date(at)))
    with transaction.atomic():
        FillState.objects.select_for_update().get(pk=state.pk)
        KpiValue.objects.filter(kpi=definition.id, month=month.first_day).delete()
        KpiValue.objects.bulk_create([_row(definition, month, one, at) for one in measured])
        FillState.objects.filter(pk=state.pk).update(
            state=FillState.State.DONE, finished_at=at, rows=len(measured), definition_version=definition.version
        )
    return len(measured)


def fill_what_is_new(*, at: datetime) -> Filled:
    """Fill the months that may still move, and older months that were never done; the rest costs one query."""
    now = Month.of(at)
    kpis = rows = skipped = 0
    failed: list[str] = []
    for months_ago in range(LOOK_BACK):
        month = now.shift(-months_ago)
        one = fill_month(month=month, at=at, again=months_ago < MONTHS_THAT_STILL_MOVE)
        kpis, rows, skipped = kpis + one.kpis, rows + one.rows, skipped + one.skipped
        failed += one.failed
    return Filled(kpis, rows, skipped, tuple(failed))


def _row(definition: Definition, month: Month, measured: Measured, at: datetime) -> KpiValue:
    """The row to store; a value that its guard does not allow is withheld here, whatever the source says."""
    withheld = measured.withheld
    if not withheld and (measured.value is None or _is_too_small(definition, measured)):
        withheld = TOO_FEW
    shown = not withheld
    return KpiValue(
        kpi=definition.id,
        level=measured.level,
        dimension=measured.dimension,
        month=month.first_day,
        value=measured.value if shown else None,
        low=measured.low if shown else None,
        high=measured.high if shown else None,
        standard_error=measured.standard_error if shown else None,
        degrees_of_freedom=measured.degrees_of_freedom if shown else None,
        n=measured.n,
        numerator=measured.numerator if shown else None,
        denominator=measured.denominator if shown else None,
        exclusions=measured.exclusions,
        tier=measured.tier,
        withheld=withheld,
        source=measured.source,
        source_label=measured.source_label,
        comparable_key=measured.comparable_key,
        is_fictional=measured.is_fictional,
        as_of=measured.as_of,
        definition_version=definition.version,
        filled_at=at,
    )


def _is_too_small(definition: Definition, measured: Measured) -> bool:
    """Below the guard; the indicative tier (half of a small group) was allowed by the measurement itself."""
    return measured.n < definition.min_n and measured.tier != "T1c"
