"""What happens in a wave when an invitation comes back, or somebody opts out by answering the mail.

Only ever about the address: nothing here touches invitations, done-marks or answers.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from core.history import acting
from core.mail.signals import mail_bounced, other_mail_came_back
from core.models import OutgoingMail
from measurements.choices import Level, Reach
from measurements.models import FrameMember
from stakeholders.services.reachability import mark_undeliverable

from .counters import UNDELIVERABLE, add_to_counter
from .invitations import KINDS
from .opting_out import find_opting_out, opt_out

_OPT_OUT_SUBJECT = re.compile(r"^afmelden ([a-z2-7]{32})$", re.IGNORECASE)


@receiver(mail_bounced, dispatch_uid="measurements.undeliverable")
@transaction.atomic
def note_undeliverable(mail: OutgoingMail, reason: str, at: datetime, **kwargs: Any) -> None:
    """Mark the member of the frame, and at stakeholder level the address in the registry."""
    if mail.mailing.kind not in KINDS.values():
        return
    number = mail.value_reference.split(":")[1]
    member = (
        FrameMember.objects.select_for_update(of=("self",))
        .select_related("wave")
        .filter(invitation__number=number, email__iexact=mail.to_address)
        .first()
    )
    if member is None or member.reach != Reach.REACHABLE:
        return
    member.reach, member.reach_reason = Reach.UNDELIVERABLE, reason[:200]
    member.save(update_fields=["reach", "reach_reason"])
    add_to_counter(wave_id=member.wave_id, measure=UNDELIVERABLE, day=timezone.localdate(at))
    if member.wave.level == Level.STAKEHOLDERS:
        with acting(None, route="returned-mail"):
            mark_undeliverable(email=member.email, reason=reason, at=at)


@receiver(other_mail_came_back, dispatch_uid="measurements.opt_out_by_mail")
def opt_out_by_mail(subject: str, at: datetime, **kwargs: Any) -> None:
    """A mail program opted somebody out by a message with the link's secret as its subject (List-Unsubscribe)."""
    found = _OPT_OUT_SUBJECT.match(subject.strip())
    opting = find_opting_out(found.group(1).lower()) if found else None
    if opting is not None:
        opt_out(opting=opting, at=at)
