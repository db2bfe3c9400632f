"""Pages of respondents and givers leave no request log, also when they fail, and say 503 without a database."""

import io
import json
import logging

import pytest
import structlog
from django.db import OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db
SECRET = "what somebody typed"


@pytest.fixture
def written():
    """Everything that is logged, as it would be written."""
    [handler] = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
    ]
    out = io.StringIO()
    usual = handler.setStream(out)
    yield out
    handler.setStream(usual)


def fails_with(monkeypatch, error):
    def fail(**kwargs):
        raise error

    monkeypatch.setattr("measurements.views.respondent.find_invited", fail)


@pytest.mark.parametrize("address", ["/s/", "/s/token/"])
def test_a_lost_database_gives_503_on_pages_of_respondents_too(monkeypatch, address):
    fails_with(monkeypatch, OperationalError("connection lost"))
    client = Client(raise_request_exception=False)
    page = client.post(address, {"sleutel": "x"}) if address == "/s/" else client.get(address)
    assert page.status_code == 503
    assert page["Retry-After"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_database_lost_while_the_session_is_read_gives_503_too(monkeypatch, client_as, method):
    client = client_as("reader")
    client.raise_request_exception = False

    def fail(*args, **kwargs):
        raise OperationalError("connection lost")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", fail)
    assert getattr(client, method)("/mijn-gegevens/").status_code == 503


def test_an_error_on_a_page_of_a_respondent_is_counted_without_what_was_typed(monkeypatch, written):
    fails_with(monkeypatch, ValueError(SECRET))
    page = Client(raise_request_exception=False).post("/s/", {"sleutel": "x", "q.OPEN1": SECRET})
    assert page.status_code == 500
    assert SECRET not in written.getvalue()
    [line] = [json.loads(line) for line in written.getvalue().splitlines()]
    assert line["event"] == "respondent_page_failed"
    assert line["error"] == "ValueError"
    assert "user_id" not in line
    assert "ip" not in line


def test_the_log_of_a_failed_page_carries_nothing_of_an_earlier_request_of_this_process(monkeypatch, written):
    structlog.contextvars.bind_contextvars(user_id=7, request_id="earlier")
    try:
        fails_with(monkeypatch, ValueError(SECRET))
        Client(raise_request_exception=False).get("/s/token/")
    finally:
        structlog.contextvars.clear_contextvars()
    assert "user_id" not in written.getvalue()
    assert "earlier" not in written.getvalue()


def test_a_form_that_breaks_off_halfway_is_no_error_of_ours(written):
    page = Client(raise_request_exception=False).post(
        "/s/", b"--x\r\nbroken", content_type="multipart/form-data; boundary=x"
    )
    assert page.status_code in (400, 404)
    assert written.getvalue() == ""
