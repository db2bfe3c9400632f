"""Signing in: with a password, with limits that hold without the cache, with the second factor first."""

from collections import defaultdict
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.services import deactivate
from core.cache import ForgivingRedisCache
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    """Limits of one test must not count in the next."""
    caches["default"].clear()


@pytest.fixture
def dead_cache(settings, monkeypatch):
    """No Valkey: nothing listens where the cache is said to be."""
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    monkeypatch.setattr(ForgivingRedisCache, "_left_alone_until", defaultdict(float))
    monkeypatch.setattr(ForgivingRedisCache, "_unsettled", defaultdict(set))
    monkeypatch.setattr(caches._connections, "default", cache)
    return cache


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def test_the_right_password_opens_the_home_page_and_is_logged(client, reader):
    response = sign_in(client, reader)

    assert response.status_code == 302
    assert response.url == reverse("home")
    assert client.get("/").status_code == 200
    assert AuditEntry.objects.filter(action="sign_in", result="ok", actor=reader).count() == 1


def test_a_wrong_password_is_refused_and_logged_without_what_was_typed(client, reader):
    assert sign_in(client, reader, "wrong").status_code == 200

    entry = AuditEntry.objects.get(action="sign_in")
    assert (entry.result, entry.actor, entry.reference) == ("refused", None, f"accounts.User:{reader.pk}")
    assert client.get("/").status_code == 302


def test_an_unknown_address_is_logged_without_the_address(client):
    client.post(reverse("account_login"), {"login": "geheim@elsewhere.example", "password": "x"})

    entry = AuditEntry.objects.get(action="sign_in")
    assert "geheim" not in entry.subject + entry.detail + entry.reference


def test_signing_in_works_without_valkey(client, reader, dead_cache):
    assert sign_in(client, reader).status_code == 302
    assert client.get("/").status_code == 200


def test_a_dead_cache_is_asked_once_and_then_left_alone(dead_cache, monkeypatch):
    asked = []
    original = type(dead_cache).__mro__[1].get
    monkeypatch.setattr(type(dead_cache).__mro__[1], "get", lambda *a, **k: asked.append(1) or original(*a, **k))

    assert [dead_cache.get("key", "default") for _ in range(5)] == ["default"] * 5
    assert len(asked) == 1


def test_a_lock_that_a_hanging_cache_took_after_all_refuses_nobody(client, reader, monkeypatch):
    cache = caches["default"]
    original = RedisCache.add

    def answered_too_late(self, *args, **kwargs):
        original(self, *args, **kwargs)
        raise TimeoutError

    monkeypatch.setattr(ForgivingRedisCache, "_left_alone_until", defaultdict(float))
    monkeypatch.setattr(RedisCache, "add", answered_too_late)
    assert sign_in(client, reader).status_code == 302
    monkeypatch.setattr(RedisCache, "add", original)
    cache._left_alone_until.clear()
    client.logout()

    assert sign_in(client, reader).status_code == 302


def test_too_many_requests_get_a_page_that_says_what_to_do(client, reader):
    for _attempt in range(31):
        response = client.post(reverse("account_login"), {"login": f"{_attempt}@example.org", "password": "x"})

    assert response.status_code == 429
    assert "Wacht een minuut" in response.text


def test_too_many_wrong_passwords_are_stopped_without_valkey(client, reader, dead_cache):
    for _attempt in range(10):
        sign_in(client, reader, "wrong")

    refused = sign_in(client, reader)

    assert refused.status_code == 200
    assert client.get("/").status_code == 302
    assert AuditEntry.objects.filter(action="sign_in", result="ok").count() == 0


def test_the_limit_ends_after_five_minutes(client, reader, dead_cache, time_machine):
    time_machine.move_to(timezone.now() - timedelta(minutes=10))
    for _attempt in range(10):
        sign_in(client, reader, "wrong")
    time_machine.shift(timedelta(minutes=6))

    assert sign_in(client, reader).status_code == 302


def test_an_inactive_user_cannot_sign_in(client, make_user):
    user = make_user("reader", is_active=False)
    sign_in(client, user)

    assert client.get("/").status_code == 302


