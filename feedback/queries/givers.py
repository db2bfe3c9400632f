"""Who stands behind a signal, and who of them has been told what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from feedback.choices import Channel
from feedback.models import Decision, Giver, Signal, Telling


@dataclass(frozen=True)
class GiverStatus:
    """One giver and how far telling is."""

    giver: Giver
    telling: Telling | None
    earlier: tuple[Telling, ...]
    channel: str  # how this giver would be told now: a Channel, or "" when a person has to do it

    @property
    def is_told(self) -> bool:
        """Whether there is proof that this giver was told the decision that stands."""
        return self.telling is not None and self.telling.told_at is not None

    @property
    def is_under_way(self) -> bool:
        """A mail to this giver has not gone out yet."""
        return self.telling is not None and self.telling.told_at is None


def current_decision(signal: Signal) -> Decision | None:
    """The decision that stands for a signal (of the one it was joined to, when it was)."""
    return Decision.objects.filter(signal_id=signal.lead_id).select_related("decided_by").order_by("-id").first()


def channel_of(giver: Giver) -> str:
    """How this giver is told without anybody's doing: by mail, on the follow page, or not ("")."""
    if giver.wants_mail:
        return Channel.MAIL
    if giver.is_anonymous:
        return Channel.FOLLOW_PAGE
    return ""


def giver_statuses(signal: Signal, *, decision: Decision | None = None) -> list[GiverStatus]:
    """Every giver of a signal and of those joined to it, with the telling that counts. Costs two queries."""
    decision = decision or current_decision(signal)
    givers = list(
        Giver.objects.filter(Q(signal_id=signal.lead_id) | Q(signal__merged_into_id=signal.lead_id))
        .select_related("signal", "organisation")
        .order_by("signal_id", "name", "id")
    )
    tellings = list(
        Telling.objects.filter(giver__in=givers).select_related("mail", "mail__mailing", "told_by").order_by("id")
    )
    statuses = []
    for giver in givers:
        own = [telling for telling in tellings if telling.giver_id == giver.pk]
        counts = [t for t in own if decision is not None and t.decision_id == decision.pk and t.undone_at is None]
        valid = counts[0] if counts else None
        earlier = tuple(telling for telling in own if telling is not valid)
        statuses.append(GiverStatus(giver, valid, earlier, channel_of(giver)))
    return statuses


def untold_givers(signal: Signal) -> list[Giver]:
    """Givers without proof that they were told the decision that stands; all of them when there is none."""
    return [status.giver for status in giver_statuses(signal) if not status.is_told]
