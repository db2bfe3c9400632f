"""Handing over: plan, announce, introduce, accept, cancel. The contact switches by its own dates, without a job."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.mail import Recipient, compose
from core.models import Mailing, OutgoingMail
from core.periods import add_working_days, local_date
from core.registry import OpenItem, open_items
from stakeholders.exceptions import HandoverMoveNotAllowed, ItemsNotAccepted, NotTheSuccessor, PeriodRefused
from stakeholders.models import AccountAssignment, Departure, Handover, HandoverMove, HandoverNotice, Organisation
from stakeholders.models.handover import (
    ALLOWED_MOVES,
    ANNOUNCE_DAYS_BEFORE,
    INTRODUCE_DAYS_AFTER,
    HandoverState,
    ToldHow,
)
from stakeholders.queries.handovers import items_to_accept

from .registry import assign

KIND = "stakeholders.handover"
_LOST = [OutgoingMail.State.FAILED, OutgoingMail.State.BOUNCED, OutgoingMail.State.CALLED_BACK]


@transaction.atomic
def plan_departure(
    *, leaver: Any, last_day: date, successors: Mapping[Organisation, Any], by: Any, at: datetime, reason: str = ""
) -> Departure:
    """Hand over these organisations, each to its successor, from the day after `last_day` on; all of them or none.

    Raises PeriodRefused when who leaves is not the account manager on that day or the successor's period collides,
    ValidationError when the successor is who leaves or a handover of the organisation is under way.
    """
    departure = Departure(leaver=leaver, last_day=last_day, reason=reason.strip(), created_by=by, created_at=at)
    departure.full_clean()
    departure.save()
    for organisation, successor in successors.items():
        _plan(departure, organisation, successor, by=by, at=at)
    return departure


def _plan(departure: Departure, organisation: Organisation, successor: Any, *, by: Any, at: datetime) -> Handover:
    changes_on = departure.last_day + timedelta(days=1)
    handover = Handover(
        departure=departure,
        organisation=organisation,
        leaver=departure.leaver,
        successor=successor,
        changes_on=changes_on,
        announce_by=add_working_days(changes_on, -ANNOUNCE_DAYS_BEFORE),
        introduce_by=add_working_days(changes_on, INTRODUCE_DAYS_AFTER),
    )
    try:
        handover.full_clean(exclude=["assignment", "shortened", "accepted_items"])
    except ValidationError as refusal:
        raise ValidationError([f"{organisation}: {message}" for message in refusal.messages]) from refusal
    handover.assignment, handover.shortened = _switch(handover)
    handover.save()
    HandoverMove.objects.create(handover=handover, state=handover.state, at=at, by=by)
    return handover


def _switch(handover: Handover) -> tuple[AccountAssignment, dict[str, str]]:
    """Let the successor's period begin on the day of the change; also returns what ended for it, by its last day."""
    last_day = handover.changes_on - timedelta(days=1)
    current = AccountAssignment.objects.current(last_day).filter(organisation=handover.organisation)
    own = current.filter(user=handover.leaver, role=AccountAssignment.Role.ACCOUNT_MANAGER)
    if not own.exists():
        words = {"name": handover.leaver, "organisation": handover.organisation}
        raise PeriodRefused(
            _("%(organisation)s: %(name)s is not the account manager on that day.") % words, "last_day"
        )
    ending = own | current.filter(user=handover.successor)
    shortened = {str(row.pk): row.until_on.isoformat() if row.until_on else "" for row in ending}
    ending.filter(Q(until_on=None) | Q(until_on__gt=last_day)).update(until_on=last_day)
    try:
        switched = assign(
            organisation=handover.organisation,
            user=handover.successor,
            role=AccountAssignment.Role.ACCOUNT_MANAGER,
            from_on=handover.changes_on,
        )
    except PeriodRefused as refusal:
        raise PeriodRefused(f"{handover.organisation}: {refusal}", refusal.field) from refusal
    return switched, shortened


@dataclass(frozen=True)
class Letter:
    """The announcement of one handover to one person, in that person's language."""

    handover: Handover
    person: Any
    subject: str
    text: str


