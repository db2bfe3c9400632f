"""Every listed page, at a desk and on a phone: accessible, within the policy, nothing from elsewhere or too wide."""

import pytest

from tests.browser.checks import check_page
from tests.browser.pages import PAGES, is_a_page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_is_sound(page, visit, person):
    user = person(page.role) if page.role else None
    path = page.url(user)
    visitor = visit(user)
    if not is_a_page(path, user):
        return
    visitor.open(path, expect=page.status)
    check_page(visitor)
