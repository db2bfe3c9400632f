"""Organisations and persons in the search documents."""

from django.db import migrations

from core.search.documents import Watch, operations

ORGANISATION = """
SELECT o.id, o.name, o.abbreviation, o.abbreviation,
    concat_ws(' ', o.website, o.kvk_number, o.rsin, o.notes, (
        SELECT string_agg(concat_ws(' ', c.label, c.email, c.phone, regexp_replace(c.phone, '[^0-9]', '', 'g')), ' ')
        FROM public.stakeholders_contactpoint c WHERE c.organisation_id = o.id)),
    NULL::date, o.status = 'active'
FROM public.stakeholders_organisation o WHERE o.id = ANY(ids)
"""
PERSON = """
SELECT p.id, p.name, p.email, coalesce(held.now, ''),
    concat_ws(' ', p.phone, regexp_replace(p.phone, '[^0-9]', '', 'g'), held.before),
    NULL::date, p.status = 'active'
FROM public.stakeholders_person p LEFT JOIN LATERAL (
    SELECT
        string_agg(concat_ws(', ', nullif(f.title, ''), o.name, nullif(o.abbreviation, '')), '; ' ORDER BY o.sort_key)
            FILTER (WHERE f.until_on IS NULL OR f.until_on >= CURRENT_DATE) AS now,
        string_agg(concat_ws(' ', f.title, o.name), ' ' ORDER BY o.sort_key)
            FILTER (WHERE f.until_on < CURRENT_DATE) AS before
    FROM public.stakeholders_position f JOIN public.stakeholders_organisation o ON o.id = f.organisation_id
    WHERE f.person_id = p.id
) AS held ON true
WHERE p.id = ANY(ids)
"""

MOMENT = """
SELECT m.id, coalesce(nullif(m.subject, ''), left(m.summary, 80)), '', coalesce(took_part.organisations, ''),
    concat_ws(' ', m.summary, m.location, took_part.people), m.held_on, m.status = 'active'
FROM public.stakeholders_contactmoment m LEFT JOIN LATERAL (
    SELECT
        (SELECT string_agg(o.name, '; ' ORDER BY o.sort_key) FROM public.stakeholders_momentorganisation l
            JOIN public.stakeholders_organisation o ON o.id = l.organisation_id WHERE l.moment_id = m.id
        ) AS organisations,
        (SELECT string_agg(concat_ws(' ', p.name, c.name, c.email), ' ' ORDER BY c.id)
            FROM public.stakeholders_contactparticipant c
            LEFT JOIN public.stakeholders_person p ON p.id = c.person_id WHERE c.moment_id = m.id
        ) AS people
) AS took_part ON true
WHERE m.id = ANY(ids)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0040_merging"),
        ("core", "0060_search"),
    ]
    operations = [
        *operations(
            kind="organisation",
            table="stakeholders_organisation",
            select=ORGANISATION,
            watches=[
                Watch("stakeholders_organisation"),
                Watch("stakeholders_contactpoint", "SELECT organisation_id FROM changed"),
            ],
            is_named=True,
        ),
        *operations(
            kind="person",
            table="stakeholders_person",
            select=PERSON,
            watches=[
                Watch("stakeholders_person"),
                Watch("stakeholders_position", "SELECT person_id FROM changed"),
                Watch(
                    "stakeholders_organisation",
                    "SELECT f.person_id FROM public.stakeholders_position f JOIN changed ON changed.id = f.organisation_id",
                    columns=("name", "abbreviation"),
                ),
            ],
            is_named=True,
        ),
        *operations(
            kind="contact_moment",
            table="stakeholders_contactmoment",
            select=MOMENT,
            watches=[
                Watch(
                    "stakeholders_contactmoment", columns=("subject", "summary", "location", "held_on", "status")
                ),
                Watch("stakeholders_momentorganisation", "SELECT moment_id FROM changed", columns=("organisation_id",)),
                Watch("stakeholders_contactparticipant", "SELECT moment_id FROM changed"),
                Watch(
                    "stakeholders_organisation",
                    "SELECT l.moment_id FROM public.stakeholders_momentorganisation l"
                    " JOIN changed ON changed.id = l.organisation_id",
                    columns=("name",),
                ),
                Watch(
                    "stakeholders_person",
                    "SELECT c.moment_id FROM public.stakeholders_contactparticipant c"
                    " JOIN changed ON changed.id = c.person_id",
                    columns=("name",),
                ),
            ],
            is_named=False,
        ),
    ]
