"""The second factor in a real browser, under our Content-Security-Policy: security key, app and recovery codes."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import caches

from accounts.models import AuditEntry
from tests.browser.checks import accessibility
from tests.conftest import PASSWORD, create_person

pytestmark = pytest.mark.django_db(transaction=True)

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SUBMIT = "main form.app-form button[type=submit]"


@pytest.fixture(autouse=True)
def required(settings):
    """As in every installation outside the demo; limits of one test must not count in the next."""
    settings.SECOND_FACTOR_REQUIRED = True
    caches["default"].clear()


@pytest.fixture
def colleague(transactional_db):
    return create_person("administrator", name="Noor de Vries", email="noor@example.org")


class Desk:
    """Somebody at a desk, and what the browser complained about on the way."""

    def __init__(self, visitor, user):
        self.visitor, self.page, self.user = visitor, visitor.page, user

    @property
    def path(self):
        return self.page.url.removeprefix(self.visitor.origin)

    def press(self, selector, *, until):
        """Press, wait for the page whose address fits `until`, and check that nothing was refused there."""
        with self.page.expect_navigation(url=re.compile(until), wait_until="load"):
            self.page.click(selector)
        self.look()

    def look(self):
        assert self.page.evaluate("window.cspViolations") == []
        assert accessibility(self.page) == []
        assert self.visitor.take_complaints() == []

    def sign_in(self, *, until):
        self.visitor.open("/account/login/")
        self.page.fill("input[name=login]", self.user.email)
        self.page.fill("input[name=password]", PASSWORD)
        self.press(SUBMIT, until=until)

    def confirm_password(self, *, until):
        assert self.path.startswith("/account/reauthenticate/")
        self.page.fill("input[name=password]", PASSWORD)
        self.press(SUBMIT, until=until)

    def sign_out(self):
        self.visitor.open("/")
        self.press("form[action='/account/logout/'] button:visible", until="/account/login/")

    def is_still_outside(self):
        """Whether the product stays closed: who has not given the second factor is asked for it again."""
        self.visitor.open("/mijn-gegevens/")
        return self.path.startswith("/account/2fa/authenticate/")

    def plug_in_key(self):
        """A security key that answers by itself; returns a function that says how often it signed."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        key = session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]

        def signatures():
            return [
                one["signCount"]
                for one in session.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
            ]

        return signatures


@pytest.fixture
def desk(visit, colleague):
    return Desk(visit(), colleague)


def code_of(secret):
    """The code that the app shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def test_a_security_key_is_set_up_and_opens_the_next_session(desk, colleague):
    signatures = desk.plug_in_key()
    desk.sign_in(until="/tweede-factor/$")
    desk.visitor.open("/mijn-gegevens/")
    assert desk.path == "/tweede-factor/"

    desk.press("a[href='/account/2fa/webauthn/add/']", until="/account/reauthenticate/")
    desk.confirm_password(until="/webauthn/add/$")
    desk.page.fill("input[name=name]", "Sleutel aan mijn bos")
    desk.press("#mfa_webauthn_add", until="/recovery-codes/$")

    assert Authenticator.objects.get(user=colleague, type="webauthn").wrap().name == "Sleutel aan mijn bos"
    assert len(desk.page.input_value("#recovery_codes").split()) == 10
    assert AuditEntry.objects.filter(action="second_factor", actor=colleague).exists()
    before = signatures()
    assert len(before) == 1
    desk.visitor.open("/")

    desk.sign_out()
    desk.sign_in(until="/2fa/authenticate/$")
    assert desk.is_still_outside()
    desk.press("#mfa_webauthn_authenticate", until=r"\d/$")
    assert desk.path == "/"
    assert signatures()[0] > before[0]
    desk.visitor.open("/mijn-gegevens/")
    assert desk.path == "/mijn-gegevens/"


def test_a_key_that_was_not_registered_opens_nothing(desk, colleague, visit):
    desk.plug_in_key()
    desk.sign_in(until="/tweede-factor/$")
    desk.press("a[href='/account/2fa/webauthn/add/']", until="/account/reauthenticate/")
    desk.confirm_password(until="/webauthn/add/$")
    desk.page.fill("input[name=name]", "Mijn sleutel")
    desk.press("#mfa_webauthn_add", until="/recovery-codes/$")

    thief = Desk(visit(), colleague)
    thief.plug_in_key()
    thief.sign_in(until="/2fa/authenticate/$")
    with thief.page.expect_console_message(lambda message: "NotAllowedError" in message.text):
        thief.page.click("#mfa_webauthn_authenticate")
    assert thief.is_still_outside()


def test_an_app_and_a_recovery_code_that_works_once(desk, colleague):
    desk.sign_in(until="/tweede-factor/$")
    desk.press("a[href='/account/2fa/totp/activate/']", until="/account/reauthenticate/")
    desk.confirm_password(until="/totp/activate/$")
    secret = desk.page.input_value("#authenticator_secret")
    desk.page.fill("input[name=code]", code_of(secret))
    desk.press(SUBMIT, until="/recovery-codes/$")
    recovery = desk.page.input_value("#recovery_codes").split()
    assert len(set(recovery)) == 10

    desk.sign_out()
    desk.sign_in(until="/2fa/authenticate/$")
    desk.page.fill("input[name=code]", "000000" if code_of(secret) != "000000" else "000001")
    desk.press(SUBMIT, until="/2fa/authenticate/$")
    assert desk.page.locator("#error-summary, [role=alert]").first.is_visible()
    desk.page.fill("input[name=code]", code_of(secret))
    desk.press(SUBMIT, until=r"\d/$")
    assert desk.path == "/"

    desk.sign_out()
    desk.sign_in(until="/2fa/authenticate/$")
    desk.page.fill("input[name=code]", recovery[0])
    desk.press(SUBMIT, until=r"\d/$")
    assert desk.path == "/"

    desk.sign_out()
    desk.sign_in(until="/2fa/authenticate/$")
    desk.page.fill("input[name=code]", recovery[0])
    desk.press(SUBMIT, until="/2fa/authenticate/$")
    assert desk.page.locator("#error-summary, [role=alert]").first.is_visible()
    assert desk.is_still_outside()