@transaction.atomic
def announce(*, departure: Departure, letters: Sequence[Letter], by: Any, at: datetime) -> list[Mailing]:
    """Mail the announcements; each handover counts as announced once a mail of it has gone out.

    One mailing for all, so that more than 25 need a second person; somebody who gets two letters gets the second in a
    mailing of its own. Raises HandoverMoveNotAllowed for a handover that is not planned any more.
    """
    rounds: list[dict[str, Letter]] = []
    for letter in letters:
        if letter.handover.state != HandoverState.PLANNED:
            raise HandoverMoveNotAllowed(letter.handover.state)
        for addressed in rounds:
            if letter.person.email not in addressed:
                addressed[letter.person.email] = letter
                break
        else:
            rounds.append({letter.person.email: letter})
    return [_mail(departure, addressed, by=by, at=at) for addressed in rounds]


def _mail(departure: Departure, addressed: Mapping[str, Letter], *, by: Any, at: datetime) -> Mailing:
    mailing = compose(
        kind=KIND,
        subject=next(iter(addressed.values())).subject,
        recipients=[
            Recipient(
                address=address,
                name=letter.person.name,
                subject=letter.subject,
                text=letter.text,
                language=letter.person.language,
            )
            for address, letter in addressed.items()
        ],
        at=at,
        by=by,
        reference=f"stakeholders.Departure:{departure.pk}",
    )
    HandoverNotice.objects.bulk_create(
        [
            HandoverNotice(
                handover=addressed[mail.to_address].handover, person=addressed[mail.to_address].person, mail=mail
            )
            for mail in mailing.messages.all()
        ]
    )
    return mailing


def sync_announcements(*, at: datetime, departure: Departure | None = None) -> int:
    """Take over what became of the mails: one that went out makes announced, none that arrived makes planned again.

    For all handovers, or those of one departure. Returns how many moved. Safe to run again and at the same time.
    """
    found = Handover.objects.filter(state__in=[HandoverState.PLANNED, HandoverState.ANNOUNCED])
    if departure is not None:
        found = found.filter(departure=departure)
    sent = Q(notices__mail__state=OutgoingMail.State.SENT)
    moved = 0
    for handover in found.filter(sent, state=HandoverState.PLANNED).distinct():
        mails = OutgoingMail.objects.filter(
            pk__in=handover.notices.values("mail"), state=OutgoingMail.State.SENT, sent_at__isnull=False
        )
        first = mails.order_by("sent_at").first()
        if first is not None and first.sent_at is not None:
            facts = {"announced_on": local_date(first.sent_at), "announced_how": ToldHow.MAIL}
            _move(handover, HandoverState.ANNOUNCED, by=first.mailing.created_by, at=first.sent_at, facts=facts)
            moved += 1
    lost = found.filter(state=HandoverState.ANNOUNCED, announced_how=ToldHow.MAIL, notices__mail__state__in=_LOST)
    for handover in lost.exclude(pk__in=found.filter(sent).values("pk")).distinct():
        _move(handover, HandoverState.PLANNED, by=None, at=at, note=_("The mail did not arrive."), facts=_UNTOLD)
        moved += 1
    return moved


_UNTOLD = {"announced_on": None, "announced_how": "", "announced_note": ""}
_UNMET = {"introduced_on": None, "introduced_how": ""}


@transaction.atomic
def tell_otherwise(*, handover: Handover, how: str, on: date, note: str, by: Any, at: datetime) -> None:
    """Record telling without a mail from here. Raises ValidationError, HandoverMoveNotAllowed."""
    if how not in ToldHow.values or how == ToldHow.MAIL:
        raise ValidationError({"how": _("Choose how it was told.")})
    if not note.strip():
        raise ValidationError({"note": _("Say to whom and what was said.")})
    _not_in_future(on, at)
    facts = {"announced_on": on, "announced_how": how, "announced_note": note.strip()}
    _move(handover, HandoverState.ANNOUNCED, by=by, at=at, note=note.strip(), facts=facts)


@transaction.atomic
def introduce(*, handover: Handover, how: str, on: date, by: Any, at: datetime) -> None:
    """Record that the successor met the stakeholder. Raises ValidationError, HandoverMoveNotAllowed."""
    _not_in_future(on, at)
    facts = {"introduced_on": on, "introduced_how": how}
    _move(handover, HandoverState.INTRODUCED, by=by, at=at, facts=facts)
    _settle(handover, by=by, at=at)


def _not_in_future(on: date, at: datetime) -> None:
    if on > local_date(at):
        raise ValidationError({"on": _("This day has not come yet.")})


