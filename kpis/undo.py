"""Taking back what was archived, withdrawn or removed in the KPI room."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Undoable, undoables

from .models import Goal
from .services import changing

GOAL, TARGET, EVENT = "kpis.goal", "kpis.target", "kpis.event"


def _must(user: Any, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def unarchive_goal(user: Any, payload: dict[str, Any]) -> str:
    """Take the archived goal into use again."""
    _must(user, "kpis.change_goal")
    goal = Goal.objects.get(pk=payload["pk"])
    changing.restore_goal(goal=goal)
    return _("“%(name)s” is in use again.") % {"name": goal.title}


def target_back(user: Any, payload: dict[str, Any]) -> str:
    """Put the withdrawn target back on its line."""
    _must(user, "kpis.change_kpitarget")
    changing.put_target_back(kept=payload, at=timezone.now())
    return _("The target stands on its line again.")


def event_back(user: Any, payload: dict[str, Any]) -> str:
    """Put the removed event back on the lines."""
    _must(user, "kpis.change_trendevent")
    changing.put_event_back(kept=payload, at=timezone.now())
    return _("The event stands on the lines again.")


undoables.register(Undoable(GOAL, unarchive_goal))
undoables.register(Undoable(TARGET, target_back))
undoables.register(Undoable(EVENT, event_back))
