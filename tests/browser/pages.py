"""Every page that is walked in the browser and photographed.

A room lists its own in `tests/<room>/browser_pages.py`: PAGES = [Page("name", url, role="communications"), …], where
`url(user)` prepares what the page needs and returns its path. The list is gathered here; addresses without a parameter
stand in it by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import URLResolver, get_resolver

from accounts.roles import COMMUNICATIONS, granted_permissions
from core.access import PUBLIC, SIGNED_IN, access_of

TESTS = Path(__file__).parent.parent


@dataclass(frozen=True)
class Page:
    """One page: its name (also of the picture), how to get there, and as whom (None: a visitor without an account)."""

    name: str
    url: Callable[[Any], str]
    role: str | None = None
    status: int = 200


def gather() -> list[Page]:
    """The pages of all rooms, by name; two of one name are a mistake."""
    pages: dict[str, Page] = {}
    for path in sorted(TESTS.glob("*/browser_pages.py")):
        for page in import_module(f"tests.{path.parent.name}.browser_pages").PAGES:
            if page.name in pages:
                raise ValueError(f"two pages are called {page.name}")
            pages[page.name] = page
    return list(pages.values())


def plain_addresses(patterns: Any, prefix: str = "", namespace: str = "") -> Iterator[Page]:
    """Every address of ours that needs nothing prepared, as a role that may open it."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from plain_addresses(pattern.url_patterns, route, inner)
        elif (
            "<" not in route
            and not route.startswith("account/")
            and "^" not in route
            and not view_module(pattern).startswith(("allauth", "django"))
        ):
            yield Page(
                f"at-{namespace}{pattern.name}".replace(":", "-"), partial(fixed, "/" + route), role_for(pattern)
            )


def view_module(pattern: Any) -> str:
    """Where the view of a URL pattern is defined."""
    return str(getattr(pattern.callback, "view_class", pattern.callback).__module__)


def fixed(path: str, user: Any) -> str:
    """The path itself: nothing to prepare."""
    return path


def role_for(pattern: Any) -> str | None:
    """The first role that may open the view; None for what everybody may."""
    access = access_of(pattern.callback)
    if access == PUBLIC or access is None:
        return None
    if access == SIGNED_IN:
        return COMMUNICATIONS
    granted = granted_permissions()
    return next((role for role, permissions in granted.items() if set(access) <= set(permissions)), COMMUNICATIONS)


def is_a_page(path: str, user: Any) -> bool:
    """Whether the address shows a page: not a download, JSON, or a door for posts only."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(path)
    return response.status_code != 405 and response.headers.get("Content-Type", "").startswith("text/html")


PAGES = gather()
PLAIN = list(plain_addresses(get_resolver().url_patterns))
