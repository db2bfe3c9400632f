"""Every page that is walked in the browser and photographed.

A room lists its own in `tests/<room>/browser_pages.py`: PAGES = [Page("name", url, role="communications"), …], where
`url(user)` prepares what the page needs and returns its path. Nothing else is needed: the list is gathered here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

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


PAGES = gather()
