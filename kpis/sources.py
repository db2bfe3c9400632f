"""Where the values come from: each source reads what the rooms below have stored, for one month, and computes nothing.

Imports of the rooms below are inside the functions, so that the declarations can be read without a database.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings

from core.periods import Month

from .choices import Level
from .domain.measured import Measured

if TYPE_CHECKING:
    from measurements.queries import WaveResponse, WaveScore
    from stakeholders.queries.handovers import Counted

# A source takes the month and the last day that counts (today, in the running month).
Source = Callable[[Month, date], list[Measured]]

# Constructs of the instruments behind the three themes of the stakeholder level.
THEMES = {"connection": "VERB", "reliability": "BETR", "improvement": "VER"}
SURVEY_LEVELS = (Level.STAKEHOLDERS, Level.PUBLIC, Level.EMPLOYEES, Level.CLIENTS)
WORKING_DAYS_TO_TELL = 10
SILENT_AFTER_DAYS = 90

TOO_FEW = "too_few"


def scores(construct: str, *levels: Level) -> Source:
    """A source for one construct of the survey at these levels."""

    def read(month: Month, as_of: date) -> list[Measured]:
        return [one for level in levels for one in _construct(month, level, construct)]

    return read


def themes(month: Month, as_of: date) -> list[Measured]:
    """The three themes of the stakeholder level."""
    return [
        one
        for theme, construct in THEMES.items()
        for one in _construct(month, Level.STAKEHOLDERS, construct, dimension=theme)
    ]


def response_rates(month: Month, as_of: date) -> list[Measured]:
    """Response of the measurements that closed in the month."""
    from measurements.queries import wave_responses

    found = []
    for level in SURVEY_LEVELS:
        closed = [wave for wave in wave_responses(level=level) if Month.of(wave.closed_on) == month]
        if closed:
            found.append(_response(level, closed[-1]))
    return found


def told_within(month: Month, as_of: date) -> list[Measured]:
    """Signals told back within ten working days, of those whose tenth working day fell in the month."""
    from feedback.queries import told_within as read

    told = read(month=month, days=WORKING_DAYS_TO_TELL, as_of=as_of)
    if not told.denominator:
        return []
    return [
        Measured(
            level=Level.AGENCY,
            value=100 * told.numerator / told.denominator,
            n=told.denominator,
            numerator=told.numerator,
            denominator=told.denominator,
            exclusions=told.excluded,
            as_of=as_of,
            is_fictional=settings.DEMO,
        )
    ]


def fixed_contacts(month: Month, as_of: date) -> list[Measured]:
    """Key and all organisations that have an account manager and a deputy on the last day that counts."""
    from stakeholders.queries.handovers import fixed_contacts as read

    counted = {part: read(on=as_of, only_key=part == "key") for part in ("key", "all")}
    return [_share(one, as_of, dimension=part) for part, one in counted.items() if one.total]


def last_contact(month: Month, as_of: date) -> list[Measured]:
    """Days since the last two-way contact with key stakeholders: the median, and the share above ninety days."""
    from statistics import median

    from stakeholders.queries.contact import last_two_way_contact

    key = [row for row in last_two_way_contact(on=as_of) if row.is_key]
    days = [(as_of - row.last_on).days for row in key if row.last_on is not None]
    if not days:
        return []  # nothing is recorded yet: that says nothing about how silent it is
    silent = len(key) - sum(count <= SILENT_AFTER_DAYS for count in days)
    middle = Measured(
        level=Level.STAKEHOLDERS,
        dimension="median",
        value=float(median(days)),
        n=len(days),
        exclusions={"never": len(key) - len(days)},
        as_of=as_of,
        is_fictional=settings.DEMO,
    )
    return [
        middle,
        Measured(
            level=Level.STAKEHOLDERS,
            dimension="silent",
            value=100 * silent / len(key),
            n=len(key),
            numerator=silent,
            denominator=len(key),
            as_of=as_of,
            is_fictional=settings.DEMO,
        ),
    ]


def handed_over(month: Month, as_of: date) -> list[Measured]:
    """Changes of account manager that were announced and introduced in time, in the twelve months up to this one."""
    from stakeholders.queries.handovers import contact_changes

    changes = contact_changes(after=month.shift(-12).last_day, until=as_of)
    return [_share(changes, as_of)] if changes.total else []


def _share(counted: Counted, as_of: date, *, dimension: str = "") -> Measured:
    return Measured(
        level=Level.STAKEHOLDERS,
        dimension=dimension,
        value=100 * counted.fitting / counted.total,
        n=counted.total,
        numerator=counted.fitting,
        denominator=counted.total,
        as_of=as_of,
        is_fictional=settings.DEMO,
    )


def _construct(month: Month, level: Level, construct: str, *, dimension: str = "") -> list[Measured]:
    from measurements.queries import wave_scores

    closed = [score for score in wave_scores(level=level, construct=construct) if Month.of(score.closed_on) == month]
    return [_score(level, closed[-1], dimension)] if closed else []


def _score(level: Level, score: WaveScore, dimension: str) -> Measured:
    shown = score.value is not None
    return Measured(
        level=level,
        dimension=dimension,
        value=_number(score.value),
        low=_number(score.low),
        high=_number(score.high),
        standard_error=_number(score.se),
        degrees_of_freedom=score.dof,
        n=score.n or 0,
        as_of=score.closed_on,
        tier=score.tier,
        withheld="" if shown else TOO_FEW,
        source=str(score.wave_id),
        source_label=score.wave_name,
        comparable_key=score.comparable_key,
        is_fictional=score.is_fictional,
    )


def _response(level: Level, wave: WaveResponse) -> Measured:
    shown = wave.rate is not None
    return Measured(
        level=level,
        value=100 * float(wave.rate) if wave.rate is not None else None,
        n=wave.eligible,
        numerator=wave.answered if shown else None,
        denominator=wave.eligible,
        as_of=wave.closed_on,
        withheld="" if shown else TOO_FEW,
        source=str(wave.wave_id),
        source_label=wave.wave_name,
        is_fictional=wave.is_fictional,
    )


def _number(value: Decimal | float | None) -> float | None:
    return None if value is None else float(value)
