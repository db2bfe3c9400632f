"""The recorded history for the privacy officer: found by name or number, without the content of the record."""

import pytest
from django.urls import reverse

from accounts.histories import kinds
from core.history import acting
from core.registry import history_subjects
from feedback.models import Signal
from stakeholders.models import Organisation
from tests.stakeholders.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
ORGANISATION = "stakeholders.Organisation"


@pytest.fixture
def organisation(communications):
    with acting(communications, route="stakeholders:organisation-add"):
        made = OrganisationFactory(name="Stichting Vlonder")
    with acting(communications, route="stakeholders:organisation-edit"):
        made.name = "Stichting Waterkant"
        made.save()
    return made


def listed(client, **query):
    return client.get(reverse("accounts:histories"), query)


def test_every_kind_with_a_history_can_be_chosen_and_opens(client_as, privacy_officer):
    client = client_as(privacy_officer)
    assert {kind for kind, _words in kinds()} == {subject.name for subject in history_subjects}
    for kind, words in kinds():
        page = listed(client, kind=kind)
        assert page.status_code == 200, kind
        assert words in page.text


def test_a_record_is_found_by_its_old_and_new_name_and_its_number(client_as, privacy_officer, organisation):
    client = client_as(privacy_officer)
    address = reverse("accounts:history", args=[ORGANISATION, str(organisation.pk)])
    for words in ("vlonder", "Waterkant", str(organisation.pk)):
        assert address in listed(client, kind=ORGANISATION, q=words).text, words
    assert address not in listed(client, kind=ORGANISATION, q="elders").text


def test_the_page_of_a_record_says_who_changed_what(client_as, privacy_officer, organisation, communications):
    page = client_as(privacy_officer).get(reverse("accounts:history", args=[ORGANISATION, str(organisation.pk)]))
    assert page.status_code == 200
    assert "Stichting Waterkant" in page.text
    assert "Stichting Vlonder" in page.text
    assert communications.name in page.text


def test_a_removed_record_keeps_its_history(client_as, privacy_officer, organisation):
    number = str(organisation.pk)
    Organisation.objects.filter(pk=number).delete()
    page = client_as(privacy_officer).get(reverse("accounts:history", args=[ORGANISATION, number]))
    assert page.status_code == 200
    assert "Stichting Waterkant" in page.text


def test_long_texts_are_said_to_have_changed_and_never_shown(client_as, privacy_officer, organisation):
    organisation.notes = "Een vertrouwelijke opmerking over iemand"
    organisation.save()
    page = client_as(privacy_officer).get(reverse("accounts:history", args=[ORGANISATION, str(organisation.pk)]))
    assert str(Organisation._meta.get_field("notes").verbose_name) in page.text
    assert "vertrouwelijke opmerking" not in page.text


def test_words_of_a_signal_are_neither_shown_nor_searched(client_as, privacy_officer):
    from datetime import UTC, datetime

    from feedback.services.receive import GiverData, Words, register_signal

    signal = register_signal(
        words=Words(kind="suggestion", text="Mijn buurman heet Pieter Zonderland."),
        source="mail",
        giver=GiverData(name="Noor", email="noor@example.org"),
        at=datetime(2026, 11, 18, 9, 0, tzinfo=UTC),
    )
    Signal.objects.filter(pk=signal.pk).update(text="Anders: Zonderland.", title="Over Zonderland")
    client = client_as(privacy_officer)
    page = client.get(reverse("accounts:history", args=["feedback.Signal", str(signal.pk)]))
    assert page.status_code == 200
    assert "Zonderland" not in page.text
    assert reverse("accounts:history", args=["feedback.Signal", str(signal.pk)]) not in (
        listed(client, kind="feedback.Signal", q="Zonderland").text
    )


@pytest.mark.parametrize(
    ("kind", "key"),
    [("accounts.Nothing", "1"), ("accounts.AuditEntry", "1"), (ORGANISATION, "999999"), (ORGANISATION, "abc")],
)
def test_an_unknown_kind_or_record_is_not_found(client_as, privacy_officer, kind, key):
    assert client_as(privacy_officer).get(reverse("accounts:history", args=[kind, key])).status_code == 404


def test_odd_searches_are_answered_plainly(client_as, privacy_officer):
    client = client_as(privacy_officer)
    assert listed(client, kind="accounts.Nothing").status_code == 400
    assert listed(client, kind=ORGANISATION, q="9" * 200).status_code == 200
    assert listed(client, kind=ORGANISATION, q="x" * 201).status_code == 400
    assert listed(client, page="99").status_code == 200


@pytest.mark.parametrize("role", ["administrator", "communications", "manager", "reader", "account_manager"])
def test_nobody_else_reads_it(client_as, role, organisation):
    client = client_as(role)
    assert listed(client).status_code == 403
    assert client.get(reverse("accounts:history", args=[ORGANISATION, str(organisation.pk)])).status_code == 403
