"""Pytest plugin for browser tests: finds a Chromium, and skips them with a loud word where there is none."""

import os
import shutil
from typing import Any

import pytest

HOW_TO_GET = "no Chromium on this machine; on Debian: apt-get install chromium (and libatomic1)"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Return the browser's program, or None."""
    return os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests marked `browser` where there is no Chromium."""
    if find_chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end, so that nobody overlooks it, that browser tests did not run."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if HOW_TO_GET in str(report.longrepr)]
    if skipped:
        terminalreporter.section("BROWSER TESTS DID NOT RUN", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} skipped: {HOW_TO_GET}", red=True)
