"""Filters on signals that chain."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from feedback.domain.workflow import UNFINISHED_STATES, Word, states_of

if TYPE_CHECKING:
    from .signal import Signal  # noqa: F401


class SignalQuerySet(models.QuerySet["Signal"]):
    """Signals."""

    def unfinished(self) -> Self:
        """Those of which somebody still has to be told something."""
        return self.filter(state__in=sorted(UNFINISHED_STATES))

    def owned_by(self, user: Any) -> Self:
        """Those of one owner."""
        return self.filter(owner=user)

    def in_word(self, word: Word) -> Self:
        """Those that people see under this word; a joined signal counts with the one it was joined to."""
        states = states_of(word)
        return self.filter(Q(state__in=states, merged_into=None) | Q(merged_into__state__in=states))

    def overdue(self, today: date) -> Self:
        """Those whose giver should have been told, or have had a confirmation, before today."""
        return self.unfinished().filter(
            Q(tell_by__lt=today, paused_on=None) | Q(state="received", confirm_by__lt=today)
        )

    def due_in_order(self) -> Self:
        """What waits for us first: unfinished by deadline, then the rest by receipt, newest first."""
        return self.annotate(
            rest=Case(
                When(state__in=sorted(UNFINISHED_STATES), then=Value(0)), default=Value(1), output_field=IntegerField()
            ),
            due=Case(When(state__in=sorted(UNFINISHED_STATES), then="tell_by"), default=Value(None)),
        ).order_by("rest", "due", "-received_on", "id")

    def published(self) -> Self:
        """Those on the page “Said and done”."""
        return self.filter(is_public=True)
