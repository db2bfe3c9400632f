"""Links for people without an account: made of a random key and a secret outside the database.

The database holds the key and a hash of the link, so that a copy of it opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid

from core.sealed import secret_of


def link_token(key: uuid.UUID, *, purpose: str) -> str:
    """The last part of the address for this key; 128 bits that cannot be guessed."""
    digest = hmac.digest(secret_of("stakeholders", "links"), f"{purpose}\0{key}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def link_hash(token: str) -> str:
    """By what the database recognises the link."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_link(*, purpose: str) -> dict[str, object]:
    """Columns of a row that gets a link: its random key, and the hash by which it is found."""
    key = uuid.uuid4()
    return {"link_key": key, "link_hash": link_hash(link_token(key, purpose=purpose))}
