"""Which records look alike: names, web and mail domains, abbreviations, telephone; in one set-based query.

Comparing every name with every other takes many minutes, also with a trigram index. So only names that share one of
two of their rarest pieces (of those that occur in another name at all) are compared, by pg_trgm: a typing error spoils
a few pieces, never all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

# From which likeness of names (pg_trgm, 0 to 1) two organisations, or two persons, may be the same.
ORGANISATIONS_ALIKE = 0.55
PERSONS_ALIKE = 0.6
# Persons whose names alone say enough; below that something else must be the same too.
NAMES_ENOUGH = 0.85
# A domain that more records share says nothing about them.
_SHARED_BY_AT_MOST = 5
CANDIDATES_EACH = 3
# Names are compared when they share two of their rarest pieces of so many letters; a piece of many names says nothing.
_PIECE_OF_ORGANISATION = 7
_PIECE_OF_PERSON = 5
_RAREST = 8
_HELD_AT_MOST = 100
_PUBLIC_MAIL = (
    "gmail.com",
    "hotmail.com",
    "hotmail.nl",
    "outlook.com",
    "live.nl",
    "icloud.com",
    "yahoo.com",
    "ziggo.nl",
    "kpnmail.nl",
    "planet.nl",
    "xs4all.nl",
)


@dataclass(frozen=True)
class Pair:
    """Two records that look alike: likeness from 0 to 1, and what is the same (names of `REASONS`)."""

    first: int
    second: int
    likeness: float
    reasons: tuple[str, ...]


# What a record gives for comparison: id, key (name), short (abbreviation), domain (web or mail), phone, place.
_HOST = r"lower(regexp_replace({0}, '^[a-z]+://(www\.)?([^/:?#]+).*$', '\2', 'i'))"
_MAIL = "split_part({0}, '@', 2)"
_DIGITS = "right(regexp_replace({0}, '[^0-9]', '', 'g'), 9)"
ORGANISATIONS = f"""
    SELECT o.id, o.sort_key AS key, public.stakeholders_plain(o.abbreviation) AS short,
           coalesce(nullif({_HOST.format("o.website")}, ''), (
               SELECT {_MAIL.format("c.email")} FROM stakeholders_contactpoint c
               WHERE c.organisation_id = o.id AND c.email <> '' LIMIT 1), '') AS domain,
           '' AS phone, 0::bigint AS place
    FROM stakeholders_organisation o WHERE o.status = 'active'
"""  # noqa: S608 - only our own columns
PERSONS = f"""
    SELECT p.id, p.sort_key AS key, '' AS short, p.email AS domain, {_DIGITS.format("p.phone")} AS phone,
           coalesce((SELECT max(f.organisation_id) FROM stakeholders_position f WHERE f.person_id = p.id), 0) AS place
    FROM stakeholders_person p WHERE p.status = 'active'
"""  # noqa: S608 - only our own columns
STAGED_ORGANISATIONS = """
    SELECT r.id, r.match_key AS key, public.stakeholders_plain(coalesce(r.values ->> 'abbreviation', '')) AS short,
           r.web_domain AS domain, '' AS phone, 0::bigint AS place
    FROM stakeholders_importrow r
    WHERE r.run_id = %(run)s AND r.matched_id IS NULL AND r.state <> 'problem'
"""
STAGED_PERSONS = f"""
    SELECT r.id, r.match_key AS key, '' AS short, r.email AS domain,
           {_DIGITS.format("coalesce(r.values ->> 'phone', '')")} AS phone,
           coalesce((r.values ->> 'organisation_id')::bigint, 0) AS place
    FROM stakeholders_importrow r
    WHERE r.run_id = %(run)s AND r.matched_id IS NULL AND r.state <> 'problem'
