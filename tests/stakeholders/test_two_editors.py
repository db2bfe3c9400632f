"""Two people editing one record: the second sees per field what changed, chooses, and loses nothing."""

import pytest
from django.urls import reverse

from stakeholders.models import Organisation, OrganisationKind, Topic

from .factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_as, communications):
    client = client_as(communications)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Nidos", abbreviation="N", website="https://nidos.example")


def opened(client, url):
    """The form as the browser would send it back: what stands in it, and what it was opened on."""
    form = client.get(url).context["form"]
    data = {name: value for name in form.fields for value in [form[name].value()] if value not in (None, "", False)}
    return {
        name: [getattr(item, "pk", item) for item in value] if isinstance(value, list) else value
        for name, value in data.items()
    }


def sent_back(response, choices, **changes):
    """The form of the conflict page with a choice for each field."""
    form = response.context["form"]
    data = {name: value for name in form.fields for value in [form[name].value()] if value not in (None, "", False)}
    return {**data, **changes, **{f"keep-{name}": choice for name, choice in choices.items()}}


def test_each_field_says_what_it_was_what_they_made_of_it_and_what_was_typed(client, organisation):
    url = reverse("stakeholders:organisation-edit", args=[organisation.pk])
    mine = opened(client, url)
    client.post(url, {**mine, "abbreviation": "NID", "rsin": "123456789"})

    response = client.post(url, {**mine, "abbreviation": "NDS", "notes": "what I typed"})

    assert response.status_code == 409
    differences = {item.name: item for item in response.context["conflict"]["differences"]}
    assert set(differences) == {"abbreviation", "rsin"}
    abbreviation = differences["abbreviation"]
    assert (abbreviation.before, abbreviation.theirs, abbreviation.mine) == ("N", "NID", "NDS")
    assert (abbreviation.both_changed, differences["rsin"].both_changed) == (True, False)
    assert "what I typed" in response.content.decode()
    organisation.refresh_from_db()
    assert (organisation.abbreviation, organisation.notes) == ("NID", "")


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "NID"), ("mine", "NDS")])
def test_the_choice_is_saved_and_nothing_else_is_lost(client, organisation, choice, kept):
    url = reverse("stakeholders:organisation-edit", args=[organisation.pk])
    mine = opened(client, url)
    client.post(url, {**mine, "abbreviation": "NID", "rsin": "123456789"})
    response = client.post(url, {**mine, "abbreviation": "NDS", "notes": "what I typed"})

    done = client.post(url, sent_back(response, {"abbreviation": choice, "rsin": "theirs"}))

    assert done.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.abbreviation, organisation.rsin, organisation.notes) == (kept, "123456789", "what I typed")


def test_lists_and_the_organisation_above_are_compared_too(client, organisation):
    url = reverse("stakeholders:organisation-edit", args=[organisation.pk])
    parent = OrganisationFactory(name="Ministerie")
    media, legal = OrganisationKind.objects.filter(code__in=["media", "legal"]).order_by("-code")
    mine = opened(client, url)
    client.post(url, {**mine, "kinds": [media.pk], "parent": "Ministerie"})

    response = client.post(url, {**mine, "kinds": [legal.pk]})

    found = {item.name: (item.theirs, item.mine) for item in response.context["conflict"]["differences"]}
    assert found == {"kinds": ("Media", "Legal profession"), "parent": ("Ministerie", "–")}
    choices = {"kinds": "theirs", "parent": "theirs"}
    assert client.post(url, sent_back(response, choices)).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.parent, list(organisation.kinds.all())) == (parent, [media])


def test_a_third_editor_in_between_is_noticed_again(client, organisation):
    url = reverse("stakeholders:organisation-edit", args=[organisation.pk])
    mine = opened(client, url)
    client.post(url, {**mine, "abbreviation": "A"})
    response = client.post(url, {**mine, "abbreviation": "B"})
    client.post(url, {**opened(client, url), "abbreviation": "C"})
    again = client.post(url, sent_back(response, {"abbreviation": "mine"}))
    assert again.status_code == 409
    assert [item.theirs for item in again.context["conflict"]["differences"]] == ["C"]


def test_changes_that_do_not_touch_each_other_say_so(client, organisation):
    url = reverse("stakeholders:organisation-edit", args=[organisation.pk])
    mine = opened(client, url)
    Organisation.objects.update(version=2)
    response = client.post(url, {**mine, "notes": "typed"})
    assert response.status_code == 409
    assert "does not touch what you typed" in response.content.decode()
    assert client.post(url, sent_back(response, {})).status_code == 302


@pytest.mark.parametrize("basis", ["", "no json", "[]", '{"abbreviation": 3}'])
def test_without_a_readable_opened_version_every_difference_is_shown(client, organisation, basis):
    url = reverse("stakeholders:organisation-edit", args=[organisation.pk])
    mine = opened(client, url)
    client.post(url, {**mine, "abbreviation": "NID"})
    response = client.post(url, {**mine, "opened": basis})
    assert [item.name for item in response.context["conflict"]["differences"]] == ["abbreviation"]


def test_two_editors_of_one_person_choose_too(client):
    person = PersonFactory(name="Ann", phone="1")
    url = reverse("stakeholders:person-edit", args=[person.pk])
    mine = opened(client, url)
    client.post(url, {**mine, "do_not_invite": "on", "do_not_invite_reason": "asked", "phone": "2"})
    response = client.post(url, {**mine, "phone": "3"})
    found = {item.name: (item.theirs, item.mine) for item in response.context["conflict"]["differences"]}
    assert found == {"phone": ("2", "3"), "do_not_invite": ("yes", "no"), "do_not_invite_reason": ("asked", "–")}
    choices = {"phone": "mine", "do_not_invite": "theirs", "do_not_invite_reason": "theirs"}
    assert client.post(url, sent_back(response, choices)).status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.do_not_invite_reason) == ("3", "asked")


def test_an_item_out_of_use_stays_with_whoever_has_it(client, organisation):
    topic = Topic.objects.first()
    organisation.topics.add(topic)
    Topic.objects.update(is_active=False)
    url = reverse("stakeholders:organisation-edit", args=[organisation.pk])
    assert client.post(url, opened(client, url)).status_code == 302
    assert list(organisation.topics.all()) == [topic]
