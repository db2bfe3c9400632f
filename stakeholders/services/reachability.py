"""What becomes known about an address from outside: nothing arrives there, or its holder wants no invitations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.periods import local_date
from stakeholders.models import ContactChannel, Person

from .registry import change_person


@transaction.atomic
def do_not_invite(*, email: str, reason: str) -> int:
    """Note that whoever has this address wants no invitations, with the reason; returns how many persons changed."""
    persons = list(Person.objects.select_for_update().filter(email__iexact=email, do_not_invite=False))
    for person in persons:
        change_person(
            person=person, version=person.version, values={"do_not_invite": True, "do_not_invite_reason": reason[:300]}
        )
    return len(persons)


@transaction.atomic
def mark_undeliverable(*, email: str, reason: str, at: datetime) -> int:
    """Note that mail to this address comes back; returns how many persons and other ways to reach one changed."""
    on, words = local_date(at), reason[:200]
    persons = list(Person.objects.select_for_update().filter(email__iexact=email, email_undeliverable_on=None))
    for person in persons:
        change_person(
            person=person,
            version=person.version,
            values={"email_undeliverable_on": on, "email_undeliverable_reason": words},
        )
    channels = ContactChannel.objects.filter(value__iexact=email, undeliverable_on=None)
    return len(persons) + channels.update(undeliverable_on=on, undeliverable_reason=words)
