"""Secrets outside the database: per wave the link key and the draft secret, per wave and day a filing key.

They lie as small files under KEYS_DIR, readable by their owner only. Only the worker that files reads private filing
keys; the web process reads the draft secret; whoever sends mail reads the link key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from datetime import date
from pathlib import Path

from django.conf import settings

from core.key_files import destroy, write_once
from measurements.exceptions import SecretGone

LINK = "link"
DRAFT = "draft"


def make_wave_secrets(key_name: uuid.UUID) -> None:
    """Make the link key and the draft secret of a wave; existing ones stay."""
    for kind in (LINK, DRAFT):
        write_once(_wave_file(key_name, kind), secrets.token_bytes(32))


def destroy_wave_secrets(key_name: uuid.UUID) -> None:
    """After this no link can be made again and no draft be read."""
    for kind in (LINK, DRAFT):
        destroy(_wave_file(key_name, kind))


def token_for(key_name: uuid.UUID | str, number: uuid.UUID | str) -> str:
    """The secret part of a link: HMAC-SHA256 of the invitation number, 160 bits. Raises SecretGone."""
    number = number if isinstance(number, uuid.UUID) else uuid.UUID(number)
    key_name = key_name if isinstance(key_name, uuid.UUID) else uuid.UUID(key_name)
    digest = hmac.digest(_read(_wave_file(key_name, LINK)), number.bytes, "sha256")
    return base64.b32encode(digest[:20]).decode().lower()


def opt_out_token(key_name: uuid.UUID | str, number: uuid.UUID | str) -> str:
    """The secret part of an opt-out link, as unguessable as the other one and of no use for answering.

    Raises SecretGone.
    """
    number = number if isinstance(number, uuid.UUID) else uuid.UUID(number)
    key_name = key_name if isinstance(key_name, uuid.UUID) else uuid.UUID(key_name)
    digest = hmac.digest(_read(_wave_file(key_name, LINK)), b"opt-out:" + number.bytes, "sha256")
    return base64.b32encode(digest[:20]).decode().lower()


def token_hash(token: str) -> bytes:
    """What the database knows of a link."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def draft_locator(key_name: uuid.UUID, token: str) -> bytes:
    """Where the draft of this link is found; cannot be computed from the database alone. Raises SecretGone."""
    return hmac.digest(_read(_wave_file(key_name, DRAFT)), b"locator:" + token.encode(), "sha256")


def draft_key(key_name: uuid.UUID, token: str) -> bytes:
    """The key of the draft of this link. Raises SecretGone."""
    return hmac.digest(_read(_wave_file(key_name, DRAFT)), b"key:" + token.encode(), "sha256")


def filing_key_file(key_name: uuid.UUID, day: date) -> Path:
    """Where the private filing key of a wave and day lies."""
    return Path(settings.KEYS_DIR) / "filing" / f"{key_name}-{day:%Y-%m-%d}"


def read_filing_key(key_name: uuid.UUID, day: date) -> bytes | None:
    """The private filing key, or None when it was lost (a restore without keys)."""
    try:
        return _read(filing_key_file(key_name, day))
    except SecretGone:
        return None


def _wave_file(key_name: uuid.UUID, kind: str) -> Path:
    return Path(settings.KEYS_DIR) / "waves" / f"{key_name}.{kind}"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SecretGone(path.name) from None
