"""Pytest fixtures for browser tests: one Chromium per process, a fresh page per test, loud where there is none."""

import os
import shutil
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOW_TO_GET = "no Chromium on this machine; on Debian: apt-get install chromium (and libatomic1)"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Return the browser's program, or None."""
    return os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests marked `browser`, and those that use its fixtures, where there is no Chromium."""
    if find_chromium():
        return
    for item in items:
        if item.get_closest_marker("browser") or {"browser", "page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end, so that nobody overlooks it, that browser tests did not run."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if HOW_TO_GET in str(report.longrepr)]
    if skipped:
        terminalreporter.section("BROWSER TESTS DID NOT RUN", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} skipped: {HOW_TO_GET}", red=True)


@pytest.fixture(scope="session")
def browser() -> Generator["Browser", None, None]:
    """One headless Chromium for all tests of this process."""
    from playwright.sync_api import sync_playwright

    # Playwright's own loop runs in this thread, so Django would refuse the database calls of a browser test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*sandbox, "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser") -> Generator["Page", None, None]:
    """A page without cookies, in Dutch, on a desktop window (1280 x 800)."""
    context = browser.new_context(
        locale="nl-NL", timezone_id="Europe/Amsterdam", viewport={"width": 1280, "height": 800}
    )
    yield context.new_page()
    context.close()
