"""Opening the sealed inbox of anonymous givers: once a day, in random order; then the key of the day is destroyed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import structlog
from django.db import transaction

from core.periods import local_date
from core.sealed import BoxUnreadable, destroy_key, key_names, open_box
from feedback.models import Giver, SealedEntry
from feedback.models.inbox import ROOM

from .follow import record_addition, record_verdict
from .receive import register_anonymous

log = structlog.get_logger("ind.feedback")


@dataclass(frozen=True)
class Opened:
    """How many entries were opened, and how many cannot be because their key is gone."""

    opened: int
    unreadable: int


def open_inbox(*, at: datetime) -> Opened:
    """Open the boxes of all days before today. Safe to run again."""
    today = local_date(at)
    opened = unreadable = 0
    days = SealedEntry.objects.filter(received_on__lt=today, is_unreadable=False).values_list("received_on", flat=True)
    for day in sorted(set(days)):
        good, bad = _open_day(day, at=at)
        opened, unreadable = opened + good, unreadable + bad
    for name in key_names(ROOM):
        if name < today.isoformat() and not SealedEntry.objects.filter(received_on=name, is_unreadable=False).exists():
            destroy_key(room=ROOM, key_name=name)
    if unreadable:
        log.error("sealed_entries_unreadable", count=unreadable)
    return Opened(opened, unreadable)


@transaction.atomic
def _open_day(day: date, *, at: datetime) -> tuple[int, int]:
    rows = list(SealedEntry.objects.select_for_update().filter(received_on=day, is_unreadable=False))
    contents, closed = [], []
    for row in rows:
        try:
            contents.append(open_box(bytes(row.box), room=ROOM, key_name=day.isoformat()))
        except BoxUnreadable:
            closed.append(row.pk)
    secrets.SystemRandom().shuffle(contents)
    # Signals first, so that what was added on the same day finds its signal; noon of the day, for no time is known.
    moment = datetime.combine(day, time(12), UTC)
    for content in sorted(contents, key=lambda content: content["what"] != "signal"):
        _file(content, day=day, moment=moment)
    SealedEntry.objects.filter(pk__in=closed).update(is_unreadable=True)
    SealedEntry.objects.filter(pk__in=[row.pk for row in rows if row.pk not in set(closed)]).delete()
    return len(contents), len(closed)


def _file(content: dict[str, Any], *, day: date, moment: datetime) -> None:
    giver = Giver.objects.select_related("signal").filter(follow_hash=content["follow_hash"]).first()
    if content["what"] == "signal":
        if giver is None:
            register_anonymous(content=content, received_on=day, at=moment)
    elif giver is None:
        log.error("sealed_entry_without_signal")
    elif content["what"] == "verdict":
        record_verdict(giver, content=content, at=moment)
    else:
        record_addition(giver, text=content["text"], numbers=content["numbers"], at=moment)
