"""Gatherings and joint goals in the search documents; the keys that were searched before are gone."""

from django.db import migrations

from core.search.documents import Watch, operations

GATHERING = """
SELECT g.id, g.title, '', coalesce(comes.organisations, ''), concat_ws(' ', g.place, g.purpose, g.summary, comes.agenda),
    (g.starts_at AT TIME ZONE 'Europe/Amsterdam')::date, true
FROM public.stakeholders_gathering g LEFT JOIN LATERAL (
    SELECT
        (SELECT string_agg(concat_ws(', ', o.name, nullif(o.abbreviation, '')), '; ' ORDER BY o.sort_key)
            FROM public.stakeholders_gathering_organisations l
            JOIN public.stakeholders_organisation o ON o.id = l.organisation_id WHERE l.gathering_id = g.id
        ) AS organisations,
        (SELECT string_agg(a.title, ' ' ORDER BY a."order") FROM public.stakeholders_agendaitem a
            WHERE a.gathering_id = g.id) AS agenda
) AS comes ON true
WHERE g.id = ANY(ids)
"""
GOAL = """
SELECT g.id, g.title, '', coalesce(shared.partners, ''), g.description, NULL::date, g.status = 'active'
FROM public.stakeholders_jointgoal g LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(', ', o.name, nullif(o.abbreviation, '')), '; ' ORDER BY o.sort_key) AS partners
    FROM public.stakeholders_jointgoal_partners l
    JOIN public.stakeholders_organisation o ON o.id = l.organisation_id WHERE l.jointgoal_id = g.id
) AS shared ON true
WHERE g.id = ANY(ids)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0063_forget_history"),
        ("core", "0060_search"),
    ]
    operations = [
        *operations(
            kind="gathering",
            table="stakeholders_gathering",
            select=GATHERING,
            watches=[
                Watch(
                    "stakeholders_gathering",
                    columns=("title", "place", "purpose", "summary", "starts_at"),
                ),
                Watch("stakeholders_gathering_organisations", "SELECT gathering_id FROM changed"),
                Watch("stakeholders_agendaitem", "SELECT gathering_id FROM changed", columns=("title", "order")),
                Watch(
                    "stakeholders_organisation",
                    "SELECT l.gathering_id FROM public.stakeholders_gathering_organisations l"
                    " JOIN changed ON changed.id = l.organisation_id",
                    columns=("name", "abbreviation"),
                ),
            ],
            is_named=False,
        ),
        *operations(
            kind="joint_goal",
            table="stakeholders_jointgoal",
            select=GOAL,
            watches=[
                Watch("stakeholders_jointgoal", columns=("title", "description", "status")),
                Watch("stakeholders_jointgoal_partners", "SELECT jointgoal_id FROM changed"),
                Watch(
                    "stakeholders_organisation",
                    "SELECT l.jointgoal_id FROM public.stakeholders_jointgoal_partners l"
                    " JOIN changed ON changed.id = l.organisation_id",
                    columns=("name", "abbreviation"),
                ),
            ],
            is_named=True,
        ),
        migrations.RemoveIndex(model_name="organisation", name="stakeholders_org_search"),
        migrations.RemoveField(model_name="organisation", name="search_key"),
        migrations.RemoveIndex(model_name="person", name="stakeholders_person_search"),
        migrations.RemoveField(model_name="person", name="search_key"),
    ]
