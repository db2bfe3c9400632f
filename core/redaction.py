"""Takes personal data and secrets out of log lines before they are written."""

import re
from collections.abc import MutableMapping
from typing import Any

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_SECRET_PATH = re.compile(r"/(s|v|volg|taal)/[^\s/?\"']+")
_SECRET_KEYS = {"token", "code", "password", "secret", "authorization", "cookie", "ip", "user_agent", "email"}


def redact(text: str) -> str:
    """Return `text` without e-mail addresses and without the secret part of respondent and follow links."""
    return _SECRET_PATH.sub(r"/\1/…", _EMAIL.sub("…@…", text))


def redact_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: redact every text value and drop values under keys that name a secret."""
    for key, value in list(event.items()):
        if key in _SECRET_KEYS:
            event[key] = "…"
        elif isinstance(value, str):
            event[key] = redact(value)
    return event
