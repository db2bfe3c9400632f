"""Named reads of the mail of a wave: what became of invitations, in counts; never who answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from core.mail.uncertain import uncertain_mail
from core.models import OutgoingMail
from measurements.choices import Reach, State
from measurements.models import FieldworkCount, FrameMember, Invitation, Wave
from measurements.services.counters import OPTED_OUT, UNDELIVERABLE
from measurements.services.invitations import INVITATION, KINDS, mailed_members, reference_of
from measurements.services.letters import letter_members


@dataclass(frozen=True)
class Disposition:
    """What became of everybody who is invited, as AAPOR counts it; the parts add up to `invited`."""

    invited: int
    answered: int
    refused: int  # opted out without having answered
    undeliverable: int
    silent: int


def disposition(*, wave: Wave) -> Disposition:
    """The counts of a wave; they come from counters, so they stay when the frame is deleted."""
    counted = dict(
        FieldworkCount.objects.filter(wave=wave, measure__in=["received", OPTED_OUT, UNDELIVERABLE])
        .values_list("measure")
        .annotate(total=Sum("count"))
    )
    answered, refused = counted.get("received", 0), counted.get(OPTED_OUT, 0)
    undeliverable = counted.get(UNDELIVERABLE, 0)
    silent = max(0, wave.invited_count - answered - refused - undeliverable)
    return Disposition(wave.invited_count, answered, refused, undeliverable, silent)


@dataclass(frozen=True)
class Audience:
    """One language of a wave: how many get a mail, how many a letter, how many nothing and why."""

    language: str
    mails: int
    letters: int
    opted_out: int
    undeliverable: int


def audiences(*, wave: Wave) -> list[Audience]:
    """Who would get what now, per language of the wave."""
    members = FrameMember.objects.filter(wave=wave)
    reachable = members.filter(reach=Reach.REACHABLE)
    return [
        Audience(
            language=language,
            mails=_of(reachable.exclude(email=""), language),
            letters=_of(reachable.filter(email=""), language),
            opted_out=_of(members.filter(reach=Reach.OPTED_OUT), language),
            undeliverable=_of(members.filter(reach=Reach.UNDELIVERABLE), language),
        )
        for language in wave.languages
    ]


def _of(members: object, language: str) -> int:
    count: int = members.filter(language=language).count()  # type: ignore[attr-defined]
    return count


def silent_to_remind(*, wave: Wave) -> int | None:
    """How many would be reminded now; None below the floor, so that nobody reads who that is from the number."""
    silent = mailed_members(wave).filter(invitation__is_done=False).count()
    answered = Invitation.objects.filter(wave=wave, is_done=True).count()
    return silent if silent >= wave.floor and (answered == 0 or answered >= wave.floor) else None


@dataclass(frozen=True)
class Uncertain:
    """Mail of a wave of which nobody knows whether it went out. `addresses` only of invitations."""

    invitations: int
    reminders: int
    addresses: tuple[str, ...]
    may_send_again: bool

    @property
    def total(self) -> int:
        """All of them together."""
        return self.invitations + self.reminders


def uncertain_of(*, wave: Wave) -> Uncertain:
    """What waits for a decision. Whoever gets a reminder has not answered, so of those only the number is shown."""
    found = uncertain_mail(reference=reference_of(wave))
    kinds = dict(found.order_by().values_list("mailing__kind").annotate(total=Count("pk")))
    first = KINDS[INVITATION]
    return Uncertain(
        invitations=kinds.get(first, 0),
        reminders=sum(total for kind, total in kinds.items() if kind != first),
        addresses=tuple(found.filter(mailing__kind=first).values_list("to_address", flat=True)),
        may_send_again=wave.state == State.OPEN,
    )


def bounced_count(*, wave: Wave) -> int:
    """How many messages of this wave came back."""
    return OutgoingMail.objects.filter(mailing__reference=reference_of(wave), state=OutgoingMail.State.BOUNCED).count()


def letters_count(*, wave: Wave) -> int:
    """How many letters would be made now."""
    return letter_members(wave).count()
