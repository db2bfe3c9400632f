"""Deciding, and telling every giver: with proof, and undone when the proof falls away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from core.mail import MailingNotWaiting, Recipient, call_back, compose
from core.models import Mailing, OutgoingMail
from feedback.choices import Channel, Extent
from feedback.domain.workflow import REOPENABLE_STATES, State
from feedback.exceptions import AlreadyTold, ChannelDoesNotFit, DetailMissing, NothingDecided, TooLateToCallBack
from feedback.messages import mail_subject, mail_text
from feedback.models import Decision, Giver, Signal, Telling
from feedback.queries.givers import current_decision, giver_statuses

from .states import move_signal

_MAIL_BROUGHT_NOTHING = {
    OutgoingMail.State.FAILED: gettext_noop("The mail server refused the address."),
    OutgoingMail.State.BOUNCED: gettext_noop("The mail came back."),
    OutgoingMail.State.CALLED_BACK: gettext_noop("The mail was called back."),
    OutgoingMail.State.UNCERTAIN: gettext_noop("It is uncertain whether the mail went out."),
}


@dataclass(frozen=True)
class DecisionData:
    """To what extent, which part, when and why."""

    extent: str
    reason: str
    part: str = ""
    effective_on: date | None = None
    is_month: bool = False


@dataclass(frozen=True)
class Told:
    """What came of deciding and telling: mails under way, givers told at once, givers to be told by hand."""

    decision: Decision
    mailings: list[Mailing]
    told: int
    by_hand: int


@transaction.atomic
def decide(signal: Signal, *, data: DecisionData, by: Any, at: datetime) -> Decision:
    """Record a decision on a signal. Raises DetailMissing without a reason, part or date, MoveNotAllowed otherwise."""
    if not data.reason.strip():
        raise DetailMissing("reason")
    if data.extent == Extent.PARTLY and not data.part.strip():
        raise DetailMissing("part")
    if data.extent in (Extent.ADOPTED, Extent.PARTLY) and data.effective_on is None:
        raise DetailMissing("effective_on")
    move_signal(signal, to=State.DECIDED, by=by, at=at)
    decision = Decision(
        signal=signal,
        extent=data.extent,
        part=data.part.strip() if data.extent == Extent.PARTLY else "",
        effective_on=data.effective_on,
        is_month=data.is_month,
        reason=data.reason.strip(),
        decided_by=by,
        decided_at=at,
    )
    decision.clean_fields()
    decision.save()
    return decision


@transaction.atomic
def decide_and_tell(
    signal: Signal, *, data: DecisionData, messages: Mapping[UUID, str], by: Any, at: datetime
) -> Told:
    """Decide, and tell each giver of the group in the words of `messages` (by giver id; a giver left out is not told).

    Mails wait two minutes and can be called back; on the follow page the answer stands at once. Givers without an
    address or follow page are left for a conversation or letter. Raises what `decide` raises.
    """
    if signal.owner_id is None:
        Signal.objects.filter(pk=signal.pk).update(owner=by)
    decision = decide(signal, data=data, by=by, at=at)
    statuses = [status for status in giver_statuses(signal, decision=decision) if status.giver.pk in messages]
    by_mail = [status.giver for status in statuses if status.channel == Channel.MAIL]
    on_page = [status.giver for status in statuses if status.channel == Channel.FOLLOW_PAGE]
    for giver in on_page:
        _record(giver, decision, Channel.FOLLOW_PAGE, messages[giver.pk], by=by, told_at=at)
    mailings = _mail(by_mail, decision, messages, by=by, at=at)
    settle(signal, at=at)
    by_hand = len(giver_statuses(signal, decision=decision)) - len(by_mail) - len(on_page)
    return Told(decision, mailings, len(on_page), by_hand)


@transaction.atomic
def tell_giver(
    giver: Giver,
    *,
    channel: str,
    by: Any,
    at: datetime,
    message: str = "",
    note: str = "",
    told_at: datetime | None = None,
) -> Telling:
    """Tell one giver the decision that stands, or record that it was done by phone or letter, or could not be done.

    Raises NothingDecided, AlreadyTold, ChannelDoesNotFit, or DetailMissing when `message` or `note` is needed.
    """
    decision = current_decision(giver.signal)
    if decision is None or (giver.signal.is_open and giver.signal.merged_into_id is None):
        raise NothingDecided
    if Telling.objects.filter(giver=giver, decision=decision, undone_at=None).exists():
        raise AlreadyTold
    if channel in (Channel.MAIL, Channel.FOLLOW_PAGE):
        if not message.strip():
            raise DetailMissing("message")
        if (channel == Channel.MAIL and not giver.email) or (channel == Channel.FOLLOW_PAGE and not giver.follow_hash):
            raise ChannelDoesNotFit(channel)
    elif not note.strip():
        raise DetailMissing("note")
    if channel == Channel.MAIL:
        _mail([giver], decision, {giver.pk: message}, by=by, at=at)
        telling = Telling.objects.get(giver=giver, decision=decision, undone_at=None)
    else:
        telling = _record(giver, decision, channel, message.strip(), by=by, told_at=told_at or at, note=note.strip())
    settle(decision.signal, at=at)
    return telling


def _record(
    giver: Giver,
    decision: Decision,
    channel: str,
    message: str,
    *,
    by: Any,
    told_at: datetime | None,
    note: str = "",
    mail: OutgoingMail | None = None,
) -> Telling:
    return Telling.objects.create(
        giver=giver,
        decision=decision,
        channel=channel,
        message=message,
        note=note,
        mail=mail,
        told_at=told_at,
        told_by=by,
    )


def _mail(
    givers: list[Giver], decision: Decision, messages: Mapping[UUID, str], *, by: Any, at: datetime
) -> list[Mailing]:
    """One mailing for all; a person who stands behind two of the signals gets each message in a mailing of its own."""
    rounds: list[dict[str, Giver]] = []
    for giver in givers:
        for addressed in rounds:
            if giver.email not in addressed:
                addressed[giver.email] = giver
                break
        else:
            rounds.append({giver.email: giver})
    mailings = []
    for addressed in rounds:
        mailing = compose(
            kind="feedback.told",
            subject=mail_subject(decision.signal, language=decision.signal.language),
            recipients=[
                Recipient(
                    address=address,
                    name=giver.name,
                    subject=mail_subject(giver.signal, language=giver.language),
                    text=mail_text(giver, messages[giver.pk]),
                    language=giver.language,
                    value_reference=f"giver:{giver.pk}",
                )
                for address, giver in addressed.items()
            ],
            at=at,
            by=by,
            reference=f"feedback.Signal:{decision.signal_id}",
        )
        for mail in mailing.messages.all():
            giver = addressed[mail.to_address]
            _record(giver, decision, Channel.MAIL, messages[giver.pk], by=by, told_at=None, mail=mail)
        mailings.append(mailing)
    return mailings


@transaction.atomic
def settle(signal: Signal, *, at: datetime) -> None:
    """Move a decided signal to told once every giver has been told."""
    lead = Signal.objects.select_for_update().get(pk=signal.lead_id)
    if lead.state == State.DECIDED and all(status.is_told for status in giver_statuses(lead)):
        move_signal(lead, to=State.TOLD, at=at)
    if lead.pk == signal.pk:
        signal.state = lead.state


@transaction.atomic
def undo_telling(telling: Telling, *, reason: str, at: datetime, by: Any = None) -> None:
    """The proof fell away: the giver is untold again, and a signal that was told or closed goes back to decided."""
    lead = Signal.objects.get(pk=telling.decision.signal_id)
    if State(lead.state) in REOPENABLE_STATES and telling.decision == current_decision(lead):
        move_signal(lead, to=State.DECIDED, at=at, by=by, note=reason)
    Telling.objects.filter(pk=telling.pk, undone_at=None).update(undone_at=at, undone_reason=reason[:200])


def sync_tellings(*, at: datetime, signal: Signal | None = None) -> int:
    """Take over what became of the mails: sent makes told, failed or come back makes untold. Returns how many changed.

    For all signals, or for one and those joined to it. Safe to run again and at the same time.
    """
    found = Telling.objects.filter(mail__isnull=False, undone_at=None).filter(
        Q(told_at=None, mail__state=OutgoingMail.State.SENT) | Q(mail__state__in=list(_MAIL_BROUGHT_NOTHING))
    )
    if signal is not None:
        found = found.filter(decision__signal_id=signal.lead_id)
    changed = 0
    for telling in found.select_related("mail", "decision", "decision__signal"):
        if telling.mail is None:
            continue
        with transaction.atomic():
            if telling.mail.state == OutgoingMail.State.SENT:
                Telling.objects.filter(pk=telling.pk, told_at=None).update(told_at=telling.mail.sent_at)
                settle(telling.decision.signal, at=telling.mail.sent_at or at)
            else:
                reason = _MAIL_BROUGHT_NOTHING[OutgoingMail.State(telling.mail.state)]
                undo_telling(telling, reason=reason, at=at)
        changed += 1
    return changed


@transaction.atomic
def call_back_tellings(signal: Signal, *, by: Any, at: datetime) -> int:
    """Call back every mail of this signal that still waits; returns how many givers are untold again.

    Raises TooLateToCallBack when all of them have gone out.
    """
    under_way = list(
        Telling.objects.filter(
            decision__signal_id=signal.lead_id, undone_at=None, told_at=None, mail__isnull=False
        ).select_related("mail__mailing", "decision")
    )
    stopped = set()
    for mailing in {telling.mail.mailing for telling in under_way if telling.mail is not None}:
        try:
            call_back(mailing, at=at)
        except MailingNotWaiting:
            continue
        stopped.add(mailing.pk)
    back = [telling for telling in under_way if telling.mail is not None and telling.mail.mailing_id in stopped]
    for telling in back:
        undo_telling(telling, reason=_MAIL_BROUGHT_NOTHING[OutgoingMail.State.CALLED_BACK], at=at, by=by)
    if not back:
        raise TooLateToCallBack
    return len(back)
