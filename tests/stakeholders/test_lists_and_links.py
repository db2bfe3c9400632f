"""Managed lists, parts, links, the story in time and the joined history of an organisation."""

from datetime import date

import pytest
from django.urls import reverse

from core.history import history_of
from core.models import Link
from core.registry import TimelineSource, timeline_sources
from stakeholders import queries
from stakeholders.models import Organisation, Tag, Topic
from stakeholders.models.standing import Standing

from .factories import AssignmentFactory, OrganisationFactory, PositionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_as, communications):
    client = client_as(communications)
    client.cookies["django_language"] = "en"
    return client


def undo(client, response):
    token = response.context["messages"]._loaded_data[0].extra_tags.removeprefix("undo:")
    client.post(reverse("undo"), {"token": token})


def test_an_item_is_added_at_the_end_changed_and_taken_out_of_use_with_undo(client):
    client.post("/keuzelijsten/labels/nieuw/", {"name_nl": "Kerngroep", "name_en": "Core group"})
    client.post("/keuzelijsten/labels/nieuw/", {"name_nl": "Tweede", "name_en": "Second", "code": "two"})
    first, second = Tag.objects.all()
    assert (first.code, second.code, first.order < second.order) == ("core_group", "two", True)
    url = reverse("stakeholders:item-edit", args=["labels", first.pk])
    client.post(url, {"name_nl": "Kern", "name_en": "Core", "code": "other"})
    first.refresh_from_db()
    assert (first.name_nl, first.code) == ("Kern", "core_group")
    assert "Kerngroep" in client.get(url).content.decode()  # in its history
    response = client.post(
        reverse("stakeholders:item-use", args=["labels", first.pk]), {"gebruik": "nee"}, follow=True
    )
    first.refresh_from_db()
    assert not first.is_active
    assert "out of use" in response.content.decode()
    undo(client, response)
    first.refresh_from_db()
    assert first.is_active


def test_items_change_places_and_stop_at_the_ends(client):
    items = list(Topic.objects.all())
    move = reverse("stakeholders:item-move", args=["onderwerpen", items[1].pk])
    for _twice in range(2):
        client.post(move, {"richting": "op"})
    shown = client.get("/keuzelijsten/onderwerpen/").context["items"]
    assert [item.code for item in shown][:2] == [items[1].code, items[0].code]
    assert list(Topic.objects.all())[:2] == [items[1], items[0]]
    client.post(move, {"richting": "neer"})
    assert list(Topic.objects.all()) == items


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name_nl": "", "name_en": "x"}, "required"),
        ({"name_nl": "leges en tarieven", "name_en": "x"}, "Dutch name already"),
        ({"name_nl": "x", "name_en": "x", "code": "fees"}, "already"),
        ({"name_nl": "x", "name_en": "!!!"}, "Code"),
    ],
)
def test_a_wrong_item_is_refused_with_words(client, data, words):
    response = client.post("/keuzelijsten/onderwerpen/nieuw/", data)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_lists_are_shown_and_an_unknown_one_is_not_found(client, client_as):
    for name in ("", "soorten/", "domeinen/", "onderwerpen/", "labels/"):
        assert client.get(f"/keuzelijsten/{name}").status_code == 200
    assert client.get("/keuzelijsten/piraten/").status_code == 404
    assert client_as("administrator").get("/keuzelijsten/").status_code == 200
    for role in ("account_manager", "researcher", "reader"):
        assert client_as(role).get("/keuzelijsten/").status_code == 403


def test_an_organisation_gets_a_parent_by_name_and_both_pages_say_so(client):
    ministry, agency = OrganisationFactory(name="Ministerie"), OrganisationFactory(name="Dienst")
    url = reverse("stakeholders:organisation-edit", args=[agency.pk])
    topic = Topic.objects.first()
    data = {"name": "Dienst", "parent": "ministerie", "version": 1, "topics": [topic.pk], "channel": "direct_line"}
    assert client.post(url, data).status_code == 302
    agency.refresh_from_db()
    assert (agency.parent, agency.channel) == (ministry, "direct_line")
    text = client.get(agency.get_absolute_url()).content.decode()
    assert ministry.get_absolute_url() in text
    assert topic.name_en in text
    assert "direct line" in text
    assert agency.get_absolute_url() in client.get(ministry.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Dochter", "itself a part"),
        ("Moeder", "part of itself"),
        ("xyzzy", "No organisation has this name"),
        ("Gemeente", "Which one do you mean"),
    ],
)
def test_a_parent_that_cannot_be_is_refused_at_the_field(client, typed, words):
    mother = OrganisationFactory(name="Moeder")
    OrganisationFactory(name="Dochter", parent=mother)
    OrganisationFactory(name="Gemeente Delft")
    OrganisationFactory(name="Gemeente Breda")
    url = reverse("stakeholders:organisation-edit", args=[mother.pk])
    response = client.post(url, {"name": "Moeder", "parent": typed, "version": 1})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_the_list_filters_by_topic_tag_and_channel(client):
    found = OrganisationFactory(name="A", channel="general_form")
    tag = Tag.objects.create(code="core", name_nl="Kern", name_en="Core")
    found.tags.add(tag)
    found.topics.add(Topic.objects.get(code="fees"))
    OrganisationFactory(name="B")
    for query in ({"label": "core"}, {"onderwerp": "fees"}, {"kanaal": "general_form"}):
        table = client.get("/organisaties/", query).context["table"]
        assert [row.record for row in table.rows] == [found]


