"""Links between an organisation and any other record of the house (core.models.Link)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from core.models import Link


@transaction.atomic
def link(*, source: Model, target: Model, by: Any, at: datetime, note: str = "") -> Link:
    """Say that two records belong together. Raises ValidationError for a record with itself or a second time."""
    from_type, to_type = (ContentType.objects.get_for_model(type(record)) for record in (source, target))
    if (from_type, source.pk) == (to_type, target.pk):
        raise ValidationError(_("A record cannot be linked to itself."))
    there = Q(from_type=from_type, from_id=source.pk, to_type=to_type, to_id=target.pk)
    back = Q(from_type=to_type, from_id=target.pk, to_type=from_type, to_id=source.pk)
    if Link.objects.filter(there | back).exists():
        raise ValidationError(_("These two are linked already."))
    made = Link(
        from_type=from_type,
        from_id=source.pk,
        to_type=to_type,
        to_id=target.pk,
        note=note,
        created_by=by,
        created_at=at,
    )
    made.full_clean()
    made.save()
    return made


def unlink(*, link: Link) -> None:
    """Take a link away; the history keeps it."""
    link.delete()
