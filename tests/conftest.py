"""The cast of the tests: one user per role, a user without any role, and a browser-like client for each.

`researcher` … give the user of that role; `client_as("researcher")`, `client_as(user)` or `client_as(None)` give a
signed-in (or anonymous) test client; `make_user("manager", "reader", name=…)` makes another person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import translation

from accounts import roles
from accounts.models import User

PASSWORD = "correct-horse-battery-staple"

# A Wednesday morning, so that working days before and after it exist.
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def create_person(*role_names: str, name: str = "", email: str = "", **fields: Any) -> User:
    """A user with these roles and the password of the tests."""
    label = "-".join(role_names) or "outsider"
    number = User.objects.count() + 1
    user = User.objects.create_user(
        email or f"{label.replace('_', '.')}{number}@ind.example", name or f"{label} {number}", PASSWORD, **fields
    )
    user.groups.set([Group.objects.get(name=role) for role in role_names])
    return user


@pytest.fixture(autouse=True)
def _in_dutch() -> Iterator[None]:
    """Whatever language the test before left active."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def now() -> datetime:
    """The clock of the tests."""
    return NOW


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Makes a user with the given roles."""
    return create_person


@pytest.fixture
def client_as(db: None) -> Callable[..., Client]:
    """A test client signed in as a role, as a given user, or (None) not signed in."""

    def sign_in(who: str | User | None) -> Client:
        client = Client()
        if who is not None:
            client.force_login(who if isinstance(who, User) else create_person(who))
        return client

    return sign_in


@pytest.fixture
def communications(db: None) -> User:
    return create_person(roles.COMMUNICATIONS)


@pytest.fixture
def account_manager(db: None) -> User:
    return create_person(roles.ACCOUNT_MANAGER)


@pytest.fixture
def researcher(db: None) -> User:
    return create_person(roles.RESEARCHER)


@pytest.fixture
def bureau_researcher(db: None) -> User:
    return create_person(roles.BUREAU_RESEARCHER)


@pytest.fixture
def manager(db: None) -> User:
    return create_person(roles.MANAGER)


@pytest.fixture
def administrator(db: None) -> User:
    return create_person(roles.ADMINISTRATOR)


@pytest.fixture
def privacy_officer(db: None) -> User:
    return create_person(roles.PRIVACY_OFFICER)


@pytest.fixture
def programme_manager(db: None) -> User:
    return create_person(roles.PROGRAMME_MANAGER)


@pytest.fixture
def reader(db: None) -> User:
    return create_person(roles.READER)


@pytest.fixture
def outsider(db: None) -> User:
    """Signed in, active, but without any role."""
    return create_person(name="outsider")
