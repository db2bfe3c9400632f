"""The note that is taken along on a meeting sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stakeholders.models import Gathering, Organisation, SheetNote


@transaction.atomic
def write_note(*, subject: Organisation | Gathering, text: str, by: Any, at: datetime) -> SheetNote:
    """Keep the note of this sheet in place of the one before. Raises ValidationError when it is too long."""
    key = {"organisation" if isinstance(subject, Organisation) else "gathering": subject}
    note = SheetNote.objects.select_for_update().filter(**key).first() or SheetNote(**key)
    note.text, note.changed_by, note.changed_at = text, by, at
    note.full_clean()
    note.save()
    return note
