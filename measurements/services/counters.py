"""Counters of what became of invitations: they stay when the frame is deleted, and say nothing about who."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from measurements.models import FieldworkCount

from .submission import count_fieldwork

OPTED_OUT = "opted_out"
UNDELIVERABLE = "undeliverable"


def add_to_counter(*, wave_id: int, measure: str, day: date) -> None:
    """One more of this on this day."""
    count_fieldwork(wave_id=wave_id, day=day, measures=[measure])


def take_from_counter(*, wave_id: int, measure: str) -> None:
    """One less, on the latest day that has any."""
    latest = FieldworkCount.objects.filter(wave_id=wave_id, measure=measure, count__gt=0).order_by("-day").first()
    if latest is not None:
        FieldworkCount.objects.filter(pk=latest.pk).update(count=F("count") - 1)
