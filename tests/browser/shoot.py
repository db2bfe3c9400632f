"""Pictures of every listed page at 320 and 1280 pixels, into screenshots/ (not part of the repository).

By hand:  python -m pytest tests/browser/shoot.py -q        (all pages)
          python -m pytest tests/browser/shoot.py -q -k house-home
"""

from pathlib import Path

import pytest

from tests.browser.checks import draw_charts
from tests.browser.pages import PAGES, PLAIN, is_a_page

FOLDER = Path(__file__).resolve().parent.parent.parent / "screenshots"


def take(page, path):
    """The whole page, with the charts that are drawn only when they come near the screen."""
    draw_charts(page)
    page.screenshot(path=str(path), full_page=True)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("page", [*PAGES, *PLAIN], ids=lambda page: page.name)
def test_shoot(page, width, visit, person):
    FOLDER.mkdir(exist_ok=True)
    user = person(page.role) if page.role else None
    path = page.url(user)
    if not is_a_page(path, user):
        return
    visitor = visit(user, width=width)
    visitor.open(path, expect=page.status)
    take(visitor.page, FOLDER / f"{page.name}-{width}.png")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["home", "onderdelen", "lijst", "formulier", "vragenlijst"])
def test_shoot_styleguide(name, width, visit, person, styleguide):
    FOLDER.mkdir(exist_ok=True)
    visitor = visit(person("communications"), width=width)
    visitor.open("/" if name == "home" else f"/stijl/{name}/")
    take(visitor.page, FOLDER / f"style-{name}-{width}.png")
