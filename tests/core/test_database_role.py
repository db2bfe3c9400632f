"""The application's database role adds to history and proof, and changes no structure; the database itself refuses."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import ProgrammingError, connection, transaction

pytestmark = pytest.mark.django_db

ONLY_ADDED = [
    "accounts.AuditEntry",
    "accounts.AccessReview",
    "feedback.SignalState",
    "feedback.Decision",
    "feedback.Verdict",
    "kpis.ReportMove",
    "measurements.WaveStateRow",
    "measurements.KeyUse",
    "measurements.ResponseExport",
]


def may(table: str, what: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, what])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("label", ONLY_ADDED)
def test_history_and_proof_are_only_ever_added(label):
    table = apps.get_model(label)._meta.db_table
    assert may(table, "INSERT")
    assert [what for what in ("UPDATE", "DELETE", "TRUNCATE") if may(table, what)] == []


def test_event_tables_of_recorded_history_are_only_ever_added():
    tables = [model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    assert len(tables) > 5
    assert [table for table in tables if may(table, "UPDATE") or may(table, "DELETE") or may(table, "TRUNCATE")] == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE accounts_auditentry DISABLE TRIGGER ALL",
        "CREATE TABLE public.mine (a int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET session_replication_role = replica",
        "ALTER TABLE feedback_decision DISABLE TRIGGER USER",
        "CREATE TEMPORARY TABLE accounts_userevent (LIKE accounts_userevent)",
        "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN "
        "LANGUAGE sql AS 'SELECT true'",
        "COPY accounts_user TO PROGRAM 'cat'",
    ],
)
def test_the_role_changes_no_structure_and_switches_no_trigger_off(statement):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_function_of_ours_runs_with_the_rights_of_its_owner_unless_its_search_path_is_fixed():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace "
            "WHERE prosecdef AND n.nspname = 'public' AND coalesce(array_to_string(proconfig, ','), '') "
            "NOT LIKE '%%search_path=%%'",
            [],
        )
        assert cursor.fetchall() == []


def test_no_session_can_ask_the_triggers_to_look_away():
    """The trigger package reads a setting that anybody may set; then no history would be written."""
    user = get_user_model().objects.create_user("a@example.nl", "Before")
    events = apps.get_model("accounts.UserEvent").objects.filter(pgh_obj_id=user.pk)
    before = events.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(tgname) FROM pg_trigger WHERE tgrelid = 'accounts_user'::regclass")
        names = "{" + ",".join(cursor.fetchone()[0]) + "}"
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [names])
        cursor.execute("UPDATE accounts_user SET name = 'After' WHERE id = %s", [user.pk])
    assert events.count() == before + 1
