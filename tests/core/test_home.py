"""The home page and "My work"."""

from datetime import date

import pytest
from django.urls import reverse

from core.registry import Beginning, HomeSource, Slot, WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(monkeypatch):
    slot = Slot("home_sources")
    monkeypatch.setattr("core.views.home.home_sources", slot)

    def add(name, items, permission="accounts.view_management"):
        slot.register(HomeSource(name, name, lambda user, at: items, permission))

    return add


@pytest.fixture
def beginnings(monkeypatch):
    slot = Slot("beginnings")
    monkeypatch.setattr("core.views.home.beginnings", slot)
    return slot


def test_my_work_puts_overdue_first_folds_what_has_no_date_and_filters_by_kind(client_as, sources):
    sources(
        "mixed",
        [
            WorkItem("later", "/a/", due=date(2099, 1, 1), kind="belofte"),
            WorkItem("undated", "/b/", kind="belofte"),
            WorkItem("long ago", "/c/", due=date(2020, 1, 1), kind="signaal"),
        ],
    )
    client = client_as("administrator")
    page = client.get(reverse("my-work"))
    assert [item.title for item in page.context["overdue"]] == ["long ago"]
    assert [item.title for item in page.context["coming"]] == ["later"]
    assert [item.title for item in page.context["undated"]] == ["undated"]
    only = client.get(reverse("my-work"), {"soort": "signaal"})
    assert [item.title for item in only.context["page"]] == ["long ago"]


def test_work_of_another_role_is_not_shown(client_as, sources):
    sources("secret", [WorkItem("secret work", "/x/")], permission="accounts.manage_users")
    assert "secret work" not in client_as("reader").get(reverse("my-work")).text
    assert "secret work" not in client_as("reader").get(reverse("home")).text
    assert "secret work" in client_as("administrator").get(reverse("home")).text


def test_my_work_has_pages(client_as, sources):
    sources("many", [WorkItem(f"item {n}", "/x/", due=date(2099, 1, 1)) for n in range(31)])
    page = client_as("administrator").get(reverse("my-work"), {"page": "2"}).context["page"]
    assert len(page) == 1


def test_only_ways_to_begin_that_exist_and_are_permitted_are_shown(client_as, beginnings):
    beginnings.register(Beginning("one", "I want to invite", "accounts:user-invite", "accounts.manage_users"))
    beginnings.register(Beginning("two", "Not built yet", "newsroom:not-there", "accounts.manage_users"))
    shown = client_as("administrator").get(reverse("home")).text
    assert "I want to invite" in shown
    assert "Not built yet" not in shown
    assert "I want to invite" not in client_as("reader").get(reverse("home")).text


def test_nothing_to_do_is_said(client_as, sources):
    assert client_as("reader").get(reverse("my-work")).status_code == 200
