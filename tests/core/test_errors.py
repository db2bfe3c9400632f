"""What is answered when something goes wrong that nobody expected."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


def broken_by(monkeypatch, error):
    """The home page and everything before it, as they are without a database."""

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("core.access.AccessMiddleware.process_view", fail)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("error", [OperationalError("the connection is lost"), InterfaceError("closed")])
@pytest.mark.parametrize("path", ["/", "/account/login/", "/organisaties/"])
def test_a_middleware_without_a_database_gives_the_plain_page_that_asks_to_come_back(monkeypatch, error, path):
    response = broken_by(monkeypatch, error).get(path)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "Even niet bereikbaar" in response.text
    assert str(error) not in response.text


def test_any_other_mistake_stays_a_500_without_its_words(monkeypatch):
    response = broken_by(monkeypatch, ValueError("secret words")).get("/")
    assert response.status_code == 500
    assert "secret words" not in response.text
    assert "Retry-After" not in response


def test_a_page_for_respondents_says_the_same(monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("measurements.views.respondent._find", fail)
    response = Client(raise_request_exception=False).get("/s/abc/")
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
