"""Pictures of every listed page at 320 and 1280 pixels, into screenshots/ (not part of the repository).

By hand:  python -m pytest tests/browser/shoot.py -q        (all pages)
          python -m pytest tests/browser/shoot.py -q -k house-home
"""

from pathlib import Path

import pytest

from tests.browser.pages import PAGES

FOLDER = Path(__file__).resolve().parent.parent.parent / "screenshots"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_shoot(page, width, visit, person):
    FOLDER.mkdir(exist_ok=True)
    user = person(page.role) if page.role else None
    path = page.url(user)
    visitor = visit(user, width=width)
    visitor.open(path, expect=page.status)
    visitor.page.screenshot(path=str(FOLDER / f"{page.name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["onderdelen", "lijst", "formulier", "vragenlijst"])
def test_shoot_styleguide(name, width, visit, person, settings):
    FOLDER.mkdir(exist_ok=True)
    settings.ROOT_URLCONF = "tests.interface.styleguide"
    visitor = visit(person("communications"), width=width)
    visitor.open(f"/stijl/{name}/")
    visitor.page.screenshot(path=str(FOLDER / f"style-{name}-{width}.png"), full_page=True)
