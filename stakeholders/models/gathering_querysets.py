"""Chainable filters of gatherings and their actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from core.search.finding import matching

if TYPE_CHECKING:
    from .gathering import ActionItem, Gathering  # noqa: F401


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Gatherings."""

    def planned(self) -> GatheringQuerySet:
        """Still to be held."""
        return self.filter(state="planned")

    def of_user(self, user: Any) -> GatheringQuerySet:
        """The user organises it or takes part."""
        from .gathering import Participant

        takes_part = Participant.objects.filter(gathering=OuterRef("pk"), colleague=user)
        return self.filter(Q(owner=user) | Exists(takes_part))

    def matching(self, words: str) -> GatheringQuerySet:
        """Found by name, place, what it is about or an organisation; the latest."""
        return matching(self, kind="gathering", words=words, is_named=False)

    def between(self, start: datetime, end: datetime) -> GatheringQuerySet:
        """Beginning in this period, the end not included."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def with_answers(self) -> GatheringQuerySet:
        """With the numbers who come, do not come, and were invited."""
        return self.annotate(
            coming=Count("participants", filter=Q(participants__reply="yes"), distinct=True),
            not_coming=Count("participants", filter=Q(participants__reply="no"), distinct=True),
            asked=Count("participants", filter=Q(participants__invited_at__isnull=False), distinct=True),
        )


class ActionQuerySet(models.QuerySet["ActionItem"]):
    """Actions."""

    def open(self) -> ActionQuerySet:
        """Not done, dropped or passed on."""
        return self.filter(state="open")

    def of_organisations(self, organisations: Iterable[int]) -> ActionQuerySet:
        """Agreed at a gathering with one of these, or done by one of them."""
        keys = list(organisations)
        return self.filter(
            Q(organisation__in=keys) | Q(owner__isnull=False, gathering__organisations__in=keys)
        ).distinct()

    def carried_to(self, gathering: Gathering) -> ActionQuerySet:
        """Open, and agreed at an earlier gathering of the same series."""
        if gathering.series_id is None:
            return self.none()
        return self.open().filter(gathering__series=gathering.series_id, gathering__starts_at__lt=gathering.starts_at)