"""  # noqa: S608 - only our own columns
_PAIRS = """
WITH ours AS MATERIALIZED ({ours}), theirs AS MATERIALIZED ({theirs}),
grams AS MATERIALIZED (
    SELECT DISTINCT TRUE AS mine, o.id, substr(o.padded, n, {length}) AS gram
    FROM (SELECT id, ' ' || left(key, 80) || ' ' AS padded FROM ours) o,
         generate_series(1, greatest(1, length(o.padded) - {length} + 1)) n
    UNION ALL
    SELECT DISTINCT FALSE, t.id, substr(t.padded, n, {length})
    FROM (SELECT id, ' ' || left(key, 80) || ' ' AS padded FROM theirs) t,
         generate_series(1, greatest(1, length(t.padded) - {length} + 1)) n
),
common AS MATERIALIZED (
    SELECT gram, count(*) AS held FROM grams GROUP BY gram
    HAVING count(*) FILTER (WHERE mine) >= {held} AND count(*) FILTER (WHERE NOT mine) >= {held}
       AND count(*) <= {at_most}
),
rare AS MATERIALIZED (
    SELECT mine, id, gram FROM (
        SELECT mine, id, gram, row_number() OVER (PARTITION BY mine, id ORDER BY held, gram) AS place
        FROM grams JOIN common USING (gram)
    ) ranked WHERE place <= {rarest}
),
by_name AS (
    SELECT m.id AS first, y.id AS second
    FROM rare m JOIN rare y ON y.gram = m.gram AND NOT y.mine WHERE m.mine AND {apart}
    GROUP BY m.id, y.id HAVING count(*) >= 2
),
{others}
compared AS (
    SELECT first, second, public.similarity(o.key, t.key) AS likeness, o.key = t.key AS same_name,
           o.short <> '' AND o.short IN (t.short, t.key) OR t.short <> '' AND t.short = o.key AS same_short,
           {same_domain} AS same_domain, o.phone <> '' AND o.phone = t.phone AS same_phone,
           o.place > 0 AND o.place = t.place AS same_place
    FROM (SELECT first, second FROM by_name UNION SELECT first, second FROM otherwise) pairs
    JOIN ours o ON o.id = first JOIN theirs t ON t.id = second
    WHERE {distinct}
)
SELECT first, second, likeness, same_name, same_short, same_domain, same_phone, same_place
FROM compared WHERE {enough}
"""
_OTHERS_ORGANISATIONS = f"""
known AS MATERIALIZED (
    SELECT domain FROM (SELECT domain FROM ours UNION ALL SELECT domain FROM theirs) every
    WHERE domain <> '' AND domain <> ALL (%(public)s) GROUP BY domain HAVING count(*) <= {2 * _SHARED_BY_AT_MOST}
),
ours_known AS MATERIALIZED (SELECT o.id, domain FROM ours o JOIN known USING (domain)),
theirs_known AS MATERIALIZED (SELECT t.id, domain FROM theirs t JOIN known USING (domain)),
otherwise AS (
    SELECT o.id AS first, t.id AS second FROM ours_known o JOIN theirs_known t USING (domain)
    UNION
    SELECT o.id, t.id FROM ours o JOIN theirs t ON t.short = o.short WHERE o.short <> '' AND length(o.short) > 1
    UNION
    SELECT o.id, t.id FROM ours o JOIN theirs t ON t.short = o.key WHERE length(o.key) > 1
    UNION
    SELECT o.id, t.id FROM ours o JOIN theirs t ON t.key = o.short WHERE length(o.short) > 1
),
"""  # noqa: S608 - only our own columns
_OTHERS_PERSONS = """
otherwise AS (
    SELECT o.id AS first, t.id AS second FROM ours o JOIN theirs t ON t.domain = o.domain WHERE o.domain <> ''
    UNION
    SELECT o.id, t.id FROM ours o JOIN theirs t ON t.phone = o.phone AND t.place = o.place
    WHERE length(o.phone) = 9 AND public.similarity(o.key, t.key) > 0.3
),
"""
_ENOUGH_ORGANISATIONS = "likeness >= %(alike)s OR same_short OR same_domain"
_ENOUGH_PERSONS = """
    likeness >= %(enough)s OR same_domain OR same_phone OR likeness >= %(alike)s AND same_place
"""


def organisations_alike() -> list[Pair]:
    """Pairs of organisations in use that may be one; the lower key first."""
    return _find(ORGANISATIONS, ORGANISATIONS, persons=False, itself=True)


def persons_alike() -> list[Pair]:
    """Pairs of persons in use that may be one; the lower key first."""
    return _find(PERSONS, PERSONS, persons=True, itself=True)


def staged_alike(*, run_id: Any, persons: bool) -> list[Pair]:
    """Staged rows (first) of an import beside the records (second) they may be about."""
    staged, stored = (STAGED_PERSONS, PERSONS) if persons else (STAGED_ORGANISATIONS, ORGANISATIONS)
    return _find(staged, stored, persons=persons, itself=False, run=str(run_id))


def _find(ours: str, theirs: str, *, persons: bool, itself: bool, run: str = "") -> list[Pair]:
    sql = _PAIRS.format(
        ours=ours,
        theirs=theirs,
        others=_OTHERS_PERSONS if persons else _OTHERS_ORGANISATIONS,
        same_domain="o.domain <> '' AND o.domain = t.domain AND o.domain <> ALL (%(public)s)",
        distinct="first < second" if itself else "TRUE",
        apart="m.id < y.id" if itself else "TRUE",
        held=2 if itself else 1,
        length=_PIECE_OF_PERSON if persons else _PIECE_OF_ORGANISATION,
        at_most=_HELD_AT_MOST,
        rarest=_RAREST,
        enough=_ENOUGH_PERSONS if persons else _ENOUGH_ORGANISATIONS,
    )
    given: dict[str, Any] = {
        "run": run,
        "alike": PERSONS_ALIKE if persons else ORGANISATIONS_ALIKE,
        "enough": NAMES_ENOUGH,
        "public": list(_PUBLIC_MAIL),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # The planner cannot know how few rows stay; these plans are always about whole lists.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(sql, given)
        rows = cursor.fetchall()
        cursor.execute("RESET enable_nestloop")
        cursor.execute("RESET work_mem")
    return sorted((_pair(row, persons=persons) for row in rows), key=lambda pair: (-pair.likeness, pair.second))


def _pair(row: tuple[Any, ...], *, persons: bool) -> Pair:
    first, second, likeness, same_name, same_short, same_domain, same_phone, same_place = row
    reasons = ["same_name" if same_name else "like_name"] if likeness >= PERSONS_ALIKE - 0.05 else []
    reasons += ["abbreviation"] if same_short else []
    reasons += ["email" if persons else "domain"] if same_domain else []
    reasons += ["phone"] if same_phone else []
    reasons += ["organisation"] if same_place else []
    bonus = 0.15 * (len(reasons) - (likeness >= PERSONS_ALIKE - 0.05))
    return Pair(first, second, min(1.0, round(float(likeness) + bonus, 3)), tuple(reasons))


def best_of(pairs: Iterable[Pair], *, each: int = CANDIDATES_EACH) -> dict[int, list[Pair]]:
    """The best pairs by their first record, at most `each`."""
    found: dict[int, list[Pair]] = {}
    for pair in pairs:
        mine = found.setdefault(pair.first, [])
        if len(mine) < each:
            mine.append(pair)
    return found
