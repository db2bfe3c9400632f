"""The table of lists: sorting, pages, cards on a phone, nothing found."""

import re

import pytest
from django.template import engines
from django_tables2 import RequestConfig

from tests.interface.styleguide import ROWS, OrganisationTable


@pytest.fixture
def render(rf):
    """The HTML of a table at this address."""

    def make(query="", rows=ROWS):
        request = rf.get(f"/lijst/{query}")
        table = OrganisationTable(rows)
        RequestConfig(request, paginate={"per_page": 5}).configure(table)
        template = engines["django"].from_string("{% load django_tables2 %}{% render_table table %}")
        return template.render({"table": table}, request)

    return make


def test_the_column_sorted_on_says_so(render):
    html = render("?sort=-kind")
    assert re.findall(r'aria-sort="(\w+)"', html) == ["descending"]


def test_sorting_keeps_the_filter(render):
    assert 'href="?soort=gemeente&amp;sort=name"' in render("?soort=gemeente")


def test_going_to_a_page_keeps_filter_and_sorting(render):
    html = render("?soort=gemeente&sort=name")
    assert 'href="?soort=gemeente&amp;sort=name&amp;page=2"' in html


def test_the_current_page_is_no_link(render):
    html = render("?page=2")
    assert re.search(r'<span aria-current="page">.*?2</span>', html)
    assert 'rel="prev" href="?page=1"' in html
    assert 'rel="next" href="?page=3"' in html


def test_every_cell_carries_its_heading_for_the_phone(render):
    assert render().count('data-label="Cijfer"') == 5


def test_cells_are_escaped(render):
    assert "<i>" not in render(rows=[{"name": "<i>x</i>", "kind": "", "score": "", "seen": ""}])


def test_an_empty_list_is_no_empty_table(render):
    html = render(rows=[])
    assert "<table" not in html
    assert "app-empty" in html
