"""The door to signals: whoever may see signals sees all of them, a stranger learns of none."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from .models import Giver, Signal


def get_signal_for(user: Any, pk: int) -> Signal:
    """The signal with what a page shows of it. Raises Http404 for an unknown one or a user who may see none."""
    if not user.has_perm("feedback.view_signal"):
        raise Http404
    signal = Signal.objects.select_related("owner", "domain", "merged_into").filter(pk=pk).first()
    if signal is None:
        raise Http404
    return signal


def get_giver_for(user: Any, signal_pk: int, giver_pk: UUID) -> Giver:
    """A giver of this signal or of one joined to it. Raises Http404."""
    signal = get_signal_for(user, signal_pk)
    giver = Giver.objects.select_related("signal", "signal__merged_into").filter(pk=giver_pk).first()
    if giver is None or giver.signal.lead_id != signal.lead_id:
        raise Http404
    return giver
