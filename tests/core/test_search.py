"""Search: what is found, in which order, by whom, and that the documents follow every change."""

import pytest
from django.db import connection

from core.models import SearchDocument
from core.registry import search_kinds
from core.search import finding
from core.search.highlighting import marked, piece
from stakeholders.models import Organisation, Person
from tests.query_counts import query_counts
from tests.stakeholders.factories import START, OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


def titles(words, kind=None):
    kinds = [search_kinds[kind]] if kind else list(search_kinds)
    return [found.title for answer in finding.find(words=words, kinds=kinds, limit=50) for found in answer.found]


@pytest.mark.parametrize(
    "words",
    ["vluchtelingenwerk", "vluchtel", "VLÜCHTELINGENWERK", "vlugtelingenwerk", "vluchtelingwerk", "lingenwerk", "vwn"],
)
def test_typing_errors_accents_beginnings_and_abbreviations_are_forgiven(words):
    OrganisationFactory(name="Vluchtelingenwerk Nederland", abbreviation="VWN")
    OrganisationFactory(name="Raad voor de rechtspraak")
    assert titles(words) == ["Vluchtelingenwerk Nederland"]


def test_three_letters_find_only_what_begins_so():
    OrganisationFactory(name="Kinderrechten Collectief")
    OrganisationFactory(name="Raad van State")
    OrganisationFactory(name="Indonesië Instituut")
    agency = OrganisationFactory(name="Dienst Proef", abbreviation="IND")
    assert titles("ind") == [agency.name, "Indonesië Instituut"]
    assert titles("xqz") == []


def test_the_best_hit_comes_first_and_archived_ones_last(now):
    OrganisationFactory(name="Stichting Vrienden van Nidos")
    OrganisationFactory(name="Nidos", status="archived", archived_at=now)
    OrganisationFactory(name="Nidos Jeugdbescherming")
    OrganisationFactory(name="Nidosa", notes="nidos nidos nidos")
    assert titles("nidos") == ["Nidos Jeugdbescherming", "Stichting Vrienden van Nidos", "Nidosa", "Nidos"]


def test_a_person_is_found_by_function_organisation_address_and_number():
    person = PersonFactory(name="Ann de Boër", email="ann@voorbeeld.example", phone="070 000 0001")
    PositionFactory(person=person, organisation__name="Gemeente Proefstad", title="Wethouder")
    PersonFactory(name="Piet Ander")
    for words in ("boer", "wethouder", "ann proefstad", "ann@voorbeeld", "0700000001", "wethouders"):
        assert titles(words, "person") == ["Ann de Boër"], words
    assert titles("piet wethouder", "person") == []


def test_nothing_is_found_with_signs_alone_or_without_words():
    OrganisationFactory(name="A & B")
    for words in ("", " ", "%", "'", "&|!()", "\\", "<->", ":*", "\x00"):
        assert titles(words) == [], words
        assert finding.suggestions(words=words, kinds=list(search_kinds)) == []


def test_documents_follow_every_change():
    organisation = OrganisationFactory(name="Oude Naam")
    position = PositionFactory(organisation=organisation, person__name="Ann")
    Organisation.objects.filter(pk=organisation.pk).update(name="Nieuwe Naam")
    assert titles("oude") == []
    assert titles("nieuwe naam") == ["Nieuwe Naam", "Ann"]
    position.until_on = START
    position.save()
    assert SearchDocument.objects.get(kind="person").detail == ""
    position.delete()
    organisation.contact_points.create(label="Servicedesk", phone="070 123")
    assert titles("servicedesk") == ["Nieuwe Naam"]
    Organisation.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM stakeholders_person")
    assert not SearchDocument.objects.exists()


def test_many_records_at_once_are_documents_at_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        Person.objects.bulk_create([Person(name=f"Persoon {number}", source="test") for number in range(50)])
    assert SearchDocument.objects.filter(kind="person").count() == 50


def test_each_finds_only_what_their_role_may_see(client_as, communications, researcher):
    PersonFactory(name="Ann Geheim")
    assert "Ann" in client_as(communications).get("/zoeken/", {"q": "geheim"}).content.decode()
    assert "Ann" not in client_as(researcher).get("/zoeken/", {"q": "geheim"}).content.decode()
    response = client_as(researcher).get("/zoeken/", {"q": "geheim", "soort": "person"})
    assert response.status_code == 200
    assert "Ann" not in response.content.decode()


def test_all_hits_of_one_kind_are_shown_page_by_page(client_as, communications):
    OrganisationFactory.create_batch(45)
    client = client_as(communications)
    first = client.get("/zoeken/", {"q": "organisatie"})
    assert [len(hits) for _answer, hits in first.context["groups"]] == [5]
    assert "soort=organisation" in first.content.decode()
    seen = set()
    for page, size in ((1, 20), (2, 20), (3, 5), (9, 0), ("x", 20)):
        response = client.get("/zoeken/", {"q": "organisatie", "soort": "organisation", "page": page})
        assert response.status_code == 200
        hits = [hit.url for _answer, hits in response.context["groups"] for hit in hits]
        assert len(hits) == size
        seen |= set(hits)
    assert len(seen) == 45


def test_nothing_found_gives_suggestions(client_as, communications):
    OrganisationFactory(name="Universiteit Utrecht")
    response = client_as(communications).get("/zoeken/", {"q": "uniteitversum"})
    assert [title for title, _url in response.context["suggestions"]] == ["Universiteit Utrecht"]


def test_what_was_found_is_marked_and_nothing_else_is_markup(client_as, communications):
    OrganisationFactory(name="Raad <b>van</b> Státe", notes="De raad adviseert. " * 20)
    text = client_as(communications).get("/zoeken/", {"q": "state raad"}).content.decode()
    assert "<mark>Raad</mark> &lt;b&gt;van&lt;/b&gt; <mark>Státe</mark>" in text
    assert "… " in piece("woord " * 50 + "vergunning " + "woord " * 50, "vergunningen")
    assert marked("Vluchtelingenwerk", "vlugtelingenwerk", alike=True) == "<mark>Vluchtelingenwerk</mark>"
    assert piece("niets", "iets") == ""


def test_only_the_hits_are_sent_as_one_types(client_as, communications):
    OrganisationFactory(name="Nidos")
    text = client_as(communications).get("/zoeken/", {"q": "nid"}, headers={"HX-Request": "true"}).content.decode()
    assert text.strip().startswith('<div id="hits">')
    assert "<html" not in text


def test_the_number_of_queries_does_not_grow_with_the_hits(client_as, communications):
    client = client_as(communications)
    PositionFactory(organisation__name="Proef")
    client.get("/zoeken/", {"q": "proef"})
    with query_counts("search"):
        client.get("/zoeken/", {"q": "proef"})
    for number in range(10):
        PositionFactory(organisation__name=f"Proef {number}")
    with query_counts("search"):
        client.get("/zoeken/", {"q": "proef"})
    with query_counts("search-resembling"):
        client.get("/zoeken/", {"q": "organisatei"})
