"""Messages that went out, or did not: a worker died while sending. Never sent again by itself; a person decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from core.jobs.queue import enqueue
from core.models import Mailing, OutgoingMail


def uncertain_mail(*, reference: str) -> QuerySet[OutgoingMail]:
    """Messages about one record of which nobody knows whether they went out, by address."""
    return OutgoingMail.objects.filter(mailing__reference=reference, state=OutgoingMail.State.UNCERTAIN).order_by(
        "to_address"
    )


@transaction.atomic
def send_uncertain_again(*, reference: str, at: datetime) -> int:
    """Send them once more under their own Message-ID; returns how many. Somebody may get the message twice."""
    mailings = set(uncertain_mail(reference=reference).values_list("mailing_id", flat=True))
    changed = uncertain_mail(reference=reference).update(
        state=OutgoingMail.State.WAITING, attempts=0, claimed_at=None, error=""
    )
    Mailing.objects.filter(pk__in=mailings, state=Mailing.State.SENT).update(state=Mailing.State.SENDING, send_at=at)
    enqueue("core.tasks.send_due_mail")
    return changed


@transaction.atomic
def leave_uncertain(*, reference: str) -> int:
    """Let them be: they stay known as uncertain and ask for no decision any more; returns how many."""
    return uncertain_mail(reference=reference).update(state=OutgoingMail.State.LEFT)
