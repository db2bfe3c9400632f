"""What handovers put on home pages and timelines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.periods import local_date
from core.registry import HomeSource, TimelineSource, WorkItem

from . import queries
from .access import ASSIGN, OVERSEE_HANDOVERS, VIEW
from .models import Handover, HandoverMove


def own_steps(user: Any, at: datetime) -> list[WorkItem]:
    """What this user must do in a handover, the nearest deadline first."""
    return [
        WorkItem(
            title=f"{handover.organisation}: {step.label}",
            url=handover.get_absolute_url(),
            due=step.by,
            state=_("too late") if step.is_late else "",
            tone="negative" if step.is_late else "info",
            kind=_("Handover"),
        )
        for handover, step in queries.handovers.waiting_for(user, today=local_date(at))
    ]


def late_handovers(user: Any, at: datetime) -> list[WorkItem]:
    """Every handover of which a deadline has passed, for who oversees them."""
    found = queries.handovers.handover_list().open().late(local_date(at)).by_due()
    return [
        WorkItem(
            title=_("%(organisation)s: from %(leaver)s to %(successor)s")
            % {"organisation": one.organisation, "leaver": one.leaver, "successor": one.successor},
            url=one.get_absolute_url(),
            due=one.due,
            state=_("too late"),
            tone="negative",
            kind=_("Handover"),
        )
        for one in found
    ]


def handover_entries(organisation: Any) -> Iterable[tuple[datetime, str, str]]:
    """Each step of the handovers of an organisation."""
    moves = HandoverMove.objects.filter(handover__organisation=organisation)
    for move in moves.select_related("handover__leaver", "handover__successor"):
        handover: Handover = move.handover
        words = {
            "leaver": handover.leaver,
            "successor": handover.successor,
            "state": move.get_state_display(),
            "note": move.note,
        }
        text = _("Handover from %(leaver)s to %(successor)s: %(state)s") % words
        yield (move.at, f"{text}. {move.note}" if move.note else text, handover.get_absolute_url())


HOME = (
    HomeSource(
        name="stakeholders.handovers",
        heading=gettext_lazy("Handovers that wait for you"),
        find=own_steps,
        permission=ASSIGN,
        empty=gettext_lazy("No handover waits for you."),
        action_label=gettext_lazy("All handovers"),
        action_url_name="stakeholders:handovers",
        order=15,
    ),
    HomeSource(
        name="stakeholders.handovers_late",
        heading=gettext_lazy("Handovers that are too late"),
        find=late_handovers,
        permission=OVERSEE_HANDOVERS,
        empty=gettext_lazy("No handover is too late."),
        action_label=gettext_lazy("All handovers"),
        action_url_name="stakeholders:handovers",
        order=16,
    ),
)
TIMELINE = (TimelineSource("stakeholders.handovers", "stakeholders.Organisation", handover_entries, VIEW),)
