"""An account manager tells an own organisation that a measurement comes, and marks it as done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from measurements.announcing import announcements_for
from measurements.exceptions import NotOwnOrganisation
from measurements.models import Announcement


@transaction.atomic
def mark_announced(*, wave_id: int, organisation_id: int, by: Any, at: datetime) -> Announcement:
    """Note that it was told; twice changes nothing. Raises NotOwnOrganisation for any that is not on the own list."""
    own = {each.organisation.pk: each for each in announcements_for(by, at=at, wave_id=wave_id)}
    if organisation_id not in own:
        raise NotOwnOrganisation
    done, _is_new = Announcement.objects.get_or_create(
        wave_id=wave_id, organisation_id=organisation_id, defaults={"done_at": at, "done_by": by}
    )
    return done


@transaction.atomic
def unmark_announced(*, wave_id: int, organisation_id: int, by: Any, at: datetime) -> None:
    """It was not told after all. Raises NotOwnOrganisation for any that is not on the own list."""
    own = {each.organisation.pk for each in announcements_for(by, at=at, wave_id=wave_id)}
    if organisation_id not in own:
        raise NotOwnOrganisation
    Announcement.objects.filter(wave_id=wave_id, organisation_id=organisation_id).delete()
