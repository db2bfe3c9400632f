"""Lists of signals: what waits, what is found, what is alike, what is public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.periods import AMSTERDAM, add_working_days
from feedback.models import Giver, SealedEntry, Signal
from feedback.models.querysets import SignalQuerySet

# Two texts are called alike above this share of common letter groups.
ALIKE = 0.18
_SOON = 2


def inbox() -> SignalQuerySet:
    """All signals with what a list shows, in the order in which they wait for us."""
    return Signal.objects.select_related("owner", "domain", "merged_into").due_in_order()


def waiting_for(user: Any) -> SignalQuerySet:
    """Unfinished signals of this user and those without an owner, most urgent first."""
    return (
        Signal.objects.unfinished().filter(Q(owner=user) | Q(owner=None)).select_related("merged_into").due_in_order()
    )


def due_soon(user: Any, *, today: date) -> SignalQuerySet:
    """Unfinished signals of this user whose deadline has passed or passes within two working days."""
    last = add_working_days(today, _SOON)
    return (
        Signal.objects.unfinished()
        .owned_by(user)
        .filter(Q(tell_by__lte=last, paused_on=None) | Q(state="received", confirm_by__lte=last))
        .select_related("merged_into")
        .due_in_order()
    )


def overdue_count(*, today: date) -> int:
    """How many signals are overdue now."""
    return Signal.objects.overdue(today).count()


def similar_signals(signal: Signal, *, limit: int = 5) -> list[Signal]:
    """Signals that may say the same, most alike first; not those of the same group."""
    return list(
        Signal.objects.exclude(pk__in=[signal.pk, signal.lead_id])
        .filter(merged_into=None)
        .annotate(likeness=TrigramSimilarity("title", signal.title) + TrigramSimilarity("text", signal.text[:2000]))
        .filter(likeness__gt=2 * ALIKE)
        .order_by("-likeness", "-received_on")[:limit]
    )


def organisation_timeline(organisation: Any) -> list[tuple[datetime, str, str]]:
    """(moment, text, address) of the signals that came from an organisation, newest first; the moment is its day."""
    found = Signal.objects.filter(givers__organisation=organisation).distinct().order_by("-received_on", "id")
    return [
        (
            datetime.combine(signal.received_on, time.min, AMSTERDAM),
            _("Signal: %(title)s") % {"title": signal.title},
            reverse("feedback:signal", args=[signal.pk]),
        )
        for signal in found[:50]
    ]


def unfinished_of_organisations(organisations: Iterable[int]) -> list[tuple[int, Signal]]:
    """(organisation, signal) for unfinished signals that somebody gave for one of these organisations. Two queries."""
    asked = list(organisations)
    pairs = set(Giver.objects.filter(organisation__in=asked).values_list("organisation_id", "signal_id"))
    signals = Signal.objects.unfinished().select_related("owner").in_bulk({signal for _organisation, signal in pairs})
    found = [(organisation, signals[pk]) for organisation, pk in pairs if pk in signals]
    return sorted(found, key=lambda pair: (pair[1].tell_by, pair[1].pk, pair[0]))


def inbox_state(*, today: date) -> tuple[int, int]:
    """Sealed entries that should have been opened before today, and those that cannot be opened."""
    waiting = SealedEntry.objects.filter(is_unreadable=False, received_on__lt=add_working_days(today, -1)).count()
    return waiting, SealedEntry.objects.filter(is_unreadable=True).count()


def said_and_done(*, year: int | None = None, domain: str = "") -> SignalQuerySet:
    """Published signals, the latest first."""
    found = Signal.objects.published().select_related("domain")
    if year:
        found = found.filter(received_on__year=year)
    if domain:
        found = found.filter(domain__code=domain)
    return found.order_by(F("received_on").desc(), "id")


def published_years() -> list[int]:
    """Years in which published signals came in, latest first."""
    return [day.year for day in Signal.objects.published().dates("received_on", "year", order="DESC")]
