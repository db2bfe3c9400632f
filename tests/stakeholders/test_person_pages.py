"""Pages of persons, and the search box."""

from datetime import date

import pytest
from django.urls import reverse

from stakeholders.models import Person, Position
from tests.query_counts import query_counts

from .factories import OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_as, account_manager):
    client = client_as(account_manager)
    client.cookies["django_language"] = "en"
    return client


def filled(**changes):
    base = {"name": "Ann", "email": "ANN@voorbeeld.example", "language": "nl", "legal_basis": "public_task"}
    return {**base, "source": "visit", **changes}


def test_a_person_is_added_from_the_page_of_an_organisation(client):
    organisation = OrganisationFactory()
    url = reverse("stakeholders:organisation-person-add", args=[organisation.pk])
    assert client.get(url).status_code == 200
    client.post(url, filled())
    person = Person.objects.get()
    assert person.email == "ann@voorbeeld.example"
    assert person.positions.get().organisation == organisation


def test_a_person_needs_a_source(client):
    response = client.post("/personen/nieuw/", filled(source=""))
    assert response.status_code == 422
    assert not Person.objects.exists()


def test_the_list_finds_by_name_with_a_typing_error(client):
    PersonFactory(name="José Geïnteresseerd")
    PersonFactory(name="Iemand Anders", do_not_invite=True)
    for query, names in (
        ({"q": "Jose Geintereseerd"}, ["José Geïnteresseerd"]),
        ({"uitnodigen": "nee"}, ["Iemand Anders"]),
    ):
        table = client.get("/personen/", query).context["table"]
        assert [row.record.name for row in table.rows] == names


def test_the_number_of_queries_of_the_list_does_not_depend_on_its_length(client):
    PositionFactory.create_batch(2)
    client.get("/personen/")
    with query_counts("stakeholders:persons"):
        client.get("/personen/")
    PositionFactory.create_batch(20)
    with query_counts("stakeholders:persons"):
        client.get("/personen/")


def test_two_editors_of_one_person_notice_each_other(client):
    person = PersonFactory(name="Ann")
    url = reverse("stakeholders:person-edit", args=[person.pk])
    client.post(url, filled(version=1, phone="070 1"))
    response = client.post(url, filled(version=1, name="Anna"))
    assert response.status_code == 409
    assert "070 1" in response.content.decode()
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Ann", "070 1")


def test_a_function_is_added_and_ended(client):
    person, organisation = PersonFactory(), OrganisationFactory()
    url = reverse("stakeholders:position-add", args=[person.pk])
    data = {"organisation": organisation.name, "title": "Adviseur", "from_on": "2026-01-01"}
    client.post(url, data)
    assert client.post(url, data).status_code == 422
    position = Position.objects.get()
    end = reverse("stakeholders:position-end", args=[position.pk])
    assert client.post(end, {"until_on": "2025-01-01"}).status_code == 422
    assert client.post(end, {"until_on": "2026-02-01"}).status_code == 302
    position.refresh_from_db()
    assert position.until_on == date(2026, 2, 1)
    assert "Adviseur" in client.get(person.get_absolute_url()).content.decode()


def test_archiving_and_restoring(client):
    person = PersonFactory()
    client.post(reverse("stakeholders:person-archive", args=[person.pk]))
    person.refresh_from_db()
    assert person.is_archived
    assert client.get(person.get_absolute_url()).status_code == 200
    client.post(reverse("stakeholders:person-restore", args=[person.pk]))
    person.refresh_from_db()
    assert not person.is_archived


@pytest.mark.parametrize("role", ["researcher", "manager", "administrator", "reader", "privacy_officer"])
def test_persons_are_for_those_who_keep_relations(client_as, role):
    person = PersonFactory()
    client = client_as(role)
    assert client.get("/personen/").status_code == 403
    assert client.get(person.get_absolute_url()).status_code == 403


def test_search_finds_organisations_and_persons(client):
    OrganisationFactory(name="Vluchtelingenwerk")
    PositionFactory(person__name="Vluchtje Proef", organisation__name="Elders")
    text = client.get("/zoeken/", {"q": "vlucht"}).content.decode()
    assert "Vluchtelingenwerk" in text
    assert "Vluchtje Proef" in text
    assert "Elders" in text


def test_search_answers_a_part_as_one_types(client):
    OrganisationFactory(name="Nidos")
    text = client.get("/zoeken/", {"q": "nid"}, headers={"HX-Request": "true"}).content.decode()
    assert text.lstrip().startswith('<div id="hits"')
    assert "Nidos" in text


def test_search_shows_only_what_one_may_see(client_as, researcher, reader):
    OrganisationFactory(name="Nidos")
    PersonFactory(name="Nidos Persoon")
    assert "Nidos Persoon" not in client_as(researcher).get("/zoeken/", {"q": "nidos"}).content.decode()
    assert 'href="/organisaties/' not in client_as(reader).get("/zoeken/", {"q": "nidos"}).content.decode()


@pytest.mark.parametrize("words", ["", "a", "%", "\x00", "'\"<script>", "x" * 500])
def test_search_survives_anything(client, words):
    response = client.get("/zoeken/", {"q": words})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace("<script defer", "")
