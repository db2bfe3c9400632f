"""Statements everyone may read, and security.txt by its standard."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.registry import health_checks
from core.views.statements import security_txt_state


@pytest.mark.parametrize("path", ["/toegankelijkheid/", "/privacy/"])
def test_statements_are_open_to_everybody_and_say_whom_to_write(path, db, settings):
    settings.AGENCY_EMAIL = "post@dienst.example"
    response = Client().get(path)
    assert response.status_code == 200
    assert "mailto:post@dienst.example" in response.content.decode()


def test_security_txt_meets_rfc_9116(settings):
    from sectxt import Parser

    settings.SECURITY_CONTACT = "mailto:security@dienst.example"
    settings.SECURITY_TXT_EXPIRES = timezone.localdate() + timedelta(days=200)
    settings.SITE_URL = "https://reputatie.dienst.example"
    response = Client().get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    parsed = Parser(response.content, urls="https://reputatie.dienst.example/.well-known/security.txt")
    assert parsed.errors == []
    # The one recommendation we leave out is a signature, which would need a key on the web server.
    assert {remark["code"] for remark in parsed.recommendations} <= {"not_signed", "no_encryption"}


def test_an_expired_security_txt_would_be_found_by_the_validator(settings):
    from sectxt import Parser

    settings.SECURITY_TXT_EXPIRES = date(2024, 1, 1)
    assert Parser(Client().get("/.well-known/security.txt").content).errors


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, "error"), (0, "error"), (1, "warning"), (30, "warning"), (31, "ok"), (364, "ok"), (365, "warning")],
)
def test_expiry_is_told_in_time(days, state):
    at = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    assert security_txt_state(expires_on=date(2026, 11, 18) + timedelta(days=days), at=at)[0] == state


def test_the_expiry_is_a_line_of_does_everything_work(settings):
    settings.SECURITY_TXT_EXPIRES = date(2020, 1, 1)
    state, sentence = health_checks["security.txt"].check()
    assert state == "error"
    assert "security.txt" in sentence
