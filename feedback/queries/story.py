"""What happened with a signal, in order: moves, words added, decisions, tellings, verdicts, readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from core.periods import local_date
from feedback.models import Addition, AnswerRead, Decision, Signal, SignalState, Verdict


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened. `at` is empty for what came from a giver: only the day is known."""

    on: date
    at: datetime | None
    who: str
    what: str
    words: str = ""


def story_of(signal: Signal) -> list[StoryLine]:
    """The lines of a signal (tellings of the one it was joined to included), newest first. Costs five queries."""
    in_group = Q(signal_id=signal.pk) | Q(signal__merged_into_id=signal.pk)
    of_givers = Q(giver__signal_id=signal.pk) | Q(giver__signal__merged_into_id=signal.pk)
    lines = [
        StoryLine(
            row.on,
            row.at,
            row.by.name if row.by else "",
            _("Opened again") if row.is_reopening else str(row.state_label),
            row.note,
        )
        for row in SignalState.objects.filter(signal=signal).select_related("by")
    ]
    lines += [
        StoryLine(
            local_date(decision.decided_at),
            decision.decided_at,
            decision.decided_by.name,
            _("Decision: %(extent)s") % {"extent": decision.get_extent_display()},
            decision.reason,
        )
        for decision in Decision.objects.filter(in_group).select_related("decided_by")
    ]
    lines += [
        StoryLine(row.added_on, None, row.giver.label, _("The giver added"), row.text)
        for row in Addition.objects.filter(of_givers).select_related("giver")
    ]
    lines += [
        StoryLine(
            row.given_on, None, row.giver.label, _("Good enough? %(value)s") % {"value": row.get_value_display()}
        )
        for row in Verdict.objects.filter(of_givers).select_related("giver")
    ]
    lines += [
        StoryLine(row.day, None, "", _("Answer read on the follow page: %(count)d times") % {"count": row.count})
        for row in AnswerRead.objects.filter(decision__signal=signal)
    ]
    return sorted(lines, key=lambda line: (line.on, line.at.isoformat() if line.at else ""))[::-1]
