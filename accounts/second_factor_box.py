"""Secrets of second factors in the database: closed with a key under KEYS_DIR, so that a dump opens no account."""

import base64

from nacl.secret import SecretBox

from core.sealed import secret_of

_MARK = "box1:"


def close(text: str) -> str:
    """The text, encrypted and marked."""
    return _MARK + base64.urlsafe_b64encode(bytes(_box().encrypt(text.encode()))).decode()


def open_up(stored: str) -> str:
    """The text again; what carries no mark was stored before there were boxes. Raises CryptoError for another key."""
    if not stored.startswith(_MARK):
        return stored
    text: bytes = _box().decrypt(base64.urlsafe_b64decode(stored.removeprefix(_MARK)))
    return text.decode()


def _box() -> SecretBox:
    return SecretBox(secret_of("accounts", "second-factor"))