def test_switching_off_ends_every_session_at_once(client_as, reader, administrator, now):
    client = client_as(reader)
    assert client.get("/").status_code == 200

    deactivate(user=reader, by=administrator, at=now)

    assert client.get("/").status_code == 302


@pytest.mark.parametrize("name", ["account_signup", "account_email"])
def test_nobody_signs_up_or_changes_an_address_by_themselves(client_as, reader, name):
    assert client_as(None).post(reverse(name), {"email": "new@ind.example"}).status_code == 404
    assert client_as(reader).post(reverse(name), {"email": "new@ind.example"}).status_code == 404


def test_pages_come_in_the_language_of_the_user(client, make_user):
    user = make_user("reader", language="en")
    sign_in(client, user)

    assert client.cookies["django_language"].value == "en"


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True

    @pytest.mark.parametrize(
        "name", ["home", "my-work", "accounts:profile", "account_change_password", "usersessions_list"]
    )
    def test_a_user_without_one_is_sent_to_set_it_up(self, client_as, name):
        response = client_as("administrator").get(reverse(name))
        assert response.status_code == 302
        assert response.url == reverse("accounts:second-factor")

    def test_the_page_that_helps_links_both_ways(self, client_as):
        page = client_as("administrator").get(reverse("accounts:second-factor"))
        assert page.status_code == 200
        assert reverse("mfa_activate_totp") in page.text
        assert reverse("mfa_add_webauthn") in page.text

    def test_signing_out_stays_possible(self, client_as):
        client = client_as("administrator")
        client.post(reverse("account_logout"))
        assert client.get("/").url.startswith(reverse("account_login"))

    def test_with_a_second_factor_everything_opens(self, client_as, administrator):
        Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={"secret": "x"})
        assert client_as(administrator).get("/").status_code == 200

    def test_recovery_codes_alone_are_no_second_factor(self, client_as, administrator):
        Authenticator.objects.create(user=administrator, type=Authenticator.Type.RECOVERY_CODES, data={})
        assert client_as(administrator).get("/").status_code == 302

    def test_setting_up_an_app_leads_to_recovery_codes_and_in(
        self, client, administrator, django_capture_on_commit_callbacks
    ):
        from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

        sign_in(client, administrator)
        url = reverse("mfa_activate_totp")
        asked_again = client.get(url)
        assert asked_again.url.startswith(reverse("account_reauthenticate"))
        client.post(asked_again.url, {"password": PASSWORD})
        secret = client.get(url).context["form"].secret
        code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(url, {"code": code})

        assert response.url == reverse("mfa_view_recovery_codes")
        assert client.get("/").status_code == 200
        assert AuditEntry.objects.filter(action="second_factor", actor=administrator).exists()


class TestSingleSignOn:
    @pytest.fixture(autouse=True)
    def switched_on(self, settings):
        settings.PASSWORD_SIGN_IN = False

    def test_a_password_is_refused(self, client, reader):
        assert sign_in(client, reader).status_code == 200
        assert client.get("/").status_code == 302

    def test_the_form_for_a_password_is_not_shown(self, client):
        assert 'type="password"' not in client.get(reverse("account_login")).text


def test_codes_of_the_second_factor_cannot_be_guessed_without_end_without_valkey(client, reader, dead_cache):
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(reader, secret)
    assert sign_in(client, reader).url == reverse("mfa_authenticate")
    right = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    wrong = "000000" if right != "000000" else "111111"

    for _attempt in range(10):
        client.post(reverse("mfa_authenticate"), {"code": wrong})
    client.post(reverse("mfa_authenticate"), {"code": right})

    assert client.get("/").status_code == 302
    refused = AuditEntry.objects.filter(action="sign_in", result="refused", reference=f"accounts.User:{reader.pk}")
    assert refused.count() == 10
    assert wrong not in "".join(entry.detail + entry.subject for entry in refused)


def test_the_right_code_opens_the_home_page(client, reader, dead_cache):
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(reader, secret)
    sign_in(client, reader)
    right = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_authenticate"), {"code": right}).status_code == 302
    assert client.get("/").status_code == 200
