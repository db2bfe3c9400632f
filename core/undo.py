"""Taking back what was just done: a flash message with a button, for archive and bulk actions.

The token names an undoable (registry slot `undoables`), is signed, belongs to one user and holds for ten minutes.
An undoable must be idempotent: pressing the button twice changes nothing more.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest

from core.registry import undoables

TAG = "undo:"
SALT = "core.undo"
MAX_AGE_SECONDS = 10 * 60


class UndoExpired(Exception):
    """The ten minutes are over."""


class UndoRefused(Exception):
    """The token is not ours, belongs to somebody else, or names an action that cannot be taken back."""


def undo_token(*, user: Any, name: str, payload: dict[str, Any]) -> str:
    """A token by which this user may take back the action `name` with `payload` (small, JSON)."""
    return signing.dumps({"user": user.pk, "name": name, "payload": payload}, salt=SALT, compress=True)


def offer_undo(request: HttpRequest, *, name: str, payload: dict[str, Any], text: str) -> None:
    """Tell the user what was done, with a button to take it back. Raises KeyError for an unknown undoable."""
    undoables[name]
    token = undo_token(user=request.user, name=name, payload=payload)
    messages.success(request, text, extra_tags=f"{TAG}{token}")


def take_back(*, user: Any, token: str) -> str:
    """Reverse the action and return a sentence for the user. Raises UndoExpired or UndoRefused."""
    try:
        content = signing.loads(token, salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.SignatureExpired as error:
        raise UndoExpired from error
    except signing.BadSignature as error:
        raise UndoRefused from error
    if content["user"] != user.pk or content["name"] not in undoables:
        raise UndoRefused
    return undoables[content["name"]].undo(user, content["payload"])
