"""Takes personal data and secrets out of log lines before they are written."""

import re
from collections.abc import MutableMapping
from typing import Any

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_SECRET_PATH = re.compile(r"/(s|v|volg|inzage|taal|password/reset/key)/[^\s/?\"']+")
# What stands behind the question mark is what people typed (a search) or a code (single sign-on).
_QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")
# The database quotes the values of a refused row in these lines of its messages.
_ROW = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
_SECRET_KEYS = {"token", "code", "password", "secret", "authorization", "cookie", "ip", "user_agent", "email"}


def redact(text: str) -> str:
    """Return `text` without e-mail addresses, secret parts of links, queries and values of a refused row."""
    text = _SECRET_PATH.sub(r"/\1/…", _EMAIL.sub("…@…", text))
    return _ROW.sub(r"\1: …", _QUERY.sub(r"\1?…", text))


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: "…" if key in _SECRET_KEYS else _redacted(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(item) for item in value]
    return value


def redact_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: redact every text value and drop values under keys that name a secret."""
    for key, value in list(event.items()):
        # Underscores are the logging package's own, such as the record itself.
        if not key.startswith("_"):
            event[key] = "…" if key in _SECRET_KEYS else _redacted(value)
    return event
