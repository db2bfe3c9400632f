"""Ways to reach a person, whether they arrive, on what ground each field is kept, and the list as a file."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from core.history import history_of
from core.jobs import run_job
from core.models import Job
from stakeholders import queries, services
from stakeholders.models import ContactChannel, FieldBasis, Person
from stakeholders.services import Ground

from .factories import OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def client(client_as, account_manager):
    client = client_as(account_manager)
    client.cookies["django_language"] = "en"
    return client


def way(**changes):
    base = {"kind": "mobile", "value": "06 1234", "legal_basis": "consent", "source": "card"}
    return {**base, "noted_on": "2026-06-01", **changes}


def person_form(person, **changes):
    return {
        "name": person.name,
        "email": person.email,
        "language": "nl",
        "legal_basis": "public_task",
        "source": "test",
        "version": person.version,
        **changes,
    }


def test_a_way_is_added_changed_and_removed_with_undo(client):
    person = PersonFactory()
    add = reverse("stakeholders:channel-add", args=[person.pk])
    assert client.get(add).status_code == 200
    client.post(add, way(is_preferred="on"))
    client.post(add, way(kind="email", value="ANN@Home.example", is_preferred="on"))
    mobile, mail = person.channels.order_by("-kind")
    assert (mail.value, mail.is_preferred, mobile.is_preferred) == ("ann@home.example", True, False)
    edit = reverse("stakeholders:channel-edit", args=[mail.pk])
    client.post(edit, way(kind="email", value=mail.value, undeliverable_on="2026-07-01", undeliverable_reason="full"))
    text = client.get(person.get_absolute_url()).content.decode()
    assert "does not arrive since" in text
    assert "consent, card" in text
    response = client.post(reverse("stakeholders:channel-remove", args=[mobile.pk]), follow=True)
    assert person.channels.count() == 1
    token = response.context["messages"]._loaded_data[0].extra_tags.removeprefix("undo:")
    client.post(reverse("undo"), {"token": token})
    assert ContactChannel.objects.get(pk=mobile.pk).value == "06 1234"
    assert any("06 1234" in change.new for entry in history_of(person) for change in entry.changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": ""}, "required"),
        ({"kind": "email", "value": "no address"}, "valid email"),
        ({"undeliverable_reason": "full"}, "Since when"),
        ({"value": "06 9999"}, "already"),
    ],
)
def test_a_wrong_way_is_refused_at_its_field(client, changes, words):
    person = PersonFactory()
    ContactChannel.objects.create(person=person, kind="mobile", value="06 9999", source="x", noted_on=DAY)
    response = client.post(reverse("stakeholders:channel-add", args=[person.pk]), way(**changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert person.channels.count() == 1


def test_who_does_not_want_to_be_invited_has_a_reason(client):
    person = PersonFactory()
    url = reverse("stakeholders:person-edit", args=[person.pk])
    response = client.post(url, person_form(person, do_not_invite="on"))
    assert response.status_code == 422
    assert "Say why this person is not invited" in response.content.decode()
    assert client.post(url, person_form(person, do_not_invite="on", do_not_invite_reason="asked")).status_code == 302
    assert "asked" in client.get(person.get_absolute_url()).content.decode()


def test_an_address_at_which_nothing_arrives_is_not_invited_until_there_is_another(client):
    position = PositionFactory(organisation__in_measurement=True)
    person = position.person
    url = reverse("stakeholders:person-edit", args=[person.pk])
    bad = {"email_undeliverable_on": "2026-06-01", "email_undeliverable_reason": "left"}
    client.post(url, person_form(person, **bad))
    assert queries.measurement_contacts(on=DAY) == []
    assert "does not arrive since" in client.get(person.get_absolute_url()).content.decode()
    client.post(url, person_form(person, version=2, email="new@voorbeeld.example", **bad))
    person.refresh_from_db()
    assert (person.email_undeliverable_on, person.email_undeliverable_reason) == (None, "")
    assert [contact.email for contact in queries.measurement_contacts(on=DAY)] == ["new@voorbeeld.example"]


def test_a_reason_without_a_day_or_a_day_without_an_address_is_refused(client):
    person = PersonFactory()
    url = reverse("stakeholders:person-edit", args=[person.pk])
    for changes in ({"email_undeliverable_reason": "left"}, {"email": "", "email_undeliverable_on": "2026-06-01"}):
        assert client.post(url, person_form(person, **changes)).status_code == 422


def test_only_a_ground_that_differs_from_the_person_is_kept(client):
    person = PersonFactory(source="card")
    url = reverse("stakeholders:grounds", args=[person.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    client.post(url, {**data, "phone_legal_basis": "consent", "phone_source": "asked by phone"})
    basis = FieldBasis.objects.get()
    assert (basis.field, basis.legal_basis, basis.source) == ("phone", "consent", "asked by phone")
    assert "asked by phone" in client.get(person.get_absolute_url()).content.decode()
    assert client.post(url, {**data, "phone_source": ""}).status_code == 422
    client.post(url, data)
    assert not FieldBasis.objects.exists()


def test_setting_the_same_ground_twice_changes_nothing():
    person = PersonFactory()
    for _twice in range(2):
        services.set_grounds(person=person, grounds={"email": Ground("consent", "mail", DAY)})
    assert FieldBasis.objects.count() == 1


def test_the_list_filters_by_the_new_fields(client, now):
    PersonFactory(name="Away", email_undeliverable_on=DAY)
    PersonFactory(name="Silent", email="")
    PositionFactory(person__name="Works", person__language="en", person__legal_basis="consent")
    for query, names in (
        ({"adres": "onbestelbaar"}, ["Away"]),
        ({"adres": "zonder"}, ["Silent"]),
        ({"adres": "komt_aan"}, ["Works"]),
        ({"taal": "en"}, ["Works"]),
        ({"grondslag": "consent"}, ["Works"]),
        ({"functie": "ja"}, ["Works"]),
        ({"functie": "nee"}, ["Away", "Silent"]),
    ):
        table = client.get("/personen/", query).context["table"]
        assert [row.record.name for row in table.rows] == names, query


def test_the_list_is_taken_along_as_it_is_shown(client, client_as):
    person = PositionFactory(person__name="=Ann", title="Chair", organisation__name="Nidos").person
    ContactChannel.objects.create(person=person, kind="mobile", value="06 1", source="x", noted_on=DAY)
    PersonFactory(name="Other")
    data = b"".join(client.get("/personen/export/", {"q": "ann"}).streaming_content).decode()
    assert data.splitlines()[1].startswith("'=Ann,")
    assert "Chair (Nidos)" in data
    assert "06 1" in data
    assert "Other" not in data
    response = client.post("/personen/export/?functie=nee")
    job = Job.objects.get()
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert (response.status_code, job.result["rows"]) == (302, 1)
    assert client_as("researcher").get("/personen/export/").status_code == 403


def test_a_person_of_two_organisations_works_at_one_of_them_once_at_a_time(client):
    position = PositionFactory(organisation__name="Nidos")
    other = OrganisationFactory(name="Elders")
    url = reverse("stakeholders:position-add", args=[position.person.pk])
    data = {"title": "Lid", "from_on": "2026-06-01"}
    refused = client.post(url, {**data, "organisation": "Nidos"})
    assert refused.status_code == 422
    assert "in that period already" in refused.content.decode()
    assert client.post(url, {**data, "organisation": other.name}).status_code == 302
    assert Person.objects.get().positions.count() == 2
