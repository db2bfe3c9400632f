"""How fast bulk mail goes: one sender at a time, so many messages in any minute."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from core.models import OutgoingMail
from core.registry import mail_kinds

# The name of the turn among the advisory locks of the database; held by a session, so that it ends with its worker.
_TURN = 7_203_411
_NO_LIMIT = 1_000_000


def bulk_kinds() -> list[str]:
    """Kinds of mailings that keep to the speed limit."""
    return [kind.name for kind in mail_kinds if kind.is_bulk]


@contextmanager
def bulk_turn(*, at: datetime) -> Iterator[int]:
    """The turn to send bulk mail, with how many messages may go now; 0 when another sender has the turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_TURN])
        row = cursor.fetchone()
    if not row or not row[0]:
        yield 0
        return
    try:
        yield _allowed(at)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_TURN])


def _allowed(at: datetime) -> int:
    if not settings.MAIL_PER_MINUTE:
        return _NO_LIMIT
    gone: int = OutgoingMail.objects.filter(
        mailing__kind__in=bulk_kinds(), claimed_at__gt=at - timedelta(minutes=1), claimed_at__lte=at
    ).count()
    allowed: int = settings.MAIL_PER_MINUTE - gone
    return max(0, allowed)
