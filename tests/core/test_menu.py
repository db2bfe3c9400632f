"""The main menu marks the one entry a page belongs to."""

import re

import pytest

pytestmark = pytest.mark.django_db


def current_entries(response):
    return re.findall(r'href="([^"]+)"[^>]*aria-current="page"', response.content.decode())


@pytest.mark.parametrize(
    ("path", "entry"),
    [("/metingen/", "/metingen/"), ("/metingen/resultaten/", "/metingen/resultaten/"), ("/signalen/", "/signalen/")],
)
def test_only_the_entry_of_the_page_is_current(client_as, path, entry):
    response = client_as("communications").get(path)
    assert response.status_code == 200
    assert entry in current_entries(response)
    assert len({found for found in current_entries(response) if found != path}) == 0
