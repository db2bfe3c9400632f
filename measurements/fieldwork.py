"""Named reads of the fieldwork of a wave: counters and progress, never who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from core.models import Mailing
from measurements.models import FieldworkCount, FrameMember, Invitation, Wave

RECEIVED = "received"


@dataclass(frozen=True)
class Day:
    """One day of fieldwork."""

    day: date
    received: int
    total: int


@dataclass(frozen=True)
class Fieldwork:
    """How the fieldwork goes. `response` is a whole percentage, None when nobody is invited."""

    invited: int
    received: int
    response: int | None
    days: tuple[Day, ...]
    pages: tuple[tuple[int, int], ...]
    durations: tuple[int, int, int, int]


def wave_fieldwork(*, wave: Wave) -> Fieldwork:
    """Counters of a wave: received per day, how often each page was reached, durations in four bands."""
    days: dict[date, int] = {}
    pages: dict[int, int] = {}
    durations = [0, 0, 0, 0]
    for day, measure, count in FieldworkCount.objects.filter(wave=wave).values_list("day", "measure", "count"):
        kind, _colon, number = measure.partition(":")
        if kind == RECEIVED:
            days[day] = days.get(day, 0) + count
        elif kind == "page":
            pages[int(number)] = pages.get(int(number), 0) + count
        elif kind == "duration":
            durations[int(number) - 1] += count
    received = sum(days.values())
    total, rows = 0, []
    for day in sorted(days):
        total += days[day]
        rows.append(Day(day, days[day], total))
    return Fieldwork(
        invited=wave.invited_count,
        received=received,
        response=round(100 * received / wave.invited_count) if wave.invited_count else None,
        days=tuple(rows),
        pages=tuple(sorted(pages.items())),
        durations=(durations[0], durations[1], durations[2], durations[3]),
    )


def silent_count(*, wave: Wave) -> int:
    """How many invited people have not answered."""
    return Invitation.objects.filter(wave=wave, is_done=False).count()


def frame_languages(*, wave: Wave) -> list[tuple[str, int]]:
    """Languages of the frame with the number of people each, largest first."""
    return list(
        FrameMember.objects.filter(wave=wave)
        .values_list("language")
        .annotate(people=Count("pk"))
        .order_by("-people", "language")
    )


def wave_mailings(*, wave: Wave) -> list[Mailing]:
    """Mailings of a wave with `sent`, `waiting` and `trouble` counts, newest first."""
    state = "messages__state"
    return list(
        Mailing.objects.filter(reference=f"measurements.Wave:{wave.pk}").annotate(
            total=Count("messages"),
            sent=Count("messages", filter=Q(**{state: "sent"})),
            trouble=Count("messages", filter=Q(**{f"{state}__in": ["uncertain", "failed", "bounced"]})),
        )
    )
