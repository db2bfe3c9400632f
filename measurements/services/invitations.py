"""Invitations and their mails. The link is never stored: it is put in while sending (slot `mail_values`)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import formats, timezone, translation

from core.mail import Recipient, call_back, compose
from core.models import Mailing
from measurements.choices import Reach, State
from measurements.domain.default_texts import fill
from measurements.domain.opt_out_words import opt_out_line
from measurements.models import FrameMember, Invitation, RespondentKey, Wave

from .secrets import opt_out_token, token_for, token_hash

INVITATION = "invitation"
REMINDER = "reminder"
KINDS = {INVITATION: "measurements.invitation", REMINDER: "measurements.reminder"}


@dataclass(frozen=True)
class Letter:
    """A mail as one person gets it; the links stand as `[[survey_link]]` and `[[opt_out_link]]`."""

    subject: str
    text: str


def make_invitations(*, wave: Wave) -> int:
    """Give every member of the frame who has none an invitation, in random order; returns how many.

    In a confidential wave each person also gets a pseudonym, and each organisation a cluster.
    """
    members = list(FrameMember.objects.filter(wave=wave, invitation__isnull=True))
    SystemRandom().shuffle(members)
    numbers = [uuid.uuid4() for _member in members]
    Invitation.objects.bulk_create(
        [
            Invitation(
                number=number,
                wave=wave,
                member=member,
                token_hash=token_hash(token_for(wave.key_name, number)),
                opt_out_hash=token_hash(opt_out_token(wave.key_name, number)),
            )
            for member, number in zip(members, numbers, strict=True)
        ],
        batch_size=2000,
    )
    if wave.is_confidential:
        clusters: dict[str, uuid.UUID] = defaultdict(uuid.uuid4)
        RespondentKey.objects.bulk_create(
            [
                RespondentKey(wave=wave, member=member, cluster=clusters[member.organisation or member.email])
                for member in members
            ],
            batch_size=2000,
        )
    return len(members)


def letter_for(*, wave: Wave, kind: str, language: str, name: str, organisation: str) -> Letter:
    """What one person gets, in this language."""
    texts = wave.texts[language]
    with translation.override(language):
        closes_on = formats.date_format(timezone.localtime(wave.closes_at), "DATE_FORMAT") if wave.closes_at else "…"
    values = {"name": name, "organisation": organisation, "closes_on": closes_on}
    return Letter(
        subject=fill(texts[f"{kind}_subject"], values, language)[:250],
        text=f"{fill(texts[f'{kind}_text'], values, language)}\n\n{opt_out_line(language)}",
    )


def mailed_members(wave: Wave) -> QuerySet[FrameMember]:
    """Who of the frame can be mailed: has an invitation and an address, did not opt out, and mail arrives."""
    return FrameMember.objects.filter(wave=wave, invitation__isnull=False, reach=Reach.REACHABLE).exclude(email="")


def send_invitations(*, wave: Wave, by: Any, at: datetime) -> Mailing | None:
    """Compose the invitations of the whole frame; None when there is nobody."""
    return compose_for(wave, INVITATION, mailed_members(wave), by=by, at=at)


def may_go(value_reference: str, *, reminding: bool) -> bool:
    """Whether a message may still go out now: asked for each at the moment of sending.

    Not after closing, to nobody who opted out or cannot be reached, and no reminder to who has answered.
    """
    invitations = Invitation.objects.filter(
        number=value_reference.split(":")[1], wave__state=State.OPEN, member__reach=Reach.REACHABLE
    )
    return (invitations.filter(is_done=False) if reminding else invitations).exists()


def call_back_mail(*, wave: Wave, at: datetime) -> int:
    """Stop mailings of the wave that have not gone out; returns how many."""
    waiting = Mailing.objects.filter(
        reference=reference_of(wave), state__in=[Mailing.State.WAITING, Mailing.State.NEEDS_RELEASE]
    )
    stopped = 0
    for mailing in waiting:
        call_back(mailing, at=at)
        stopped += 1
    return stopped


def reference_of(wave: Wave) -> str:
    """How mailings of this wave name it."""
    return f"measurements.Wave:{wave.pk}"


def survey_link(value_reference: str) -> str:
    """The personal link for a mail: filler of `[[survey_link]]`. Raises SecretGone after closing."""
    key_name, number, language = value_reference.split(":")
    return f"{settings.SITE_URL}/s/{token_for(key_name, number)}/?taal={language}"


def opt_out_link(value_reference: str) -> str:
    """The personal link to opt out: filler of `[[opt_out_link]]`. Raises SecretGone after closing."""
    key_name, number, language = value_reference.split(":")
    return f"{settings.SITE_URL}/afmelden/{opt_out_token(key_name, number)}/?taal={language}"


def opt_out_headers(value_reference: str) -> dict[str, str]:
    """By which mail programs show their own button to opt out (RFC 2369), with one click (RFC 8058)."""
    key_name, number, _language = value_reference.split(":")
    token = opt_out_token(key_name, number)
    ways = [f"<{settings.SITE_URL}/afmelden/{token}/>"]
    if settings.BOUNCE_ADDRESS:
        ways.append(f"<mailto:{settings.BOUNCE_ADDRESS}?subject=afmelden%20{token}>")
    return {"List-Unsubscribe": ", ".join(ways), "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def compose_for(wave: Wave, kind: str, members: Iterable[FrameMember], *, by: Any, at: datetime) -> Mailing | None:
    """Compose one kind of mail for these members; None when there is nobody."""
    recipients = []
    numbers = dict(Invitation.objects.filter(wave=wave).values_list("member_id", "number"))
    for member in members:
        letter = letter_for(
            wave=wave, kind=kind, language=member.language, name=member.name, organisation=member.organisation
        )
        recipients.append(
            Recipient(
                address=member.email,
                name=member.name,
                subject=letter.subject,
                text=letter.text,
                language=member.language,
                value_reference=f"{wave.key_name}:{numbers[member.pk]}:{member.language}",
            )
        )
    if not recipients:
        return None
    return compose(
        kind=KINDS[kind],
        subject=wave.texts[wave.default_language][f"{kind}_subject"][:250],
        recipients=recipients,
        at=at,
        by=by,
        reference=reference_of(wave),
    )
