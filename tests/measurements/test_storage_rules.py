"""What may be stored of an answer, as structure: exactly these columns, no time, no order, no way back."""

import pytest
from django.db import ProgrammingError, connection, transaction

from measurements.choices import Mode
from measurements.exceptions import NotKeyHolder
from measurements.models import KeyUse
from measurements.services import filing
from measurements.services.key_use import link_answers

from .asking import AT, open_wave
from .test_filing import send

pytestmark = pytest.mark.django_db

ALLOWED = {
    "measurements_answer": {
        "id": "uuid", "wave_id": "bigint", "version_id": "bigint", "answers": "jsonb", "items": "ARRAY",
        "strata": "jsonb",
    },
    "measurements_confidentialanswer": {
        "id": "uuid", "wave_id": "bigint", "version_id": "bigint", "respondent": "uuid", "cluster": "uuid",
        "answers": "jsonb", "items": "ARRAY", "strata": "jsonb",
    },
    "measurements_sealedanswer": {"id": "uuid", "wave_id": "bigint", "key_id": "bigint", "box": "bytea"},
    "measurements_invitation": {
        "number": "uuid", "wave_id": "bigint", "member_id": "bigint", "token_hash": "bytea", "is_done": "boolean",
        "opt_out_hash": "bytea",
    },
    "measurements_draft": {"locator": "bytea", "wave_id": "bigint", "box": "bytea", "expires_on": "date"},
    "measurements_respondentkey": {
        "respondent": "uuid", "wave_id": "bigint", "member_id": "bigint", "cluster": "uuid",
    },
    "measurements_fieldworkcount": {
        "id": "bigint", "wave_id": "bigint", "day": "date", "measure": "character varying", "count": "integer",
    },
    "measurements_quotacount": {
        "id": "bigint", "wave_id": "bigint", "code": "character varying", "count": "integer",
    },
}  # fmt: skip


@pytest.mark.parametrize("table", ALLOWED)
def test_a_table_of_answers_has_exactly_these_columns(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type, column_default, is_identity FROM information_schema.columns "
            "WHERE table_name = %s",
            [table],
        )
        rows = cursor.fetchall()
    assert {name: kind for name, kind, _default, _identity in rows} == ALLOWED[table]
    if table not in ("measurements_fieldworkcount", "measurements_quotacount"):
        assert all(default is None and identity == "NO" for _name, _kind, default, identity in rows)


def test_answers_invitations_drafts_and_inbox_are_not_tracked():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'measurements%event'")
        tracked = {name for (name,) in cursor.fetchall()}
        assert not tracked & {f"{table}event" for table in ALLOWED}
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relname = ANY(%s)",
            [list(ALLOWED)],
        )
        assert cursor.fetchall() == []


def test_a_questionnaire_version_cannot_be_changed_or_deleted():
    version = open_wave().instrument_version
    for act in (
        lambda: type(version).objects.filter(pk=version.pk).update(sha256="0" * 64),
        lambda: type(version).objects.filter(pk=version.pk)._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            act()


def test_linking_needs_the_permission_and_a_reason_and_each_use_is_recorded(researcher, monkeypatch):
    wave = open_wave(people=40, mode=Mode.CONFIDENTIAL)
    send(wave, count=40)
    filing.file_wave(wave_id=wave.pk, at=AT)
    with pytest.raises(NotKeyHolder):
        link_answers(wave=wave, by=researcher, reason="nieuwsgierig", at=AT)

    monkeypatch.setattr(type(researcher), "has_perm", lambda self, name, obj=None: name == "measurements.use_key")
    with pytest.raises(NotKeyHolder):
        link_answers(wave=wave, by=researcher, reason="  ", at=AT)
    assert not KeyUse.objects.exists()

    linked = link_answers(wave=wave, by=researcher, reason="Vergelijking met de vorige meting", at=AT)
    assert len(linked) == 30
    assert KeyUse.objects.get().linked == 30


def test_no_role_holds_the_key():
    from accounts.roles import granted_permissions

    assert not [role for role, permissions in granted_permissions().items() if "measurements.use_key" in permissions]


def test_the_mode_of_a_wave_cannot_change_once_it_is_ready():
    wave = open_wave()
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        type(wave).objects.filter(pk=wave.pk).update(mode=Mode.CONFIDENTIAL)
