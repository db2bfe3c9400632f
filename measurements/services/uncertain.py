"""Uncertain mail of a wave: shown, never sent again by itself; a person decides for the whole wave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from core.mail.uncertain import leave_uncertain, send_uncertain_again
from measurements.choices import State
from measurements.exceptions import NothingUncertain, NotOpen
from measurements.models import UncertainDecision, Wave

from .invitations import reference_of


@transaction.atomic
def decide_uncertain(*, wave: Wave, again: bool, by: Any, at: datetime) -> int:
    """Send what is uncertain again, or leave it; the decision is kept. Returns how many messages.

    Raises NothingUncertain, and NotOpen when it would be sent again after closing.
    """
    locked = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if again and locked.state != State.OPEN:
        raise NotOpen
    reference = reference_of(locked)
    count = send_uncertain_again(reference=reference, at=at) if again else leave_uncertain(reference=reference)
    if not count:
        raise NothingUncertain
    UncertainDecision.objects.create(wave=locked, sent_again=again, count=count, at=at, by=by)
    return count
