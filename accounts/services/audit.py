"""Writing the audit trail; call it inside the transaction of the act itself, so that both happen or neither."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

from accounts.models import AuditEntry

# Entries are chained one by one: whoever writes one holds this lock until the transaction ends.
_LOCK = 4_711_001


@transaction.atomic
def audit(
    *,
    action: str,
    at: datetime,
    actor: Any = None,
    record: models.Model | None = None,
    subject: str = "",
    result: str = AuditEntry.Result.OK,
    origin: str = "",
    detail: str = "",
) -> AuditEntry:
    """Add one entry. `record` gives subject and reference unless told; never pass answers, secrets or addresses.

    `origin` is a route name (`request.resolver_match.view_name`) or task name. Raises ValueError for an odd action.
    """
    AuditEntry.Action(action)
    AuditEntry.Result(result)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = AuditEntry.objects.order_by("-id").values_list("seal", flat=True).first()
    entry = AuditEntry(
        at=at.astimezone(UTC),
        actor=actor if actor is not None and actor.is_authenticated else None,
        action=action,
        subject=(subject or (str(record) if record is not None else ""))[:200],
        reference=f"{record._meta.label}:{record.pk}" if record is not None else "",
        result=result,
        origin=origin[:120],
        detail=detail[:300],
        previous_seal=last or "",
    )
    entry.seal = entry.expected_seal()
    entry.save(force_insert=True)
    return entry
