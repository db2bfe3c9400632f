"""Signing in with OpenID Connect, against a provider that runs: who comes in, who does not, and what is asked."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from tests.accounts.identity_provider import IdentityProvider, settings_with
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    """A provider of its own for each test."""
    running = IdentityProvider()
    yield running
    running.stop()


@pytest.fixture
def configure(provider, settings, monkeypatch):
    """Give this process the settings that an installation with this environment has."""

    def apply(**environment):
        for name, value in settings_with(provider, monkeypatch, **environment).items():
            setattr(settings, name, value)
        caches["default"].clear()

    return apply


@pytest.fixture
def sign_in(configure, provider):
    """Go to the provider and come back, as a browser does; returns the answer and the client."""
    configure()

    def go(client=None, **changes):
        client = client or Client()
        away = client.get(reverse("openid_connect_login", args=["oidc"]))
        assert away.status_code == 302
        back = requests.get(away.url, allow_redirects=False, timeout=5)
        assert back.status_code == 302, back.text
        return client.get(reverse("openid_connect_callback", args=["oidc"]), query(back, **changes)), client

    return go


def query(response, **changes):
    found = {name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()}
    return {**found, **changes}


def test_an_invited_person_comes_in_and_keeps_roles(sign_in, provider, reader):
    provider.knows(reader.email)
    response, client = sign_in()

    assert (response.status_code, response.url) == (302, "/")
    page = client.get("/")
    assert page.status_code == 200
    assert page.wsgi_request.user == reader
    assert User.objects.get(pk=reader.pk).role_names == ["reader"]
    assert User.objects.get(pk=reader.pk).name == reader.name
    assert AuditEntry.objects.filter(action="sign_in", result="ok", actor=reader).count() == 1
    assert provider.refused == []


def test_the_address_is_compared_without_capitals_and_the_person_is_known_by_number_afterwards(
    sign_in, provider, reader
):
    provider.knows(reader.email.upper(), subject="abc")
    sign_in()
    provider.knows("changed.at.the.provider@ind.example", subject="abc")
    _response, client = sign_in()

    assert client.get("/").wsgi_request.user == reader
    assert SocialAccount.objects.filter(user=reader, uid="abc").count() == 1


def test_no_own_second_factor_is_asked_or_needed(sign_in, provider, administrator):
    provider.knows(administrator.email)
    _response, client = sign_in()
    assert client.get(reverse("accounts:users")).status_code == 200

    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    response, client = sign_in()
    assert response.url == "/"
    assert client.get(reverse("accounts:users")).status_code == 200


def test_an_uninvited_person_gets_a_page_that_says_so_and_no_account(sign_in, provider, reader):
    provider.knows("stranger@elsewhere.example")
    people = User.objects.count()
    response, client = sign_in()

    assert response.status_code == 403
    assert "U bent niet uitgenodigd" in response.text
    assert "stranger@elsewhere.example" not in response.text
    assert client.get("/").status_code == 302
    assert User.objects.count() == people
    assert not SocialAccount.objects.exists()
    entry = AuditEntry.objects.get(action="sign_in")
    assert (entry.result, entry.actor) == ("refused", None)
    assert "stranger" not in entry.subject + entry.detail + entry.reference


def test_a_person_without_an_address_is_refused_too(sign_in, provider):
    provider.person = {"sub": "no address"}
    response, client = sign_in()

    assert response.status_code == 403
    assert client.get("/").status_code == 302


def test_a_deactivated_user_is_refused_with_a_page_that_says_so(sign_in, provider, make_user):
    gone = make_user("administrator", is_active=False)
    provider.knows(gone.email)
    response, client = sign_in()

    assert response.status_code == 403
    assert "uitgeschakeld" in response.text
    assert client.get("/").status_code == 302
    assert AuditEntry.objects.get(action="sign_in").result == "refused"


def test_a_user_switched_off_after_signing_in_before_is_refused(sign_in, provider, reader):
    provider.knows(reader.email)
    sign_in()
    User.objects.filter(pk=reader.pk).update(is_active=False)
    response, client = sign_in()

    assert response.status_code == 403
    assert client.get("/").status_code == 302


def test_an_answer_that_was_not_asked_for_is_refused(sign_in, provider, reader):
    provider.knows(reader.email)
    response, client = sign_in(state="another")

    assert response.status_code == 401
    assert "Inloggen is niet gelukt" in response.text
    assert client.get("/").status_code == 302


def test_a_code_of_somebody_else_is_refused(sign_in, provider, reader):
    provider.knows(reader.email)
    response, client = sign_in(code="made-up")

    assert response.status_code == 401
    assert client.get("/").status_code == 302
    assert "code" in provider.refused


def test_a_token_for_another_application_is_refused(sign_in, provider, reader):
    provider.knows(reader.email)
    provider.audience = "another-application"
    response, client = sign_in()

    assert response.status_code == 401
    assert client.get("/").status_code == 302


def test_who_cancels_at_the_provider_is_told_how_to_go_on(sign_in, provider, reader):
    provider.refuses_with = "access_denied"
    response, client = sign_in()
    page = client.get(response.url)

    assert page.status_code == 200
    assert reverse("account_login") in page.text


def test_a_provider_that_does_not_answer_gives_a_page_and_not_an_error(configure, provider, settings):
    configure()
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 1
    provider.stop()
    response = Client().get(reverse("openid_connect_login", args=["oidc"]))

    assert response.status_code == 503
    assert "Inloggen is niet gelukt" in response.text


def test_with_a_provider_only_its_button_is_shown_and_a_password_is_refused(configure, client, reader):
    configure()
    page = client.get(reverse("account_login"))
    assert reverse("openid_connect_login", args=["oidc"]) in page.text
    assert "Rijksinlog" in page.text
    assert 'type="password"' not in page.text

    client.post(reverse("account_login"), {"login": reader.email, "password": PASSWORD})
    assert client.get("/").status_code == 302


def test_with_oidc_only_off_passwords_work_beside_it_and_need_the_second_factor(configure, client, reader):
    configure(OIDC_ONLY="false")
    page = client.get(reverse("account_login"))
    assert reverse("openid_connect_login", args=["oidc"]) in page.text
    assert 'type="password"' in page.text

    client.post(reverse("account_login"), {"login": reader.email, "password": PASSWORD})
    assert client.get("/").url == reverse("accounts:second-factor")


def test_without_a_provider_there_is_no_button(client):
    assert "/account/oidc/" not in client.get(reverse("account_login")).text
