"""What becomes known about an address from outside: nothing arrives there, or its holder wants no invitations.

Only these fields are written, so that a record that is incomplete for another reason is no obstacle.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core.periods import local_date
from stakeholders.models import ContactChannel, Person


@transaction.atomic
def do_not_invite(*, email: str, reason: str) -> int:
    """Note that whoever has this address wants no invitations, with the reason (not empty); returns how many persons.

    Somebody for whom it was noted before keeps that reason.
    """
    return Person.objects.filter(email__iexact=email, do_not_invite=False).update(
        do_not_invite=True, do_not_invite_reason=reason[:300], version=F("version") + 1
    )


@transaction.atomic
def mark_undeliverable(*, email: str, reason: str, at: datetime) -> int:
    """Note that mail to this address comes back; returns how many persons and other ways to reach one changed."""
    on, words = local_date(at), reason[:200]
    persons = Person.objects.filter(email__iexact=email, email_undeliverable_on=None).update(
        email_undeliverable_on=on, email_undeliverable_reason=words, version=F("version") + 1
    )
    channels = ContactChannel.objects.filter(value__iexact=email, undeliverable_on=None)
    return persons + channels.update(undeliverable_on=on, undeliverable_reason=words)
