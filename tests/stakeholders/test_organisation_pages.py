"""Pages of organisations: find, whom to call, change, archive, assign, take along."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.jobs import run_job
from core.models import Job
from core.tables import read_table
from stakeholders.imports import COLUMNS
from stakeholders.models import AccountAssignment, Domain, Organisation, OrganisationKind
from tests.query_counts import query_counts

from .factories import AssignmentFactory, OrganisationFactory, PositionFactory

pytestmark = pytest.mark.django_db
LIST = "/organisaties/"


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Nidos", abbreviation="N", website="https://nidos.example")


@pytest.fixture
def client(client_as, communications):
    client = client_as(communications)
    client.cookies["django_language"] = "en"
    return client


def page(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def filled(**changes):
    return {"name": "Nidos", "abbreviation": "N", "website": "https://nidos.example", "version": 1, **changes}


def test_an_empty_registry_says_what_to_do(client_as, administrator, researcher):
    place = reverse("stakeholders:list-upload", args=["organisaties"])
    assert place in page(client_as(administrator), LIST)
    assert place not in page(client_as(researcher), LIST)


def test_the_list_is_filtered_and_shows_who_has_no_fixed_contact(client, organisation, communications):
    other = OrganisationFactory(name="Raad van State", in_measurement=True)
    other.kinds.add(OrganisationKind.objects.get(code="judiciary"))
    other.domains.add(Domain.objects.get(code="asylum"))
    AssignmentFactory(organisation=other, user=communications)
    for query, found in (
        ({}, {"Nidos", "Raad van State"}),
        ({"q": "raat"}, {"Raad van State"}),
        ({"soort": "judiciary"}, {"Raad van State"}),
        ({"domein": "asylum"}, {"Raad van State"}),
        ({"meting": "nee"}, {"Nidos"}),
        ({"contact": "zonder"}, {"Nidos"}),
        ({"contact": "zonder_vervanger"}, {"Nidos", "Raad van State"}),
        ({"contact": "mijn"}, {"Raad van State"}),
        ({"status": "archived"}, set()),
        ({"soort": "bestaat-niet"}, {"Nidos", "Raad van State"}),
    ):
        response = client.get(LIST, query)
        assert response.status_code == 200
        if query.get("soort") != "bestaat-niet":
            assert {row.record.name for row in response.context["table"].rows} == found, query


def test_the_list_sorts_by_each_column_and_pages(client):
    OrganisationFactory.create_batch(30)
    for column in ("name", "-name", "abbreviation", "account_manager", "-in_measurement"):
        assert client.get(LIST, {"sort": column}).status_code == 200
    assert len(client.get(LIST, {"page": 2}).context["table"].page.object_list) == 5


def test_the_number_of_queries_of_the_list_does_not_depend_on_its_length(client, communications):
    AssignmentFactory.create_batch(3, user=communications)
    for organisation in Organisation.objects.all():
        organisation.kinds.set(OrganisationKind.objects.all()[:2])
    client.get(LIST)
    with query_counts("stakeholders:organisations"):
        client.get(LIST)
    AssignmentFactory.create_batch(20, user=communications)
    with query_counts("stakeholders:organisations"):
        client.get(LIST)


def test_the_number_of_queries_of_a_page_does_not_depend_on_its_contacts(client, organisation, communications):
    PositionFactory.create_batch(2, organisation=organisation)
    AssignmentFactory(organisation=organisation, user=communications)
    client.get(organisation.get_absolute_url())
    with query_counts("stakeholders:organisation"):
        client.get(organisation.get_absolute_url())
    PositionFactory.create_batch(8, organisation=organisation)
    with query_counts("stakeholders:organisation"):
        client.get(organisation.get_absolute_url())


def test_the_page_answers_whom_to_call(client, organisation, make_user):
    AssignmentFactory(organisation=organisation, user=make_user(name="Ahmed", email="ahmed@ind.example"))
    PositionFactory(
        organisation=organisation,
        person__name="Ann",
        person__phone="070 123",
        person__email="a@x.example",
    )
    text = page(client, organisation.get_absolute_url())
    for part in ("Ahmed", "mailto:ahmed@ind.example", "Ann", "tel:070123", "mailto:a@x.example"):
        assert part in text
    assert "no deputy" in text


def test_a_page_without_fixed_contact_says_so(client, organisation):
    assert "no fixed contact" in page(client, organisation.get_absolute_url())


def test_who_may_not_see_persons_sees_none(client_as, researcher, organisation):
    PositionFactory(organisation=organisation, person__name="Ann Secret")
    assert "Ann Secret" not in page(client_as(researcher), organisation.get_absolute_url())


def test_an_organisation_is_added(client):
    kinds = [OrganisationKind.objects.get(code="media").pk]
    response = client.post("/organisaties/nieuw/", {"name": "Krant", "website": "krant.example", "kinds": kinds})
    added = Organisation.objects.get(name="Krant")
    assert response.url == added.get_absolute_url()
    assert added.website == "https://krant.example"
    assert [kind.code for kind in added.kinds.all()] == ["media"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "nidos"}, "already"),
        ({"name": "B", "kvk_number": "12"}, "8 digits"),
        ({"name": "B", "website": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_a_wrong_form_is_refused_with_words(client, organisation, changes, words):
    response = client.post("/organisaties/nieuw/", changes)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Organisation.objects.count() == 1


def test_a_change_is_saved_and_recorded_with_who_did_it(client, organisation, communications):
    url = reverse("stakeholders:organisation-edit", args=[organisation.pk])
    client.post(url, filled(name="Stichting Nidos"))
    organisation.refresh_from_db()
    assert (organisation.name, organisation.version) == ("Stichting Nidos", 2)
    event = organisation.history.order_by("-pgh_id").first()
    assert (event.pgh_context["user"], event.name) == (communications.pk, "Stichting Nidos")
    assert "Stichting Nidos" in page(client, organisation.get_absolute_url())


def test_archiving_can_be_undone(client, organisation):
    response = client.post(reverse("stakeholders:organisation-archive", args=[organisation.pk]), follow=True)
    organisation.refresh_from_db()
    assert organisation.is_archived
    token = response.context["messages"]._loaded_data[0].extra_tags.removeprefix("undo:")
    client.post(reverse("undo"), {"token": token})
    organisation.refresh_from_db()
    assert not organisation.is_archived


def test_an_archived_organisation_can_be_taken_into_use_again(client, organisation, now):
    Organisation.objects.update(status="archived", archived_at=now)
    assert "archived" in page(client, organisation.get_absolute_url())
    client.post(reverse("stakeholders:organisation-restore", args=[organisation.pk]))
    organisation.refresh_from_db()
    assert not organisation.is_archived


def test_a_new_account_manager_takes_over_from_the_old_one(client, organisation, make_user, account_manager):
    old = AssignmentFactory(organisation=organisation, user=make_user("communications"))
    today = timezone.localdate()
    url = reverse("stakeholders:assign", args=[organisation.pk])
    data = {"user": account_manager.pk, "role": "account_manager", "from_on": today.isoformat()}
    assert client.post(url, data).status_code == 302
    old.refresh_from_db()
    assert old.until_on == today - timedelta(days=1)
    current = AccountAssignment.objects.current(today).get(organisation=organisation)
    assert current.user == account_manager


def test_an_overlapping_assignment_is_refused_in_words(client, organisation, account_manager, communications):
    AssignmentFactory(organisation=organisation, user=account_manager, from_on=date(2030, 1, 1))
    url = reverse("stakeholders:assign", args=[organisation.pk])
    data = {"user": communications.pk, "role": "account_manager", "from_on": "2026-06-01"}
    response = client.post(url, data)
    assert response.status_code == 422
    assert "Somebody else has this role in that period" in response.content.decode()
    assert AccountAssignment.objects.count() == 1


def test_only_a_colleague_who_keeps_relations_can_be_account_manager(client, organisation, reader):
    url = reverse("stakeholders:assign", args=[organisation.pk])
    data = {"user": reader.pk, "role": "account_manager", "from_on": "2026-06-01"}
    assert client.post(url, data).status_code == 422


def test_a_fixed_contact_ends_on_a_day(client, organisation, account_manager):
    assignment = AssignmentFactory(organisation=organisation, user=account_manager)
    url = reverse("stakeholders:assignment-end", args=[assignment.pk])
    assert client.post(url, {"until_on": "2020-01-01"}).status_code == 422
    assert client.post(url, {"until_on": "2026-05-01"}).status_code == 302
    assignment.refresh_from_db()
    assert assignment.until_on == date(2026, 5, 1)


def test_a_contact_point_needs_a_way_and_can_be_removed(client, organisation):
    url = reverse("stakeholders:point-add", args=[organisation.pk])
    assert client.post(url, {"label": "Balie"}).status_code == 422
    assert client.post(url, {"label": "Balie", "phone": "070 1"}).status_code == 302
    point = organisation.contact_points.get()
    assert "Balie" in page(client, organisation.get_absolute_url())
    client.post(reverse("stakeholders:point-remove", args=[point.pk]))
    assert not organisation.contact_points.exists()


def test_the_list_is_taken_along_as_it_is_shown_and_read_back_unchanged(client, organisation):
    organisation.kinds.set(OrganisationKind.objects.filter(code__in=["media", "politics"]))
    OrganisationFactory(name="Other", abbreviation="=cmd()")
    data = b"".join(client.get("/organisaties/export/", {"q": "nidos", "vorm": "excel"}).streaming_content)
    assert data.startswith(b"\xef\xbb\xbfname;abbreviation")
    table = read_table(data, columns=COLUMNS)
    assert [(row["name"], row["kinds"]) for row in table.rows] == [("Nidos", "politics;media")]
    everything = b"".join(client.get("/organisaties/export/").streaming_content)
    assert b",'=cmd()," in everything


def test_a_workbook_is_made_by_a_job_and_only_its_starter_gets_it(client, client_as, organisation, make_user):
    response = client.post("/organisaties/export/?q=nidos")
    job = Job.objects.get()
    run_job(job_id=str(job.pk), at=timezone.now())
    assert "bestand" in page(client, response.url)
    data = b"".join(client.get(reverse("job-output", args=[job.pk])).streaming_content)
    assert [row["name"] for row in read_table(data, columns=COLUMNS).rows] == ["Nidos"]
    stranger = client_as(make_user("communications"))
    assert stranger.get(reverse("job-output", args=[job.pk])).status_code == 404


@pytest.mark.parametrize("role", ["researcher", "manager", "administrator"])
def test_who_only_looks_cannot_change(client_as, role, organisation):
    client = client_as(role)
    assert client.get(organisation.get_absolute_url()).status_code == 200
    for name in ("organisation-edit", "organisation-archive", "assign", "point-add"):
        assert client.post(reverse(f"stakeholders:{name}", args=[organisation.pk])).status_code == 403


@pytest.mark.parametrize("role", ["reader", "privacy_officer", "bureau_researcher"])
def test_who_has_nothing_to_do_with_it_sees_nothing(client_as, role, organisation):
    client = client_as(role)
    assert client.get(LIST).status_code == 403
    assert client.get(organisation.get_absolute_url()).status_code == 403


def test_what_does_not_exist_is_not_found_and_a_wrong_method_is_refused(client, organisation):
    assert client.get("/organisaties/999999/").status_code == 404
    assert client.post(organisation.get_absolute_url()).status_code == 405
    assert client.get(reverse("stakeholders:organisation-archive", args=[organisation.pk])).status_code == 405


def test_home_shows_an_account_manager_their_organisations_those_without_deputy_first(client_as, account_manager):
    with_deputy = AssignmentFactory(user=account_manager, organisation__name="A")
    AssignmentFactory(user=account_manager, organisation__name="B")
    other = AssignmentFactory.build(role="deputy")
    with translation.override("en"):
        from accounts.models import User

        colleague = User.objects.create_user("d@ind.example", "D", "x")
        AssignmentFactory(organisation=with_deputy.organisation, role=other.role, user=colleague)
        from stakeholders.home import own_organisations

        items = own_organisations(account_manager, timezone.now())
    assert [(item.title, item.state) for item in items] == [("B", "no deputy"), ("A", "")]
    assert "B" in page(client_as(account_manager), "/")


def test_an_organisation_with_many_contact_persons_shows_the_first_and_links_to_all(
    client_as, account_manager, monkeypatch
):
    monkeypatch.setattr("stakeholders.queries.registry.CONTACTS_SHOWN", 2)
    organisation = OrganisationFactory()
    names = ["Anna", "Bea", "Cor"]
    for name in names:
        PositionFactory(organisation=organisation, person__name=name)
    PositionFactory(person__name="Elders")
    client = client_as(account_manager)
    page = client.get(organisation.get_absolute_url())
    assert [position.person.name for position in page.context["reachability"].contacts] == names[:2]
    address = f"/personen/?organisatie={organisation.pk}"
    assert address in page.content.decode()
    listed = client.get(address)
    assert [person.name for person in listed.context["table"].data] == names
    assert organisation.name in listed.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "999999999999", "1e400", "x"])
def test_a_strange_number_of_an_organisation_shows_no_error(client_as, account_manager, number):
    assert client_as(account_manager).get(f"/personen/?organisatie={number}").status_code == 200


def test_the_list_is_sorted_by_the_name_of_the_account_manager_those_without_at_the_end(client_as, account_manager):
    type(account_manager).objects.filter(pk=account_manager.pk).update(name="Zoë")
    without, managed = OrganisationFactory(name="Aa"), OrganisationFactory(name="Bb")
    AssignmentFactory(organisation=managed, user=account_manager)
    client = client_as(account_manager)
    for order in ("account_manager", "-account_manager"):
        table = client.get(f"/organisaties/?sort={order}").context["table"]
        assert [row.record for row in table.page.object_list] == [managed, without]