@transaction.atomic
def take_back_step(*, handover: Handover, by: Any, at: datetime) -> None:
    """Undo what was recorded by mistake: an introduction, or telling otherwise. Raises HandoverMoveNotAllowed."""
    if handover.state == HandoverState.INTRODUCED:
        _move(handover, HandoverState.ANNOUNCED, by=by, at=at, note=_("Taken back."), facts=_UNMET)
    elif handover.state == HandoverState.ANNOUNCED and handover.announced_how != ToldHow.MAIL:
        _move(handover, HandoverState.PLANNED, by=by, at=at, note=_("Taken back."), facts=_UNTOLD)
    else:
        raise HandoverMoveNotAllowed(handover.state)


@transaction.atomic
def accept(*, handover: Handover, references: Collection[str], by: Any, at: datetime) -> int:
    """The successor takes over the open items, which get the successor as owner; returns how many.

    Raises NotTheSuccessor, ItemsNotAccepted when an item that is open now is not among the references, and
    HandoverMoveNotAllowed when the handover is not open or was accepted already.
    """
    stored = Handover.objects.select_for_update().get(pk=handover.pk)
    if by.pk != stored.successor_id:
        raise NotTheSuccessor
    if not stored.is_open or stored.accepted_at is not None:
        raise HandoverMoveNotAllowed(stored.state)
    items = items_to_accept(stored, at=at)
    missing = [item for item in items if item.reference not in references]
    if missing:
        raise ItemsNotAccepted(missing)
    _hand_over(items, to=by, by=by, at=at)
    accepted = [item.reference for item in items]
    Handover.objects.filter(pk=stored.pk).update(accepted_at=at, accepted_items=accepted)
    handover.refresh_from_db()
    HandoverMove.objects.create(handover=handover, state=handover.state, at=at, by=by, note=_("Accepted."))
    _settle(handover, by=by, at=at)
    return len(accepted)


def _hand_over(items: Iterable[OpenItem], *, to: Any, by: Any, at: datetime) -> None:
    keys: dict[str, list[int]] = defaultdict(list)
    for item in items:
        name, _colon, key = item.reference.rpartition(":")
        keys[name].append(int(key))
    for name, own in keys.items():
        source = open_items[name]
        if source.hand_over is not None:
            source.hand_over(own, to, by, at)


def _settle(handover: Handover, *, by: Any, at: datetime) -> None:
    if handover.state == HandoverState.INTRODUCED and handover.accepted_at is not None:
        _move(handover, HandoverState.COMPLETED, by=by, at=at)


@transaction.atomic
def cancel(*, handovers: Iterable[Handover], reason: str, by: Any, at: datetime) -> int:
    """Stop open handovers. Before the day of the change the contact stays as it was; after it, with the successor.

    Returns how many were stopped. Raises ValidationError without a reason, HandoverMoveNotAllowed for a finished one.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it does not go on.")})
    count = 0
    for handover in handovers:
        if handover.changes_on > local_date(at):
            _switch_back(handover)
        facts = {"cancelled_reason": reason.strip()[:200]}
        _move(handover, HandoverState.CANCELLED, by=by, at=at, note=reason.strip()[:300], facts=facts)
        count += 1
    return count


def _switch_back(handover: Handover) -> None:
    last_day = handover.changes_on - timedelta(days=1)
    if handover.assignment_id:
        AccountAssignment.objects.filter(pk=handover.assignment_id).delete()
        handover.assignment = None
    for pk, until in handover.shortened.items():
        AccountAssignment.objects.filter(pk=int(pk), until_on=last_day).update(
            until_on=date.fromisoformat(until) if until else None
        )


@transaction.atomic
def _move(
    handover: Handover,
    to: HandoverState,
    *,
    by: Any,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """Move the stored handover, with the facts of the new state. Raises HandoverMoveNotAllowed."""
    stored = Handover.objects.select_for_update().get(pk=handover.pk)
    if to not in ALLOWED_MOVES[HandoverState(stored.state)]:
        raise HandoverMoveNotAllowed(f"{stored.state} → {to}")
    Handover.objects.filter(pk=stored.pk).update(state=to, **(facts or {}))
    HandoverMove.objects.create(handover=stored, state=to, at=at, by=by, note=note[:300])
    handover.refresh_from_db()