def test_two_records_are_linked_once_shown_both_ways_and_unlinked_with_undo(client):
    one, two = OrganisationFactory(name="Nidos"), OrganisationFactory(name="Raad van State")
    url = reverse("stakeholders:link-add", args=[one.pk])
    kind = "stakeholders.Organisation"
    assert two in client.get(url, {"soort": kind, "q": "raat"}).context["hits"]
    assert one not in client.get(url, {"soort": kind, "q": "nidos"}).context["hits"]
    data = {"soort": kind, "record": two.pk, "note": "same chain"}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 422
    back = reverse("stakeholders:link-add", args=[two.pk])
    assert client.post(back, {**data, "record": one.pk}).status_code == 422
    for page, other in ((one, two), (two, one)):
        text = client.get(page.get_absolute_url()).content.decode()
        assert other.name in text
        assert "same chain" in text
    link = Link.objects.get()
    response = client.post(reverse("stakeholders:link-remove", args=[two.pk, link.pk]), follow=True)
    assert not Link.objects.exists()
    undo(client, response)
    assert Link.objects.get().note == "same chain"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"soort": "accounts.User", "record": "1"}, 404),
        ({"soort": "stakeholders.Organisation", "record": "999999"}, 404),
        ({"soort": "stakeholders.Organisation", "record": "x"}, 404),
        ({"soort": "stakeholders.Organisation", "record": "9" * 39}, 404),
        ({"soort": "stakeholders.Organisation"}, 422),
    ],
)
def test_what_cannot_be_linked_is_refused(client, data, status):
    url = reverse("stakeholders:link-add", args=[OrganisationFactory().pk])
    assert client.post(url, data).status_code == status


def test_an_organisation_is_not_linked_to_itself(client):
    organisation = OrganisationFactory()
    data = {"soort": "stakeholders.Organisation", "record": organisation.pk}
    response = client.post(reverse("stakeholders:link-add", args=[organisation.pk]), data)
    assert "linked to itself" in response.content.decode()


def test_linked_records_of_a_kind_one_may_not_see_are_left_out(client_as, communications, now):
    from django.contrib.contenttypes.models import ContentType

    organisation = OrganisationFactory()
    user_type = ContentType.objects.get_for_model(type(communications))
    own = ContentType.objects.get_for_model(Organisation)
    Link.objects.create(
        from_type=own,
        from_id=organisation.pk,
        to_type=user_type,
        to_id=communications.pk,
        created_by=communications,
        created_at=now,
    )
    assert queries.linked_to(organisation, user=communications) == []


def test_the_story_is_filtered_by_kind_and_comes_in_pages(client, communications):
    organisation = OrganisationFactory()
    AssignmentFactory(organisation=organisation, user=communications)
    PositionFactory.create_batch(25, organisation=organisation)
    Standing.objects.create(organisation=organisation, on=date(2026, 6, 1), interest=3, influence=3, attitude=3)
    url = organisation.get_absolute_url()
    story = client.get(url).context["story"]
    assert (story.paginator.count, len(story)) == (27, 20)
    assert "Placed in the matrix" in story[0].text
    only = client.get(url, {"wat": "stakeholders.standings"}).context["story"]
    assert [line.kind for line in only] == ["Matrix"]
    assert client.get(url, {"wat": "nonsense", "page": "99"}).status_code == 200


def test_a_source_of_another_room_shows_only_to_whom_may_see_it(client, client_as, monkeypatch, now):
    source = TimelineSource(
        "test:source", "stakeholders.Organisation", lambda record: [(now, "It happened", "")], "feedback.work_signal"
    )
    monkeypatch.setitem(timeline_sources._items, source.name, source)
    url = OrganisationFactory().get_absolute_url()
    assert "It happened" in client.get(url).content.decode()
    assert "It happened" not in client_as("researcher").get(url).content.decode()


def test_persons_in_the_story_are_for_those_who_may_see_persons(client_as):
    position = PositionFactory(person__name="Ann Secret")
    text = client_as("researcher").get(position.organisation.get_absolute_url()).content.decode()
    assert "Ann Secret" not in text


def test_what_is_saved_together_stands_in_one_entry_of_the_history(client):
    organisation = OrganisationFactory(name="Nidos")
    topics = list(Topic.objects.all()[:2])
    url = reverse("stakeholders:organisation-edit", args=[organisation.pk])
    client.post(url, {"name": "Nidos", "version": 1, "topics": [topic.pk for topic in topics], "notes": "new"})
    changes = {(change.label, change.new) for entry in history_of(organisation) for change in entry.changes}
    assert {("topic", str(topic)) for topic in topics} <= changes
    assert "new" in {new for _label, new in changes}
    client.post(url, {"name": "Nidos", "version": 2, "topics": [topics[0].pk], "notes": "new"})
    gone = {change.old for entry in history_of(organisation) for change in entry.changes if change.new == "–"}
    assert str(topics[1]) in gone
