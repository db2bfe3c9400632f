"""The main menu marks the one entry a page belongs to, and keeps what belongs together below one entry."""

import re

import pytest

from core.context import menu_of
from core.registry import MenuItem

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


ENTRIES = [
    MenuItem("one", "One", "home", prefix="/one/", own_label="All of one"),
    MenuItem("two", "Two", "my-work", prefix="/two/", under="one"),
    MenuItem("three", "Three", "my-work", prefix="/three/", under="not for this user"),
]


def test_an_entry_under_another_stands_below_it_and_marks_it():
    menu = menu_of(ENTRIES, path="/two/7/")
    assert [(entry["label"], entry["active"], entry["is_page"]) for entry in menu] == [
        ("One", True, False),
        ("Three", False, False),
    ]
    assert [(entry["label"], entry["active"]) for entry in menu[0]["below"]] == [("All of one", False), ("Two", True)]


def test_the_menu_of_an_account_manager_is_short_and_holds_all_of_the_registry(client_as):
    response = client_as("account_manager").get("/overdrachten/")
    menu = response.context["menu"]
    assert len(menu) <= 7
    below = {entry["url"] for item in menu for entry in item["below"]}
    assert {"/personen/", "/overdrachten/", "/segmenten/", "/overleggen/", "/ketendoelen/", "/post-in/"} <= below
    assert response.context["section"]["label"] == "Organisaties"
