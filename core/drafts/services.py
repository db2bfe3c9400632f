"""Saving, restoring and removing drafts of forms."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import QueryDict

from core.models import FormDraft

if TYPE_CHECKING:
    from django.forms import BaseForm

KEY = re.compile(r"^[a-z0-9][a-z0-9_.:-]{0,119}\Z")
MAX_BYTES = 200_000
KEPT_DAYS = 30
# Never kept: what belongs to one request, and what is secret.
NOT_KEPT = {"csrfmiddlewaretoken", "draft_key", "next"}
WIDGETS_NOT_RESTORED = (forms.PasswordInput, forms.FileInput)


class InvalidDraftKey(Exception):
    """The name of the form is no name we give."""


class DraftTooLarge(Exception):
    """More was typed than a draft may hold (200 kB)."""


@dataclass(frozen=True)
class OpenDraft:
    """The draft of one form, if there is one, for the view that shows the form."""

    key: str
    saved_at: datetime | None
    data: Mapping[str, Sequence[str]]

    @property
    def exists(self) -> bool:
        """Something was saved earlier."""
        return self.saved_at is not None

    def restore(self, form: BaseForm) -> None:
        """Fill an unsent form with the draft; a form that was sent is left as it is."""
        if form.is_bound or not self.exists:
            return
        sent = QueryDict(mutable=True)
        for name, values in self.data.items():
            sent.setlist(name, list(values))
        for name, field in form.fields.items():
            widget = field.widget
            prefixed = form.add_prefix(name)
            if isinstance(widget, WIDGETS_NOT_RESTORED) or widget.value_omitted_from_data(sent, {}, prefixed):
                continue
            form.initial[name] = widget.value_from_datadict(sent, {}, prefixed)


def checked_key(key: str) -> str:
    """The key itself. Raises InvalidDraftKey."""
    if not KEY.match(key):
        raise InvalidDraftKey(key[:40])
    return key


def _storable(text: str) -> str:
    """The text without what the database cannot keep."""
    return text.replace("\x00", "")


@transaction.atomic
def save_draft(*, user: Any, key: str, data: Mapping[str, Sequence[str]], at: datetime) -> FormDraft:
    """Keep what was typed, in place of what was kept before. Raises InvalidDraftKey and DraftTooLarge."""
    kept = {
        _storable(name): [_storable(value) for value in values]
        for name, values in data.items()
        if name not in NOT_KEPT and "password" not in name.lower()
    }
    if len(json.dumps(kept)) > MAX_BYTES:
        raise DraftTooLarge
    draft, _created = FormDraft.objects.update_or_create(
        user=user, form_key=checked_key(key), defaults={"data": kept, "saved_at": at}
    )
    return draft


def open_draft(*, user: Any, key: str) -> OpenDraft:
    """The draft of this form, empty when none was saved. Raises InvalidDraftKey."""
    draft = FormDraft.objects.filter(user=user, form_key=checked_key(key)).first()
    if draft is None:
        return OpenDraft(key=key, saved_at=None, data={})
    return OpenDraft(key=key, saved_at=draft.saved_at, data=draft.data)


def discard_draft(*, user: Any, key: str) -> None:
    """Forget the draft: the form was sent, or its writer threw it away."""
    if KEY.match(key):
        FormDraft.objects.filter(user=user, form_key=key).delete()


def remove_old_drafts(*, at: datetime) -> int:
    """Delete drafts nobody touched for thirty days; returns how many."""
    removed, _per_model = FormDraft.objects.filter(saved_at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    return removed
