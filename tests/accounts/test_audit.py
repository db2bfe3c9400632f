"""The audit trail: append-only, chained, readable by the privacy officer only."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.queries import check_chain
from accounts.services import audit, sign_access_report

pytestmark = pytest.mark.django_db


def test_a_whole_chain_is_whole(reader, now):
    for number in range(3):
        audit(action="export", at=now, actor=reader, subject=f"list {number}")
    state = check_chain()
    assert (state.checked, state.broken_id) == (3, None)


def test_a_changed_entry_is_found(reader, now, monkeypatch):
    entries = [audit(action="export", at=now, actor=reader, subject=f"list {number}") for number in range(3)]
    real = AuditEntry.expected_seal

    def as_if_altered(entry):
        if entry.pk == entries[1].pk:
            entry.subject = "something else"
        return real(entry)

    monkeypatch.setattr(AuditEntry, "expected_seal", as_if_altered)
    assert check_chain().broken_id == entries[1].pk


def test_every_field_is_under_the_seal(reader, now):
    entry = audit(action="export", at=now, actor=reader, subject="list")
    for field, value in {
        "subject": "x",
        "reference": "x",
        "detail": "x",
        "origin": "x",
        "result": "failed",
        "action": "import",
        "actor_id": None,
        "previous_seal": "x",
    }.items():
        altered = AuditEntry.objects.get(pk=entry.pk)
        setattr(altered, field, value)
        assert altered.expected_seal() != entry.seal, field


@pytest.mark.parametrize("table", ["accounts_auditentry", "accounts_accessreview"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_alter_the_trail(table, statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_an_unknown_action_is_refused(now):
    with pytest.raises(ValueError, match="teleport"):
        audit(action="teleport", at=now)


def test_no_column_can_hold_an_address_of_a_computer():
    names = {field.name for field in AuditEntry._meta.fields}
    assert not names & {"ip", "ip_address", "user_agent", "path"}


def test_the_privacy_officer_filters_and_checks(client_as, privacy_officer, reader, now):
    audit(action="export", at=now, actor=reader, subject="Organisaties")
    audit(action="roles", at=now, actor=privacy_officer, record=reader)
    client = client_as(privacy_officer)
    url = reverse("accounts:audit-log")

    shown = client.get(url, {"action": "export"}).context["table"].rows
    assert [row.record.subject for row in shown] == ["Organisaties"]
    assert client.get(url, {"controle": "1"}).context["chain"].broken_id is None
    assert client.get(url, {"since": "not a date"}).status_code == 200


def test_an_administrator_does_not_read_the_log(client_as):
    assert client_as("administrator").get(reverse("accounts:audit-log")).status_code == 403


class TestAccessReport:
    def test_it_is_signed_and_says_when_something_changed_since(self, client_as, privacy_officer, reader, now):
        client = client_as(privacy_officer)
        url = reverse("accounts:access-report")
        assert client.get(url).status_code == 200
        client.post(reverse("accounts:access-report-sign"), {"remark": "klopt"})
        page = client.get(url)
        assert page.context["reviews"][0].remark == "klopt"
        assert not page.context["changed_since"]

        reader.groups.clear()
        assert client.get(url).context["changed_since"]

    def test_it_downloads_as_csv_for_excel(self, client_as, privacy_officer, reader):
        response = client_as(privacy_officer).get(reverse("accounts:access-report-csv"))
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert text.splitlines()[0].count(";") == 3
        assert privacy_officer.email in text
        assert AuditEntry.objects.filter(action="export", actor=privacy_officer).exists()

    def test_signing_is_in_the_log(self, privacy_officer, now):
        sign_access_report(by=privacy_officer, at=now)
        assert AuditEntry.objects.filter(action="access_review", actor=privacy_officer).exists()
