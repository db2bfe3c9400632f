"""Opting out of the mail of one wave, by a link; never by opening it, and never tied to an answer.

Somebody at stakeholder level can also ask never to be invited again; that is noted in the registry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import acting
from measurements.choices import Level, Reach
from measurements.models import FrameMember, Invitation
from stakeholders.services.reachability import do_not_invite

from .counters import OPTED_OUT, add_to_counter, take_from_counter
from .secrets import token_hash


@dataclass(frozen=True)
class OptingOut:
    """Whoever holds an opt-out link."""

    member_id: int
    title: str
    language: str
    is_stakeholder: bool
    is_out: bool


def find_opting_out(token: str) -> OptingOut | None:
    """Whoever holds this link, or None; one query, whatever the token looks like."""
    found = Invitation.objects.filter(opt_out_hash=token_hash(token)).select_related("member", "wave").first()
    if found is None:
        return None
    return OptingOut(
        member_id=found.member_id,
        title=found.wave.title,
        language=found.member.language,
        is_stakeholder=found.wave.level == Level.STAKEHOLDERS,
        is_out=found.member.reach == Reach.OPTED_OUT,
    )


@transaction.atomic
def opt_out(*, opting: OptingOut, at: datetime, never: bool = False, reason: str = "") -> None:
    """This wave mails them no more; with `never` (stakeholders) no later one either. Twice changes nothing."""
    member = FrameMember.objects.select_for_update(of=("self",)).select_related("wave").get(pk=opting.member_id)
    if member.reach != Reach.OPTED_OUT:
        member.reach, member.reach_reason = Reach.OPTED_OUT, ""
        member.save(update_fields=["reach", "reach_reason"])
        if not Invitation.objects.filter(member=member, is_done=True).exists():
            add_to_counter(wave_id=member.wave_id, measure=OPTED_OUT, day=timezone.localdate(at))
    if never and opting.is_stakeholder and member.email:
        words = reason.strip() or _("asked not to be invited, by the link in an invitation")
        with acting(None, route="opt-out"):
            do_not_invite(email=member.email, reason=words[:300])


@transaction.atomic
def opt_in_again(*, opting: OptingOut, at: datetime) -> None:
    """It was a mistake: this wave may mail them again. What was asked for later waves stays as it is."""
    member = FrameMember.objects.select_for_update(of=("self",)).get(pk=opting.member_id)
    if member.reach == Reach.OPTED_OUT:
        member.reach = Reach.REACHABLE
        member.save(update_fields=["reach"])
        take_from_counter(wave_id=member.wave_id, measure=OPTED_OUT)
