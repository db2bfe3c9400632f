"""Named reads of outgoing mail: who may see which mailing, by state."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from core.models import Mailing, OutgoingMail

_UNDELIVERED = [OutgoingMail.State.FAILED, OutgoingMail.State.BOUNCED]

# The states a person distinguishes, in the order of what needs attention.
SECTIONS: dict[str, Q] = {
    "waiting": Q(state__in=[Mailing.State.WAITING, Mailing.State.SENDING]),
    "release": Q(state=Mailing.State.NEEDS_RELEASE),
    "uncertain": Q(uncertain__gt=0),
    "failed": Q(undelivered__gt=0),
    "sent": Q(state=Mailing.State.SENT),
    "called-back": Q(state=Mailing.State.CALLED_BACK),
}


def mailings_for(user: Any) -> QuerySet[Mailing]:
    """Mailings whose state this user may see: own ones, those to release or released, all for an overseer."""
    mailings = Mailing.objects.select_related("created_by", "released_by").annotate(
        total=Count("messages"),
        delivered=Count("messages", filter=Q(messages__state=OutgoingMail.State.SENT)),
        uncertain=Count("messages", filter=Q(messages__state=OutgoingMail.State.UNCERTAIN)),
        undelivered=Count("messages", filter=Q(messages__state__in=_UNDELIVERED)),
    )
    if user.has_perm("core.oversee_outgoing_mail"):
        return mailings
    visible = Q(created_by=user)
    if user.has_perm("core.release_mail"):
        visible |= Q(state=Mailing.State.NEEDS_RELEASE) | Q(released_by=user)
    return mailings.filter(visible)


def may_read_text(user: Any, mailing: Mailing) -> bool:
    """Whoever made it, releases it or released it reads the text; an overseer only sees that it exists."""
    if user.pk in (mailing.created_by_id, mailing.released_by_id):
        return True
    return mailing.state == Mailing.State.NEEDS_RELEASE and user.has_perm("core.release_mail")
