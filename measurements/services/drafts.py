"""Saving a half-filled form: readable only with the respondent's own link, deleted on submission or after 30 days."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from measurements.domain.answers import pad, unpad
from measurements.exceptions import SecretGone
from measurements.models import Draft

from .secrets import draft_key, draft_locator

KEPT = timedelta(days=30)


class DraftDoesNotFit(Exception):
    """More was typed than the questionnaire allows."""


@dataclass(frozen=True)
class SavedForm:
    """What comes back when a respondent opens the link again."""

    typed: dict[str, list[str]]
    page: int
    language: str
    seed: int = 0


def save_draft(*, wave_id: int, key_name: uuid.UUID, token: str, form: SavedForm, size: int, at: datetime) -> None:
    """Keep the form in place of an earlier draft. Raises DraftDoesNotFit, and SecretGone after closing."""
    content = {"t": form.typed, "p": form.page, "l": form.language, "s": form.seed}
    try:
        padded = pad(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 2 * size)
    except (ValueError, UnicodeEncodeError):
        raise DraftDoesNotFit from None
    Draft.objects.bulk_create(
        [
            Draft(
                locator=draft_locator(key_name, token),
                wave_id=wave_id,
                box=bytes(SecretBox(draft_key(key_name, token)).encrypt(padded)),
                expires_on=timezone.localdate(at) + KEPT,
            )
        ],
        update_conflicts=True,
        unique_fields=["locator"],
        update_fields=["box", "expires_on"],
    )


def open_draft(*, key_name: uuid.UUID, token: str) -> SavedForm | None:
    """The saved form of this link, if there is one that can be read."""
    try:
        draft = Draft.objects.filter(locator=draft_locator(key_name, token)).first()
        if draft is None:
            return None
        content: dict[str, Any] = json.loads(unpad(SecretBox(draft_key(key_name, token)).decrypt(bytes(draft.box))))
    except (SecretGone, CryptoError):
        return None
    return SavedForm(typed=content["t"], page=content["p"], language=content["l"], seed=content.get("s", 0))


def remove_old_drafts(*, at: datetime) -> int:
    """Delete drafts nobody came back for; returns how many."""
    removed, _per_model = Draft.objects.filter(expires_on__lt=timezone.localdate(at)).delete()
    return removed
