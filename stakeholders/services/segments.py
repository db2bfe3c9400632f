"""Use cases that write segments: make, change, archive, pick by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction

from stakeholders.exceptions import EditedMeanwhile
from stakeholders.models import Organisation, Person, Segment, SegmentPick
from stakeholders.models.organisation import Status


@transaction.atomic
def create_segment(*, values: dict[str, Any], by: Any, at: datetime) -> Segment:
    """Save a selection under a name. Raises ValidationError."""
    segment = Segment(**values, created_by=by, created_at=at)
    segment.full_clean()
    segment.save()
    return segment


@transaction.atomic
def change_segment(*, segment: Segment, version: int, values: dict[str, Any]) -> Segment:
    """Change a segment that was opened at `version`. Raises EditedMeanwhile and ValidationError.

    What it selects (organisations or persons) stays when members were picked by hand: they would be lost.
    """
    stored = Segment.objects.select_for_update().get(pk=segment.pk)
    if stored.version != version:
        raise EditedMeanwhile(stored.version)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.full_clean()
    stored.save()
    return stored


def archive_segment(*, segment: Segment, at: datetime) -> None:
    """Take a segment out of use; archiving it twice changes nothing."""
    _move(segment, Status.ACTIVE, status=Status.ARCHIVED, archived_at=at)


def restore_segment(*, segment: Segment) -> None:
    """Take an archived segment into use again."""
    _move(segment, Status.ARCHIVED, status=Status.ACTIVE, archived_at=None)


def _move(segment: Segment, expected: Status, **fields: Any) -> None:
    found = Segment.objects.filter(pk=segment.pk, status=expected)
    found.update(version=models.F("version") + 1, **fields)


def pick(*, segment: Segment, record: Organisation | Person) -> bool:
    """Put an organisation or person into a segment of picked members; False when it was in already."""
    which: dict[str, Any] = {"person": record} if isinstance(record, Person) else {"organisation": record}
    _pick, is_new = SegmentPick.objects.get_or_create(segment=segment, **which)
    return is_new


def unpick(*, segment: Segment, record: Organisation | Person) -> None:
    """Take an organisation or person out of a segment of picked members."""
    which: dict[str, Any] = {"person": record} if isinstance(record, Person) else {"organisation": record}
    SegmentPick.objects.filter(segment=segment, **which).delete()
