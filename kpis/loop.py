"""What the report says about the feedback loop: counts of a month, and what was said and done."""

from __future__ import annotations

from typing import Any

from core.periods import Month

SHOWN_EXAMPLES = 3


def loop_of(month: Month) -> dict[str, Any]:
    """Signals received, told back, and late at the end of the month; at most three pairs of said and done."""
    from feedback.domain.workflow import State
    from feedback.models import Signal, Telling

    finished = [State.TOLD, State.CLOSED, State.MERGED]
    told = Telling.objects.filter(told_at__gte=month.start, told_at__lt=month.end, undone_at=None)
    public = Signal.objects.filter(is_public=True, received_on__lte=month.last_day)
    return {
        "received": Signal.objects.filter(received_on__range=(month.first_day, month.last_day)).count(),
        "told": told.values("giver__signal").distinct().count(),
        "late": Signal.objects.filter(tell_by__lte=month.last_day).exclude(state__in=finished).count(),
        "examples": [
            {"said": said, "done": done}
            for said, done in public.order_by("-received_on", "pk").values_list("public_said", "public_done")[
                :SHOWN_EXAMPLES
            ]
        ],
    }
