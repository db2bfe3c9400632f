"""Interest, influence and attitude: noted by day, shown as of any day, with movement."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stakeholders import figures, queries
from stakeholders.models import Domain, Organisation, OrganisationKind, Standing

from .factories import OrganisationFactory

pytestmark = pytest.mark.django_db
URL = "/organisaties/matrix/"
EARLY, LATE = date(2026, 1, 1), date(2026, 6, 1)


@pytest.fixture
def client(client_as, account_manager):
    client = client_as(account_manager)
    client.cookies["django_language"] = "en"
    return client


def place(organisation, on, interest=3, influence=3, attitude=3):
    return Standing.objects.create(
        organisation=organisation, on=on, interest=interest, influence=influence, attitude=attitude
    )


@pytest.fixture
def moved():
    organisation = OrganisationFactory(name="Nidos", abbreviation="N")
    place(organisation, EARLY, interest=2, influence=5, attitude=2)
    place(organisation, LATE, interest=4, influence=5, attitude=4)
    return organisation


@pytest.mark.parametrize(("on", "interest"), [(EARLY, 2), (LATE - timedelta(1), 2), (LATE, 4), (date(2027, 1, 1), 4)])
def test_the_matrix_of_a_day_shows_the_newest_estimate_until_then(moved, on, interest):
    [found] = queries.matrix(organisations=Organisation.objects.all(), on=on)
    assert found.now.interest == interest


def test_before_the_first_estimate_there_is_nothing(moved):
    assert queries.matrix(organisations=Organisation.objects.all(), on=EARLY - timedelta(1)) == []


def test_movement_since_a_day_is_told_in_words(moved):
    new = OrganisationFactory(name="Zorg")
    place(new, LATE)
    found = queries.matrix(organisations=Organisation.objects.all(), on=LATE, since=EARLY)
    assert [item.has_moved for item in found] == [True, False]
    from django.utils import translation

    with translation.override("en"):
        words = [figures.movement(item) for item in found]
    assert words == ["interest from 2 to 4; attitude from critical to well disposed", "new in the matrix"]


def test_each_attitude_has_its_own_shape_and_word_in_the_picture(moved):
    for number in range(1, 6):
        place(OrganisationFactory(), LATE, attitude=number)
    places = queries.matrix(organisations=Organisation.objects.all(), on=LATE, since=EARLY)
    chart = figures.matrix_chart(places, on=LATE, since=EARLY)
    markers = [trace for trace in chart.figure["data"] if "marker" in trace]
    assert len({trace["marker"]["symbol"] for trace in markers}) == len({trace["name"] for trace in markers}) == 5
    assert len(chart.rows) == 6
    points = [point for trace in markers for point in zip(trace["x"], trace["y"], strict=True)]
    assert len(set(points)) == 6


def test_the_page_shows_table_links_and_movement_and_filters(client, moved):
    other = OrganisationFactory(name="Krant")
    other.kinds.add(OrganisationKind.objects.get(code="media"))
    other.domains.add(Domain.objects.get(code="asylum"))
    place(other, LATE)
    text = client.get(URL, {"sinds": EARLY.isoformat()}).content.decode()
    for part in (moved.get_absolute_url(), "well disposed", "interest from 2 to 4", "Krant"):
        assert part in text
    for query in ({"soort": "media"}, {"domein": "asylum"}):
        assert [item.organisation for item in client.get(URL, query).context["places"]] == [other]
    assert client.get(URL, {"op": EARLY.isoformat()}).context["places"][0].now.interest == 2


@pytest.mark.parametrize(
    "query", [{"op": "x"}, {"sinds": "31-31-2026"}, {"sinds": "2999-01-01"}, {"soort": "piraat"}, {"op": "0001-01-01"}]
)
def test_a_strange_address_is_no_error(client, moved, query):
    assert client.get(URL, query).status_code == 200


def test_an_empty_matrix_says_what_to_do(client):
    assert "No organisation has been placed yet" in client.get(URL).content.decode()


def test_the_number_of_queries_does_not_depend_on_the_organisations(client, moved, django_assert_num_queries):
    for _each in range(5):
        place(OrganisationFactory(), LATE)
    with django_assert_num_queries(3):
        queries.matrix(organisations=Organisation.objects.all(), on=LATE, since=EARLY)


def test_an_estimate_is_noted_corrected_on_its_day_and_removed_with_undo(client, account_manager):
    organisation = OrganisationFactory()
    url = reverse("stakeholders:standing-add", args=[organisation.pk])
    today = timezone.localdate()
    data = {"on": today.isoformat(), "interest": 4, "influence": 2, "attitude": 1, "note": "letter"}
    assert client.post(url, data).status_code == 302
    client.post(url, {**data, "attitude": 5})
    standing = organisation.standings.get()
    assert (standing.attitude, standing.noted_by) == (5, account_manager)
    text = client.get(organisation.get_absolute_url()).content.decode()
    assert "supportive" in text
    response = client.post(reverse("stakeholders:standing-remove", args=[standing.pk]), follow=True)
    assert not organisation.standings.exists()
    token = response.context["messages"]._loaded_data[0].extra_tags.removeprefix("undo:")
    client.post(reverse("undo"), {"token": token})
    assert organisation.standings.get().attitude == 5
    client.post(reverse("undo"), {"token": token})
    assert organisation.standings.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"on": "2999-01-01"}, "lies in the future"), ({"interest": 6}, "valid choice"), ({"attitude": ""}, "required")],
)
def test_a_wrong_estimate_is_refused_with_words(client, changes, words):
    organisation = OrganisationFactory()
    url = reverse("stakeholders:standing-add", args=[organisation.pk])
    data = {"on": "2026-01-01", "interest": 4, "influence": 2, "attitude": 1, **changes}
    response = client.post(url, data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not organisation.standings.exists()


@pytest.mark.parametrize("role", ["researcher", "manager", "administrator"])
def test_who_only_looks_sees_the_matrix_and_changes_nothing(client_as, role):
    organisation = OrganisationFactory()
    client = client_as(role)
    assert client.get(URL).status_code == 200
    assert client.post(reverse("stakeholders:standing-add", args=[organisation.pk])).status_code == 403
