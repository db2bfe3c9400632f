"""Log lines carry no personal data and no secrets."""

import io
import json
import logging

import pytest
import structlog

from core.redaction import redact, redact_event


def test_addresses_and_secret_paths_are_taken_out():
    line = redact("mail to jan.jansen@example.nl failed for /s/abcDEF123/ and https://x.nl/volg/AB12-CD34?a=1")
    assert "jan" not in line
    assert "abcDEF123" not in line
    assert "AB12" not in line
    assert "/s/…/" in line


def test_values_under_secret_keys_are_dropped_whatever_they_hold():
    event = redact_event(None, "info", {"event": "x", "token": b"raw", "ip": "10.0.0.1", "n": 3})
    assert event == {"event": "x", "token": "…", "ip": "…", "n": 3}


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        ("GET /account/password/reset/key/1-cv2abc-0123456789abcdef/", "cv2abc"),
        ("GET /zoeken/?q=Jan%20Jansen", "Jansen"),
        ("GET /account/oidc/oidc/login/callback/?state=a&code=s3cret", "s3cret"),
    ],
)
def test_the_request_log_holds_no_link_that_opens_an_account_and_nothing_that_was_typed(path, secret):
    event = redact_event(None, "info", {"event": "request_started", "request": path, "nested": {"seen": [path]}})
    assert secret not in json.dumps(event)
    assert event["request"].startswith("GET /")


class Refused(Exception):
    """As a database driver words it."""


@pytest.mark.parametrize("through", ["structlog", "stdlib"])
def test_a_traceback_loses_addresses_links_and_the_values_of_a_refused_row(through):
    message = "duplicate key for /s/abcDEF123/\nDETAIL:  Key (name)=(Noor) exists, jan@example.nl."
    [handler] = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
    ]
    out = io.StringIO()
    usual = handler.setStream(out)
    try:
        raise Refused(message)
    except Refused:
        if through == "structlog":
            structlog.get_logger("ind.test").exception("failed")
        else:
            logging.getLogger("celery.app.trace").exception("failed")
    finally:
        handler.setStream(usual)
    line = out.getvalue()
    written = json.loads(line)
    assert "Refused: duplicate key" in written["exception"]
    for secret in ("abcDEF123", "Noor", "jan@example.nl"):
        assert secret not in line
