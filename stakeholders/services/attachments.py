"""Use cases of attachments: adding a checked file to a record, removing one."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from stakeholders.domain.filetypes import KINDS, KindNotAllowed, NotWhatItSays, checked_kind, safe_name
from stakeholders.models import Attachment


@transaction.atomic
def attach(*, owner: models.Model, name: str, content: bytes, by: Any, at: datetime) -> Attachment:
    """Add a file to a record; the same file twice is one attachment.

    Raises ValidationError, in words, for an empty or too large file, a kind that is not accepted, or a file that is
    not what its name says.
    """
    name = safe_name(name)
    kind = _checked(name, content)
    owner_type = ContentType.objects.get_for_model(owner)
    digest = hashlib.sha256(content).hexdigest()
    known = Attachment.objects.filter(owner_type=owner_type, owner_id=owner.pk, sha256=digest).first()
    if known is not None:
        return known
    row = Attachment(
        owner_type=owner_type,
        owner_id=owner.pk,
        name=name,
        content_type=kind,
        size=len(content),
        sha256=digest,
        added_by=by,
        added_at=at,
    )
    row.file.save(f"{digest[:16]}.bin", ContentFile(content), save=False)
    row.full_clean()
    row.save()
    return row


def _checked(name: str, content: bytes) -> str:
    if not content:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name})
    if len(content) > settings.ATTACHMENT_MAX_BYTES:
        words = {"name": name, "size": settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)}
        raise ValidationError(_("“%(name)s” is larger than %(size)d MB.") % words)
    try:
        return checked_kind(name, content).content_type
    except KindNotAllowed as refusal:
        words = {"name": name, "kinds": ", ".join(KINDS)}
        raise ValidationError(
            _("“%(name)s” is of a kind that is not accepted. Accepted are: %(kinds)s.") % words
        ) from refusal
    except NotWhatItSays as refusal:
        raise ValidationError(
            _("“%(name)s” is not what its name says: the content is no %(ending)s file.")
            % {"name": name, "ending": str(refusal)}
        ) from refusal


@transaction.atomic
def remove_attachment(*, attachment: Attachment) -> None:
    """Remove a file from its record, and from the disk once that is certain."""
    file = attachment.file
    attachment.delete()
    transaction.on_commit(lambda: file.storage.delete(file.name or ""))
