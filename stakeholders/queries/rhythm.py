"""Which organisations are in a state of contact rhythm: one query over all of them, whatever their number.

The rule is the one of `contact.rhythm_states`; asked of every organisation in a list it would be worked out again for
each condition of the query. So the database works it out once and gives the keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, Value

from stakeholders.models import Organisation

from .contact import GOOD, NO_RHYTHM, OFTEN, SILENT

_STATES = """
WITH wished AS (
    SELECT o.id, o.in_measurement, coalesce(own.every_weeks, kinds.weeks) AS weeks
    FROM stakeholders_organisation o
    LEFT JOIN stakeholders_contactrhythm own ON own.organisation_id = o.id
    LEFT JOIN (
        SELECT k.organisation_id, min(r.every_weeks) AS weeks FROM stakeholders_organisation_kinds k
        JOIN stakeholders_contactrhythm r ON r.kind_id = k.organisationkind_id GROUP BY k.organisation_id
    ) kinds ON kinds.organisation_id = o.id
    WHERE {which}
),
judged AS (
    SELECT w.id, last.held_on,
        coalesce(w.weeks, CASE WHEN w.in_measurement AND last.held_on IS NOT NULL THEN %(usual)s::int END) AS weeks
    FROM wished w LEFT JOIN LATERAL (
        SELECT m.held_on FROM stakeholders_momentorganisation m
        WHERE m.organisation_id = w.id AND m.is_live AND m.held_on <= %(on)s
            AND (w.weeks IS NOT NULL OR w.in_measurement)
        ORDER BY m.held_on DESC LIMIT 1
    ) last ON true
)
SELECT id, weeks, held_on FROM judged WHERE {condition}
"""
_QUIET = "weeks IS NOT NULL AND (held_on IS NULL OR held_on <= %(on)s::date - weeks * 7)"
_MET = "weeks IS NOT NULL AND held_on > %(on)s::date - weeks * 7"
# Whether we had the floor more often than is good, counting no further than says so.
_TOO_OFTEN = """(
    SELECT count(*) > %(too_often)s FROM (
        SELECT 1 FROM stakeholders_momentorganisation l JOIN stakeholders_contactmoment c ON c.id = l.moment_id
        WHERE l.organisation_id = judged.id AND l.is_live AND l.held_on <= %(on)s
            AND l.held_on > %(on)s::date - judged.weeks * 7 AND c.direction <> 'from_them'
        LIMIT %(too_often)s + 1
    ) sent
)"""
_CONDITIONS = {
    NO_RHYTHM: "weeks IS NULL",
    SILENT: _QUIET,
    OFTEN: f"{_MET} AND {_TOO_OFTEN}",
    GOOD: f"{_MET} AND NOT {_TOO_OFTEN}",
}


@dataclass(frozen=True)
class Rhythm:
    """The wished rhythm and the last contact of one organisation."""

    organisation_id: int
    every_weeks: int | None
    last_on: date | None


def rhythms(*, state: str, on: date, among: list[int] | None = None) -> list[Rhythm]:
    """Organisations in this state, in no order: of these keys, or of all that are in use. One query."""
    given = {
        "on": on,
        "usual": settings.CONTACT_RHYTHM_WEEKS or None,
        "too_often": settings.CONTACT_TOO_OFTEN,
        "among": among,
    }
    which = "o.status = 'active'" if among is None else "o.id = ANY(%(among)s)"
    with connection.cursor() as cursor:
        cursor.execute(_STATES.format(condition=_CONDITIONS[state], which=which), given)
        return [Rhythm(*row) for row in cursor.fetchall()]


def organisations_in_rhythm(organisations: QuerySet[Organisation], *, state: str, on: date) -> Any:
    """The organisations in use in this state, for a filter."""
    return organisations.filter(among([found.organisation_id for found in rhythms(state=state, on=on)]))


def among(keys: list[int]) -> Any:
    """Condition: the key is one of these, given as one value however many they are."""
    return _Among(F("pk"), Value(keys, ArrayField(BigIntegerField())))


class _Among(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()
