"""Named reads of measurements. Numbers about people come from stored results, after disclosure control, or not at all.

For the rooms above: `wave_scores`, `wave_responses` and `published_points`. They never compute; a closed wave that has
not been scored yet gives no rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet

from measurements.choices import Level, State
from measurements.models import PublishedResult, Result, Wave, WaveOutcome


@dataclass(frozen=True)
class WaveScore:
    """One construct for one group in one closed and scored wave.

    `value`, `low` and `high` are in units of the scale (0-100 points, or a grade on `scale_min`..`scale_max`); all
    three are None where the number of answers does not allow a mean (tier T0 or T1). `n` is None at T0. `se` and `dof`
    go with the mean and allow a test against another wave. `comparable_key` is equal only where the same was asked in
    the same way; scores with different keys are not compared and not joined by a line.
    """

    wave_id: int
    wave_name: str
    level: str
    opened_on: date
    closed_on: date
    construct: str
    cut: str
    category: str
    tier: str
    n: int | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    se: Decimal | None
    dof: int | None
    scale_min: int
    scale_max: int
    is_fictional: bool
    comparable_key: str = ""


@dataclass(frozen=True)
class WaveResponse:
    """How many of the invited people of one closed and scored wave answered.

    `rate` is AAPOR RR2 as a share 0..1 (None below the floor), `answered` its numerator (complete and partial),
    `eligible` its denominator (everybody in the frame at closing).
    """

    wave_id: int
    wave_name: str
    level: str
    closed_on: date
    answered: int | None
    eligible: int
    rate: Decimal | None
    is_fictional: bool


@dataclass(frozen=True)
class PublishedPoint:
    """One published figure of an earlier study. Join points only where `line` is equal, and never to own waves."""

    line: tuple[str, str, str, str]  # series, group, about, measure
    series: str
    level: str
    group: str
    about: str
    measure: str
    year: int
    year_certain: bool
    value: Decimal
    scale_min: Decimal
    scale_max: Decimal
    n: int | None
    kind: str
    source: str


def published_waves() -> QuerySet[Wave]:
    """Waves whose results everybody may see, with their questionnaires, the newest first."""
    found = Wave.objects.filter(state=State.PUBLISHED).select_related("instrument_version__instrument")
    return found.order_by("-closed_on", "-pk")


def wave_scores(
    *, level: str, construct: str | None = None, cut: str = "", category: str = "", published_only: bool = False
) -> list[WaveScore]:
    """Scores of all closed waves of a level, oldest wave first; for everybody unless a group is named.

    Construct codes are those of the questionnaires. Common core: REP (reputation), KNO (knowledge), UND
    (understanding), all 0-100; APP (grade 1-10); TRU (trust 0-10). Stakeholder themes: VERB (connection), BETR
    (reliability, composed), VER (improvement), and the scales behind them, all 0-100; NPS (-100..100).
    `published_only` leaves out waves whose results are not public yet.
    """
    results = Result.objects.filter(wave__level=level, cut=cut, category=category).select_related("wave")
    if construct is not None:
        results = results.filter(construct=construct)
    if published_only:
        results = results.filter(wave__state=State.PUBLISHED)
    return [_score(result) for result in _scored(results).order_by("wave__closed_on", "wave_id", "construct")]


def scores_of_wave(*, wave_id: int) -> list[WaveScore]:
    """All stored scores of one wave: everybody first, then every category of every cut."""
    results = Result.objects.filter(wave_id=wave_id).select_related("wave")
    return [_score(result) for result in _scored(results).order_by("cut", "category", "construct")]


def wave_responses(*, level: str) -> list[WaveResponse]:
    """Response of all closed and scored waves of a level, oldest first."""
    outcomes = WaveOutcome.objects.filter(
        wave__level=level, wave__state__in=[State.CLOSED, State.PUBLISHED]
    ).select_related("wave")
    return [_response(outcome) for outcome in outcomes.order_by("wave__closed_on", "wave_id")]


def response_of_wave(*, wave_id: int) -> WaveResponse | None:
    """Response of one wave, None while it has not been scored."""
    outcome = WaveOutcome.objects.filter(wave_id=wave_id).select_related("wave").first()
    return None if outcome is None else _response(outcome)


def published_points(*, level: str | None = None, measure: str | None = None) -> list[PublishedPoint]:
    """Published figures with a value, by series and then by year."""
    rows = PublishedResult.objects.filter(value__isnull=False)
    if level is not None:
        rows = rows.filter(level=level)
    if measure is not None:
        rows = rows.filter(measure=measure)
    points = []
    for row in rows.order_by("series", "group", "about", "measure", "fieldwork"):
        if row.value is None or row.scale_min is None or row.scale_max is None:
            continue
        points.append(
            PublishedPoint(
                line=(row.series, row.group, row.about, row.measure),
                series=row.series,
                level=row.level,
                group=row.group,
                about=row.about,
                measure=row.measure,
                year=row.fieldwork,
                year_certain=row.year_certain,
                value=row.value,
                scale_min=row.scale_min,
                scale_max=row.scale_max,
                n=row.n,
                kind=row.kind,
                source=row.source,
            )
        )
    return points


def _scored(results: QuerySet[Result]) -> QuerySet[Result]:
    return results.filter(wave__state__in=[State.CLOSED, State.PUBLISHED], wave__outcome__isnull=False)


def _score(result: Result) -> WaveScore:
    wave = result.wave
    return WaveScore(
        wave_id=wave.pk,
        wave_name=wave.title,
        level=wave.level,
        opened_on=_day(wave.opened_on),
        closed_on=_day(wave.closed_on),
        construct=result.construct,
        cut=result.cut,
        category=result.category,
        tier=result.tier,
        n=result.n,
        value=result.mean,
        low=result.low,
        high=result.high,
        se=result.se,
        dof=result.dof,
        scale_min=result.scale_min,
        scale_max=result.scale_max,
        is_fictional=wave.is_fictional,
        comparable_key=result.comparable_key,
    )


def _day(day: date | None) -> date:
    """A day that every closed wave has. Raises ValueError where it is missing."""
    if day is None:
        raise ValueError("A closed wave has the days on which it was opened and closed.")
    return day


def _response(outcome: WaveOutcome) -> WaveResponse:
    wave = outcome.wave
    shown = outcome.response_rate is not None
    return WaveResponse(
        wave_id=wave.pk,
        wave_name=wave.title,
        level=wave.level,
        closed_on=_day(wave.closed_on),
        answered=outcome.complete + outcome.partial if shown else None,
        eligible=outcome.invited,
        rate=outcome.response_rate,
        is_fictional=wave.is_fictional,
    )


def finite_population(*, wave: Wave) -> int | None:
    """How many there are in all to be measured: organisations where each counts once, else people of the frame.

    Stakeholders and employees are small finite groups, so that many answers leave little room for chance; for the
    public and clients there is None. Never less than were invited, whatever was written down.
    """
    if wave.level == Level.STAKEHOLDERS and wave.is_confidential:
        return max(wave.population or 0, wave.organisation_count) or None
    if wave.level in (Level.STAKEHOLDERS, Level.EMPLOYEES):
        return wave.invited_count or None
    return None


def unscored_wave_ids() -> list[int]:
    """Closed waves of which every answer has been filed, with enough answers, that have no results yet."""
    waves = Wave.objects.filter(is_settled=True, done_count__gte=F("floor"), outcome__isnull=True)
    return list(waves.order_by("pk").values_list("pk", flat=True))
