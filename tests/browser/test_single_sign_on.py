"""Single sign-on in a real browser: our Content-Security-Policy lets it go to the provider and come back."""

import re

import pytest

from tests.accounts.identity_provider import IdentityProvider, settings_with
from tests.browser.checks import accessibility
from tests.conftest import create_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(settings, monkeypatch):
    running = IdentityProvider()
    for name, value in settings_with(running, monkeypatch).items():
        setattr(settings, name, value)
    yield running
    running.stop()


@pytest.mark.parametrize("scripts", [True, False])
def test_one_click_leads_in_and_a_stranger_reads_why_not(visit, transactional_db, provider, scripts):
    person = create_person("reader", email="noor@example.org")
    provider.knows(person.email)
    visitor = visit(scripts=scripts)
    page = visitor.open("/account/login/")
    with page.expect_navigation(url=re.compile(rf"^{visitor.origin}/$")):
        page.click("main a[href^='/account/oidc/oidc/login/']")
    assert page.locator(".app-menu, .app-nav").first.count() == 1

    provider.knows("stranger@example.com")
    stranger = visit(scripts=scripts)
    page = stranger.open("/account/login/")
    with page.expect_navigation(url=re.compile("/callback/")):
        page.click("main a[href^='/account/oidc/oidc/login/']")
    assert "niet uitgenodigd" in page.inner_text("h1")
    if scripts:
        assert accessibility(page) == []
