"""The registry at its largest: 20,000 organisations, 100,000 persons, 500,000 contact moments, made by the database.

Names are plausible and invented; what is many is unequal, as in life: a few organisations have thousands of contact
moments, most have some. The same numbers give the same rows. Triggers rest while rows are written (there is no history
of made-up rows), and the search documents are made afterwards by the functions the triggers use.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.db import connections

from bench import registry_rest

ORGANISATIONS, PERSONS, MOMENTS, MANAGERS = 20_000, 100_000, 500_000, 60
_PLACES = (
    "Utrecht Rotterdam Zwolle Ter_Apel Budel Groningen Arnhem Nijmegen Eindhoven Tilburg Breda Leiden Delft "
    "Haarlem Almere Lelystad Assen Emmen Deventer Enschede Apeldoorn Amersfoort Gouda Dordrecht Middelburg "
    "Goes Venlo Roermond Maastricht Heerlen Sittard Helmond Oss Zaandam Alkmaar Hoorn Den_Helder Leeuwarden "
    "Sneek Drachten Súdwest Ede Wageningen Tiel Culemborg Zeist Hilversum Purmerend Katwijk Schiedam"
)
_SORTS = (
    "Gemeente Stichting_Vluchtelingenopvang Advocatenkantoor Universiteit Hogeschool Veiligheidsregio "
    "Jeugdbescherming Rechtbank Werkgeversvereniging Vakbond Taalschool Woningcorporatie Zorggroep "
    "Ondernemersloket Studentenorganisatie Raad_voor_Migratie Internationale_School Onderzoeksinstituut "
    "Omroep Burgerinitiatief"
)
_THEMES = (
    "Noord Zuid Oost West Centrum Regio Land Stad Midden Haven De_Brug Perspectief Samen Welkom Toekomst "
    "Thuis Kans Baken Anker Horizon"
)
_FIRST = (
    "Jan Anna Piet Maria Kees Fatima Mohamed Sanne Daan Emma Lucas Julia Ahmed Noor Sem Eva Bram Lisa Thijs "
    "Iris Willem Yasmin Hendrik Sophie Ruben Zoë Joost Aïsha Maarten Renée Dirk Inge Koen Marieke Bas Femke "
    "Jeroen Hanneke Ali Nadia Pieter Ilse Gijs Loes Mehmet Esra Wouter Mieke Tom Karin"
)
_LAST = (
    "de_Jong Jansen de_Vries van_den_Berg van_Dijk Bakker Janssen Visser Smit Meijer de_Boer Mulder de_Groot "
    "Bos Vos Peters Hendriks van_Leeuwen Dekker Brouwer de_Wit Dijkstra Smits de_Graaf van_der_Meer Yılmaz "
    "El_Idrissi Kok Jacobs de_Haan Vermeulen van_den_Heuvel van_der_Veen van_den_Broek Schouten van_Beek "
    "Willems van_Vliet Hoekstra Maas Verhoeven Koster van_Dam Özdemir Benali Prins Blom Huisman Peeters "
    "Kuipers Nguyen Postma Kramer Timmermans Ouattara Groenendijk Molenaar Scholten Sanders Veenstra"
)
_TITLES = (
    "beleidsadviseur bestuurder directeur woordvoerder teamleider relatiemanager jurist wethouder secretaris "
    "onderzoeker"
)
_SUBJECTS = (
    "Voortgangsgesprek Kennismaking Overleg_over_doorlooptijden Werkbezoek_aanmeldcentrum Ketenoverleg "
    "Wijziging_inburgering Vraag_over_verblijfsvergunning Evaluatie_samenwerking Planning_opvang "
    "Signaal_bereikbaarheid"
)
_WORDS = (
    "overleg doorlooptijden aanvraag verblijfsvergunning opvang gezinshereniging inburgering capaciteit "
    "afspraak brief bereikbaarheid beslissing procedure student kennismigrant naturalisatie hoorzitting tolk "
    "gemeente keten planning verbetering voorlichting website telefoon wachttijd medewerker locatie "
    "begeleiding terugkeer samenwerking evaluatie"
)


def _array(text: str) -> str:
    words = ", ".join(f"'{word.replace('_', ' ')}'" for word in text.split())
    return f"ARRAY[{words}]"


def _one_of(text: str, power: float = 1) -> str:
    """SQL for one of the words; the first ones far more often when `power` is above one."""
    count = len(text.split())
    return f"({_array(text)})[1 + floor({count} * power(random(), {power}))::int]"


def _nth(text: str, number: str) -> str:
    return f"({_array(text)})[1 + ({number}) % {len(text.split())}]"


# One of the organisations, the first ones far more often: with a square the largest gets one in 140.
_SKEWED = f"1 + floor({ORGANISATIONS} * power(random(), 2))::int"
_STATEMENTS = {
    "organisations": f"""
        INSERT INTO stakeholders_organisation (id, name, abbreviation, website, in_measurement, measurement_reason,
            kvk_number, rsin, notes, status, archived_at, version, connection, joint_interests, channel)
        SELECT n, concat_ws(' ', {_nth(_SORTS, "n")}, {_nth(_PLACES, "n / 20")}, {_nth(_THEMES, "n / 1000")}),
            CASE WHEN n % 4 = 0 THEN upper(left(md5(n::text), 4)) ELSE '' END, '', n % 10 = 0, '', '', '', '',
            CASE WHEN n % 25 = 7 THEN 'archived' ELSE 'active' END, CASE WHEN n % 25 = 7 THEN now() END, 1, '', '', ''
        FROM generate_series(1, {ORGANISATIONS}) n""",
    "kinds": f"""
        INSERT INTO stakeholders_organisation_kinds (organisation_id, organisationkind_id)
        SELECT n, kinds[1 + n % array_length(kinds, 1)] FROM generate_series(1, {ORGANISATIONS}) n,
            (SELECT array_agg(id) AS kinds FROM stakeholders_organisationkind) k""",
    "domains": f"""
        INSERT INTO stakeholders_organisation_domains (organisation_id, domain_id)
        SELECT n, domains[1 + n % array_length(domains, 1)] FROM generate_series(1, {ORGANISATIONS}) n,
            (SELECT array_agg(id) AS domains FROM stakeholders_domain) d""",
    "persons": f"""
        INSERT INTO stakeholders_person (id, name, email, phone, language, legal_basis, source, do_not_invite,
            do_not_invite_reason, email_undeliverable_reason, status, archived_at, version)
        SELECT n, concat_ws(' ', {_one_of(_FIRST, 1.5)}, {_one_of(_LAST, 2)}), 'p' || n || '@example.org',
            '06 ' || lpad(n::text, 8, '0'), 'nl', 'public_task', 'benchmark', n % 25 = 3,
            CASE WHEN n % 25 = 3 THEN 'wil niet' ELSE '' END, '',
            CASE WHEN n % 20 = 9 THEN 'archived' ELSE 'active' END, CASE WHEN n % 20 = 9 THEN now() END, 1
        FROM generate_series(1, {PERSONS}) n""",
    "functions": f"""
        INSERT INTO stakeholders_position (person_id, organisation_id, title, from_on, until_on)
        SELECT n, CASE WHEN n <= {ORGANISATIONS} THEN n ELSE {_SKEWED} END, {_one_of(_TITLES)},
            date '2020-01-01', NULL::date
        FROM generate_series(1, {PERSONS}) n
        UNION ALL SELECT n, {_SKEWED}, {_one_of(_TITLES)}, date '2015-01-01', date '2019-12-31'
        FROM generate_series(1, {PERSONS}, 5) n""",
    "fixed contacts": f"""
        INSERT INTO stakeholders_accountassignment (organisation_id, user_id, role, from_on)
        SELECT n, users[1 + n % array_length(users, 1)], 'account_manager', date '2024-01-01'
        FROM generate_series(1, {ORGANISATIONS}) n,
            (SELECT array_agg(id ORDER BY id) AS users FROM accounts_user WHERE email LIKE 'bench%') u
        WHERE n % 10 < 8
        UNION ALL SELECT n, users[1 + (n + 1) % array_length(users, 1)], 'deputy', date '2024-01-01'
        FROM generate_series(1, {ORGANISATIONS}) n,
            (SELECT array_agg(id ORDER BY id) AS users FROM accounts_user WHERE email LIKE 'bench%') u
        WHERE n % 10 < 5""",
    "contact moments": f"""
        INSERT INTO stakeholders_contactmoment (id, form, level, direction, held_on, subject, summary, location,
            source, calendar_uid, noted_by_id, noted_at, status, version)
        SELECT n, (ARRAY['call', 'visit', 'mail', 'network', 'letter'])[1 + n % 5],
            (ARRAY['operational', 'operational', 'tactical', 'strategic'])[1 + n % 4],
            (ARRAY['both', 'both', 'from_us', 'from_them'])[1 + n % 4], current_date - (n % 2500),
            {_one_of(_SUBJECTS, 1.5)}, concat_ws(' ', {", ".join(_one_of(_WORDS, 2) for _each in range(14))}), '',
            'manual',
            '', users[1 + n % array_length(users, 1)], now() - (n % 2500) * interval '1 day',
            'active', 1
        FROM generate_series(1, {MOMENTS}) n,
            (SELECT array_agg(id ORDER BY id) AS users FROM accounts_user WHERE email LIKE 'bench%') u""",
    "organisations of moments": f"""
        INSERT INTO stakeholders_momentorganisation (moment_id, organisation_id, held_on, is_two_way, is_live)
        SELECT id, {_SKEWED}, held_on, direction = 'both', true FROM stakeholders_contactmoment""",
    "participants": f"""
        INSERT INTO stakeholders_contactparticipant (moment_id, person_id, name, email)
        SELECT id, 1 + floor({PERSONS} * power(random(), 1.5))::int, '', '' FROM stakeholders_contactmoment""",
}
_TABLES = (
    "stakeholders_organisation",
    "stakeholders_person",
    "stakeholders_position",
    "stakeholders_accountassignment",
    "stakeholders_organisation_kinds",
    "stakeholders_organisation_domains",
    "stakeholders_contactmoment",
    "stakeholders_momentorganisation",
    "stakeholders_contactparticipant",
    *registry_rest.TABLES,
)
_DOCUMENTS = (
    ("organisation", "stakeholders_organisation", ORGANISATIONS),
    ("person", "stakeholders_person", PERSONS),
    ("contact_moment", "stakeholders_contactmoment", MOMENTS),
    *registry_rest.DOCUMENTS,
)
_CHUNK = 50_000


@dataclass(frozen=True)
class Made:
    """How long it took to write the rows and to make their search documents, in seconds."""

    rows: float
    documents: float


def is_made() -> bool:
    """Whether the database (kept by BENCH_DATA) holds it already."""
    from stakeholders.models import ContactMoment

    return ContactMoment.objects.filter(pk=MOMENTS).exists()


def make_colleagues() -> None:
    """Make the account managers."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from accounts.roles import ACCOUNT_MANAGER

    group = Group.objects.get(name=ACCOUNT_MANAGER)
    for number in range(MANAGERS):
        made = get_user_model()._default_manager.get_or_create(
            email=f"bench{number}@example.org", defaults={"name": f"Collega {number}"}
        )
        made[0].groups.add(group)


