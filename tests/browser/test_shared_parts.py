"""The shared parts of the interface in a real browser: look, keyboard, menu, drafts, charts."""

import pytest

from tests.browser.checks import check_page

STYLEGUIDE = [
    "/",
    "/stijl/onderdelen/",
    "/stijl/lijst/",
    "/stijl/lijst/?sort=-name&page=2",
    "/stijl/formulier/",
    "/stijl/vragenlijst/",
]


pytestmark = pytest.mark.usefixtures("styleguide")


@pytest.mark.parametrize("path", STYLEGUIDE)
def test_every_shared_part_is_sound(path, visit, person):
    visitor = visit(person("communications"))
    visitor.open(path)
    check_page(visitor)
