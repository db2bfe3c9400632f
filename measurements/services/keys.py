"""Filing keys: made ahead for every day of a wave, destroyed when nothing is left to open."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from nacl.public import PrivateKey

from core.key_files import destroy, write_once
from measurements.choices import State
from measurements.models import FilingKey, SealedAnswer, Wave

from . import secrets

# So long the form stays answerable when nothing runs in the background and no closing moment was set.
AHEAD = timedelta(days=45)


def make_filing_keys(*, wave: Wave, at: datetime) -> int:
    """Make the keys of today and the days to come, up to the closing day; returns how many were new."""
    first = timezone.localdate(at)
    closes_on = timezone.localdate(wave.closes_at) if wave.closes_at else first + AHEAD
    # The nearest first, because two days after the last day of the calendar are none.
    last = min(max(min(closes_on, first + AHEAD) + timedelta(days=2), first + timedelta(days=2)), first + AHEAD)
    known = set(FilingKey.objects.filter(wave=wave).values_list("day", flat=True))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    missing = [day for day in days if day not in known]
    FilingKey.objects.bulk_create(
        [FilingKey(wave=wave, day=day, public_key=_public_key(wave, day)) for day in missing], ignore_conflicts=True
    )
    return len(missing)


def make_keys_ahead(*, at: datetime) -> int:
    """For all open waves: the keys of the days to come."""
    return sum(make_filing_keys(wave=wave, at=at) for wave in Wave.objects.filter(state=State.OPEN))


def destroy_spent_keys(*, wave: Wave, before: date) -> int:
    """Destroy the keys of days before `before` of which every answer has been filed; returns how many.

    The public half goes first, and the database refuses that while an answer sealed with it waits; so no answer can
    come in for a key that is gone.
    """
    used = SealedAnswer.objects.filter(wave=wave).values("key_id")
    spent = list(FilingKey.objects.filter(wave=wave, day__lt=before).exclude(pk__in=used))
    destroyed = 0
    for key in spent:
        try:
            with transaction.atomic():
                FilingKey.objects.filter(pk=key.pk)._raw_delete("default")
        except IntegrityError:
            continue
        destroy(secrets.filing_key_file(wave.key_name, key.day))
        destroyed += 1
    return destroyed


def _public_key(wave: Wave, day: date) -> bytes:
    path = secrets.filing_key_file(wave.key_name, day)
    write_once(path, bytes(PrivateKey.generate()))
    return bytes(PrivateKey(path.read_bytes()).public_key)
