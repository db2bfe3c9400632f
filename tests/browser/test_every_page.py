"""Every listed page, at a desk and on a phone: accessible, within the policy, nothing from elsewhere or too wide."""

import pytest

from tests.browser.checks import check_page, problems_of
from tests.browser.pages import PAGES, PLAIN, is_a_page

ROLES = sorted({page.role or "" for page in PLAIN})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_is_sound(page, visit, person):
    user = person(page.role) if page.role else None
    path = page.url(user)
    visitor = visit(user)
    visitor.open(path, expect=page.status)
    check_page(visitor)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "visitor")
def test_every_address_without_a_parameter_is_sound(role, visit, person):
    """In one walk for each role, since nothing has to be prepared; all problems are told at once."""
    user = person(role) if role else None
    visitor = visit(user)
    problems = []
    for page in (page for page in PLAIN if (page.role or "") == role):
        path = page.url(user)
        if is_a_page(path, user):
            response = visitor.page.goto(visitor.origin + path)
            problems += [f"{path}: status {response.status}"] if response.status != 200 else problems_of(visitor)
    assert not problems, "\n".join(problems)
