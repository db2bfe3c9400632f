"""Long lists: no more is counted than anybody pages through, and far pages come by their keys."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from core import listing
from core.listing import BoundedPaginator, RequestConfig
from core.search import finding
from stakeholders.models import ContactMoment, Organisation
from stakeholders.tables import OrganisationTable

pytestmark = pytest.mark.django_db
NAMES = [f"Organisatie {number:02d}" for number in range(12)]


@pytest.fixture
def organisations():
    return Organisation.objects.bulk_create([Organisation(name=name) for name in NAMES])


@pytest.fixture
def few(monkeypatch):
    """At most ten rows can be paged through, and a page is far from the fourth row on."""
    monkeypatch.setattr(listing, "MOST_ROWS", 10)
    monkeypatch.setattr(listing, "_FAR", 4)


def names(page):
    return [row.record.name for row in page.object_list]


def paginator(per_page=3):
    rows = Organisation.objects.order_by("sort_key", "pk").extra(select={"account_manager": "''"})
    table = OrganisationTable(rows)
    return BoundedPaginator(table.rows, per_page)


def test_every_page_holds_the_rows_that_belong_there_also_far_from_the_beginning(organisations, few):
    pages = paginator()
    assert [names(pages.page(number)) for number in (1, 2, 3, 4)] == [NAMES[0:3], NAMES[3:6], NAMES[6:9], NAMES[9:10]]


def test_a_far_page_asks_for_its_keys_first(organisations, few, django_assert_num_queries):
    pages = paginator()
    assert pages.count == 10
    with django_assert_num_queries(2):
        names(pages.page(3))


def test_no_more_rows_are_counted_than_can_be_paged_through(organisations, few):
    pages = paginator()
    with CaptureQueriesContext(connection) as captured:
        assert (pages.count, pages.num_pages, pages.is_more) == (10, 4, True)
    assert len(captured) == 1
    assert "LIMIT 11" in captured[0]["sql"]


def test_a_short_list_is_counted_as_it_is(organisations):
    pages = paginator()
    assert (pages.count, pages.is_more) == (12, False)


def test_rows_that_do_not_come_from_the_database_are_counted_too():
    assert BoundedPaginator(["a", "b", "c"], 2).num_pages == 2


@pytest.mark.parametrize("number", ["0", "99", "x", ""])
def test_a_page_that_does_not_exist_is_no_error(organisations, few, number):
    request = RequestFactory().get("/", {"page": number, "per_page": "9999999"})
    table = OrganisationTable(Organisation.objects.extra(select={"account_manager": "''"}))
    RequestConfig(request, paginate={"per_page": 3}).configure(table)
    assert len(table.page.object_list) <= 3


def test_a_list_of_what_happened_is_searched_among_the_latest(monkeypatch, now):
    monkeypatch.setattr(finding, "LATEST", 2)
    for day in ("2026-01-05", "2026-03-05", "2026-02-05"):
        ContactMoment.objects.create(held_on=day, subject="Opvang", noted_at=now)
    found = ContactMoment.objects.matching("opvang").order_by("-held_on")
    assert [f"{moment.held_on:%m}" for moment in found] == ["03", "02"]
