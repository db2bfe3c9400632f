"""Every URL × every role: what opens is written down, and what is written down is what happens.

The table is `permission_matrix.json`: URL name → declared access and, for each role, what a GET gives. A new URL, a
changed declaration or another outcome fails here. After looking at the difference, write the table anew with
`UPDATE_MATRIX=1 python -m pytest tests/architecture/test_permission_matrix.py -n0 -p no:randomly -k update`.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import ROLES, granted_permissions
from core.access import access_of
from tests.conftest import create_person

from .urls import Url, all_urls

pytestmark = pytest.mark.django_db

FILE = Path(__file__).with_name("permission_matrix.json")
# Sessions may be touched by signing in or out; nothing else is written by whoever is refused.
WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(?!django_session)', re.IGNORECASE)
UPDATE = bool(os.environ.get("UPDATE_MATRIX"))
WHO = ["anonymous", "inactive", "without_role", *ROLES]


def table() -> dict[str, Any]:
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def declared(url: Url) -> str:
    """The declared access, as the table writes it."""
    access = access_of(url.view)
    return " + ".join(access) if isinstance(access, tuple) else str(access)


def client_of(who: str) -> Client:
    client = Client(raise_request_exception=True)
    if who == "inactive":
        user = create_person(*ROLES)
        client.force_login(user)
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    elif who == "without_role":
        client.force_login(create_person())
    elif who != "anonymous":
        client.force_login(create_person(who))
    return client


def outcome(client: Client, url: Url) -> str:
    """What a GET gives: open, sign in first, elsewhere, refused, not found, post only."""
    return in_words(client.get(url.path))


def in_words(response: Any) -> str:
    """A response as the table writes it."""
    if response.status_code in (301, 302):
        return "sign in" if response.url.startswith("/account/login/") else "elsewhere"
    words = {200: "open", 403: "refused", 404: "not found", 405: "post only"}
    return words.get(response.status_code, str(response.status_code))


def test_every_view_declares_who_may_open_it():
    assert [url.name for url in all_urls() if access_of(url.view) is None] == []


def test_every_url_has_a_name_of_its_own():
    names = [url.name for url in all_urls()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


if UPDATE:  # only when asked, and first: it writes what the tests below read

    def test_update_the_table():
        urls = all_urls()
        rows: dict[str, Any] = {url.name: {"access": declared(url), "get": {}} for url in urls}
        for who in WHO:
            client = client_of(who)
            for url in urls:
                rows[url.name]["get"][who] = outcome(client, url)
        FILE.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n")


def test_every_url_is_in_the_table_and_the_table_names_no_other():
    assert {url.name for url in all_urls()} == set(table())


def test_declared_access_is_that_of_the_table():
    assert {url.name: declared(url) for url in all_urls()} == {name: row["access"] for name, row in table().items()}


@pytest.mark.parametrize("who", WHO)
def test_every_page_gives_each_role_what_the_table_says(who):
    client = client_of(who)
    seen = {url.name: outcome(client, url) for url in all_urls()}
    assert seen == {name: row["get"][who] for name, row in table().items()}


def holds(who: str, access: str) -> bool:
    """Whether this declared access lets this person in, by the grants."""
    if who in ("anonymous", "inactive"):
        return access == "public"
    needed = set() if access in ("public", "signed in") else set(access.split(" + "))
    return needed <= (granted_permissions()[who] if who in ROLES else set())


@pytest.mark.parametrize("who", WHO)
def test_whoever_may_not_open_a_page_cannot_post_to_it_either_and_nothing_is_written(who):
    client = client_of(who)
    expected = "sign in" if who in ("anonymous", "inactive") else "refused"
    urls = [url for url in all_urls() if not holds(who, declared(url))]
    wrong = {}
    for url in urls:
        with CaptureQueriesContext(connection) as queries:
            seen = in_words(client.post(url.path, {"title": "x", "text": "x", "month": "2026-10", "file": "x"}))
        written = [query["sql"] for query in queries if WRITES.match(query["sql"])]
        if seen != expected or written:
            wrong[url.name] = (seen, written)
    assert wrong == {}
    assert len(urls) > 20


def test_what_is_only_posted_refuses_a_link_for_everybody_who_may_do_it():
    posted = {name: row for name, row in table().items() if "post only" in row["get"].values()}
    for room in ("kpis:", "feedback:", "stakeholders:", "measurements:"):
        assert any(name.startswith(room) for name in posted), room
    wrong = [
        (name, who, seen)
        for name, row in posted.items()
        for who, seen in row["get"].items()
        if holds(who, row["access"]) and seen != "post only"
    ]
    assert wrong == []


def test_every_view_that_only_takes_a_post_is_in_the_table_as_such():
    """Read from the source of the rooms, so that a forgotten sample address cannot hide one."""
    root = Path(__file__).parents[2]
    found = {
        f"{path.relative_to(root).with_suffix('')}".replace("/", ".") + f".{name}"
        for room in ("kpis", "feedback", "stakeholders", "measurements")
        for path in (root / room).rglob("views/*.py")
        for name in re.findall(r"@require_POST\n(?:@\w.*\n)*def (\w+)", path.read_text())
    }
    rows = table()
    views = {f"{url.view.__module__}.{url.view.__name__}": url.name for url in all_urls()}
    assert len(found) > 20
    assert sorted(found - views.keys()) == []
    not_so = [name for name in found if "post only" not in rows[views[name]]["get"].values()]
    assert [name for name in not_so if rows[views[name]]["access"] != "public"] == []


def test_the_table_agrees_with_the_grants():
    """So that a table written anew cannot bless a mistake: the roles of a permission get in, all others do not."""
    granted = granted_permissions()
    wrong = []
    for name, row in table().items():
        if row["access"] == "public":
            continue
        needed = set() if row["access"] == "signed in" else set(row["access"].split(" + "))
        for who, seen in row["get"].items():
            holds = granted[who] if who in ROLES else set()
            if who in ("anonymous", "inactive"):
                fits = seen == "sign in"
            elif needed <= holds:
                fits = seen not in ("sign in", "500")
            else:
                fits = seen == "refused"
            if not fits:
                wrong.append((name, who, seen))
    assert wrong == []