def colleague() -> Any:
    """The account manager who looks."""
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.get(email="bench0@example.org")


def make() -> Made:
    """Fill the database of the benchmark. Must run as the owner of the tables (core.database.connected_as_owner)."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        began = time.perf_counter()
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in (*_STATEMENTS.values(), *registry_rest.STATEMENTS.values()):
            cursor.execute(statement)
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        rows = time.perf_counter()
        _make_documents(cursor)
        done = time.perf_counter()
        cursor.execute("VACUUM ANALYZE")
    return Made(rows - began, done - rows)


def _make_documents(cursor: object) -> None:
    """Make the search documents in portions; their indexes are built once, at the end."""
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT indexname, indexdef FROM pg_indexes"
        " WHERE tablename = 'core_searchdocument' AND indexdef LIKE '%WHERE%'"
    )
    indexes = cursor.fetchall()  # type: ignore[attr-defined]
    for name, _definition in indexes:
        cursor.execute(f'DROP INDEX "{name}"')  # type: ignore[attr-defined]
    for kind, table, count in _DOCUMENTS:
        for first in range(0, count, _CHUNK):
            cursor.execute(  # type: ignore[attr-defined]
                f"SELECT core_search_{kind}(array_agg(id)) FROM {table} WHERE id > %s AND id <= %s",
                [first, first + _CHUNK],
            )
    cursor.execute("SET maintenance_work_mem = '256MB'")  # type: ignore[attr-defined]
    for _name, definition in indexes:
        cursor.execute(definition)  # type: ignore[attr-defined]
