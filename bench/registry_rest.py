"""What hangs on the registry at its largest: places in the matrix, rhythms, gatherings, goals, handovers, segments."""

_USERS = "(SELECT array_agg(id ORDER BY id) AS users FROM accounts_user WHERE email LIKE 'bench%') u"
_USER = "users[1 + n % array_length(users, 1)]"
_TITLES = "(ARRAY['Ketenoverleg', 'Bestuurlijk overleg', 'Werkgroep', 'Kennismaking'])[1 + n % 4]"

STATEMENTS = {
    "places in the matrix": """
        INSERT INTO stakeholders_standing (organisation_id, "on", interest, influence, attitude, note)
        SELECT n, day, 1 + (n + number) % 5, 1 + (n / 5 + number) % 5, 1 + (n / 7) % 5, ''
        FROM generate_series(1, 6000) n,
            unnest(ARRAY[date '2024-06-01', date '2025-01-01', date '2025-06-01'])
                WITH ORDINALITY AS days (day, number)""",
    "rhythms": """
        INSERT INTO stakeholders_contactrhythm (organisation_id, every_weeks)
        SELECT n, 4 + n % 26 FROM generate_series(1, 3000) n
        ON CONFLICT DO NOTHING""",
    "rhythms of kinds": """
        INSERT INTO stakeholders_contactrhythm (kind_id, every_weeks)
        SELECT id, 26 FROM stakeholders_organisationkind ORDER BY id LIMIT 4
        ON CONFLICT DO NOTHING""",
    "gatherings": f"""
        INSERT INTO stakeholders_gathering (id, title, kind, starts_at, ends_at, rhythm_on, place, purpose, owner_id,
            state, state_note, summary, uid, sequence, version)
        SELECT n, {_TITLES} || ' ' || n, (ARRAY['chain', 'administrative', 'working_group', 'other'])[1 + n % 4],
            day, day + interval '1 hour', day::date, 'Utrecht', 'Voortgang en planning', {_USER},
            CASE WHEN n > 400 THEN 'held' ELSE 'planned' END, '', CASE WHEN n > 400 THEN 'Afgesproken' ELSE '' END,
            gen_random_uuid(), 0, 1
        FROM generate_series(1, 5000) n, LATERAL (SELECT date_trunc('day', now()) + interval '10 hours'
            + (CASE WHEN n > 400 THEN -n / 4 ELSE 1 + n / 4 END) * interval '1 day' AS day) d, {_USERS}""",
    "organisations of gatherings": """
        INSERT INTO stakeholders_gathering_organisations (gathering_id, organisation_id)
        SELECT n, 1 + (n * k * 13) % 2000 FROM generate_series(1, 5000) n, generate_series(1, 3) k
        ON CONFLICT DO NOTHING""",
    "participants of gatherings": """
        INSERT INTO stakeholders_participant (gathering_id, person_id, organisation_id, reply, reply_note, link_key,
            link_hash)
        SELECT n, 1 + (n * k * 7) % 20000, 1 + (n * 13) % 2000, 'none', '', gen_random_uuid(), md5(n || '-' || k)
        FROM generate_series(1, 5000) n, generate_series(1, 6) k ON CONFLICT DO NOTHING""",
    "actions": f"""
        INSERT INTO stakeholders_actionitem (gathering_id, what, owner_id, organisation_id, due_on, state, closed_on,
            closed_note, created_at)
        SELECT n, 'Afspraak nakomen ' || n, CASE WHEN n % 3 > 0 THEN {_USER} END,
            CASE WHEN n % 3 = 0 THEN 1 + (n * 13) % 2000 END, current_date + (n % 60) - 20,
            CASE WHEN n % 4 = 0 THEN 'open' ELSE 'done' END, CASE WHEN n % 4 > 0 THEN current_date END, '', now()
        FROM generate_series(1, 5000) n, {_USERS}""",
    "joint goals": f"""
        INSERT INTO stakeholders_jointgoal (id, title, description, owner_id, target_on, state, state_note, updated_at,
            status, version)
        SELECT n, 'Doorlooptijden verkorten ' || n, 'Samen sneller beslissen', {_USER}, current_date + n, 'running',
            '', now(), 'active', 1 FROM generate_series(1, 200) n, {_USERS}""",
    "partners": """
        INSERT INTO stakeholders_jointgoal_partners (jointgoal_id, organisation_id)
        SELECT n, 1 + (n * k * 13) % 2000 FROM generate_series(1, 200) n, generate_series(1, 4) k
        ON CONFLICT DO NOTHING""",
    "departures": f"""
        INSERT INTO stakeholders_departure (id, leaver_id, last_day, reason, created_by_id, created_at)
        SELECT n, {_USER}, current_date + 40, '', {_USER}, now() FROM generate_series(1, 10) n, {_USERS}""",
    "handovers": """
        INSERT INTO stakeholders_handover (departure_id, organisation_id, leaver_id, successor_id, changes_on,
            announce_by, introduce_by, state, shortened, announced_how, announced_note, introduced_how, accepted_items,
            cancelled_reason)
        SELECT d.id, a.organisation_id, d.leaver_id, (SELECT max(id) FROM accounts_user WHERE id <> d.leaver_id),
            d.last_day + 1, d.last_day - 20, d.last_day + 15, 'planned', '{}', '', '', '', '[]', ''
        FROM stakeholders_departure d JOIN stakeholders_accountassignment a ON a.user_id = d.leaver_id
        WHERE a.role = 'account_manager' ON CONFLICT DO NOTHING""",
    "likely duplicates": """
        INSERT INTO stakeholders_likelyduplicate (kind, first_id, second_id, likeness, reasons, found_at)
        SELECT kind, n, n + 1 + n % 50, 0.55 + (n % 40) / 100.0, '["like_name"]', now()
        FROM generate_series(1, 8000) n, unnest(ARRAY['organisation', 'person']) kind""",
    "segments": """
        INSERT INTO stakeholders_segment (id, name, description, of, way, combine, rules, created_at, status, version)
        SELECT n, 'Segment ' || n, '', CASE WHEN n % 3 = 2 THEN 'persons' ELSE 'organisations' END, 'rules', 'all',
            (ARRAY['{"kinds": ["education"], "measurement": ["yes"]}', '{"domains": ["asylum"], "language": ["nl"]}',
                '{"rhythm": ["stil"], "contact": ["manager"]}'])[1 + (n - 1) % 3]::jsonb, now(), 'active', 1
        FROM generate_series(1, 60) n""",
}
TABLES = (
    "stakeholders_standing",
    "stakeholders_contactrhythm",
    "stakeholders_gathering",
    "stakeholders_gathering_organisations",
    "stakeholders_participant",
    "stakeholders_actionitem",
    "stakeholders_jointgoal",
    "stakeholders_jointgoal_partners",
    "stakeholders_departure",
    "stakeholders_handover",
    "stakeholders_likelyduplicate",
    "stakeholders_segment",
)
DOCUMENTS = (("gathering", "stakeholders_gathering", 5000), ("joint_goal", "stakeholders_jointgoal", 200))
