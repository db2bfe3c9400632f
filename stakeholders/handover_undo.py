"""Taking back a step of a handover that was recorded by mistake."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Undoable, undoables

from .access import ASSIGN
from .exceptions import HandoverMoveNotAllowed
from .models import Handover
from .services import handovers

STEP = "stakeholders.handover_step"


def take_back(user: Any, payload: dict[str, Any]) -> str:
    """Back to the state before, unless it went on meanwhile."""
    if not user.has_perm(ASSIGN):
        raise PermissionDenied
    handover = Handover.objects.filter(pk=payload["pk"], state=payload["to"]).first()
    if handover is None:
        return _("Nothing was changed: the handover went on meanwhile.")
    try:
        handovers.take_back_step(handover=handover, by=user, at=timezone.now())
    except HandoverMoveNotAllowed:
        return _("Nothing was changed: the handover went on meanwhile.")
    return _("Taken back.")


undoables.register(Undoable(STEP, take_back))
