"""Inviting participants, and their yes or no by link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from core.history import acting
from core.models import Mailing
from stakeholders.gathering_exceptions import AnswerTooLate, GatheringNotPlanned, NobodyToInvite
from stakeholders.link_secrets import link_hash
from stakeholders.models import Gathering, Participant

from .gathering_mail import INVITED, mail_invited
from .gatherings import lock_gathering


def not_yet_invited(gathering: Gathering) -> QuerySet[Participant]:
    """Participants who have had no invitation, or whose invitation was called back."""
    called_back = Mailing.objects.filter(
        kind=INVITED, reference=f"stakeholders.Gathering:{gathering.pk}", state=Mailing.State.CALLED_BACK
    )
    waiting = Q(invited_at=None) | Q(invited_at__in=called_back.values("created_at"))
    return gathering.participants.filter(waiting).select_related("person", "colleague", "organisation")


@transaction.atomic
def invite(*, gathering: Gathering, message: str, by: Any, at: datetime) -> Mailing:
    """Invite every participant with an address who was not invited yet.

    Raises GatheringNotPlanned, and NobodyToInvite when nobody is left.
    """
    stored = lock_gathering(gathering)
    if not stored.is_planned:
        raise GatheringNotPlanned
    waiting = [participant for participant in not_yet_invited(stored) if participant.email]
    mailing = mail_invited(stored, waiting, message=message, by=by, at=at)
    if mailing is None:
        raise NobodyToInvite
    Participant.objects.filter(pk__in=[participant.pk for participant in waiting]).update(
        invited_at=at, invited_sequence=stored.sequence
    )
    return mailing


def participant_by_link(token: str) -> Participant | None:
    """Whose invitation this link is, or None."""
    found = Participant.objects.filter(link_hash=link_hash(token)).exclude(invited_at=None)
    return found.select_related("gathering__owner", "person", "colleague").first()


def can_answer(gathering: Gathering, *, at: datetime) -> bool:
    """Whether an answer still makes sense."""
    return gathering.is_planned and gathering.starts_at > at


@transaction.atomic
def answer(*, participant: Participant, comes: bool, note: str, at: datetime) -> None:
    """Say whether the participant comes; a later answer takes the place of an earlier one. Raises AnswerTooLate."""
    if not can_answer(lock_gathering(participant.gathering), at=at):
        raise AnswerTooLate
    with acting(participant.colleague, route="stakeholders:gathering-answer"):
        Participant.objects.filter(pk=participant.pk).update(
            reply=Participant.Reply.YES if comes else Participant.Reply.NO, reply_note=note[:300], replied_at=at
        )
