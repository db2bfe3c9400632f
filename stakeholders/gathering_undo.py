"""Taking back what was just done with a gathering, a standing meeting or a joint goal."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Undoable, undoables

from .gathering_access import KEEP, KEEP_GOALS
from .models import Gathering, GatheringSeries, JointGoal
from .services.gatherings import restore_gathering, resume_series
from .services.joint_goals import restore_goal

CANCELLED, SERIES, GOAL = "stakeholders.cancel-gathering", "stakeholders.end-series", "stakeholders.archive-goal"


def _must(user: Any, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def uncancel(user: Any, payload: dict[str, Any]) -> str:
    """Let the gathering go on after all."""
    _must(user, KEEP)
    gathering = Gathering.objects.get(pk=payload["pk"])
    restore_gathering(gathering=gathering, by=user, at=timezone.now())
    return _("“%(name)s” goes on after all.") % {"name": gathering}


def resume(user: Any, payload: dict[str, Any]) -> str:
    """Let the standing meeting go on."""
    _must(user, KEEP)
    series = GatheringSeries.objects.get(pk=payload["pk"])
    resume_series(series=series)
    return _("“%(name)s” goes on.") % {"name": series}


def unarchive(user: Any, payload: dict[str, Any]) -> str:
    """Take the goal into use again."""
    _must(user, KEEP_GOALS)
    goal = JointGoal.objects.get(pk=payload["pk"])
    restore_goal(goal=goal)
    return _("“%(name)s” is in use again.") % {"name": goal}


undoables.register(Undoable(CANCELLED, uncancel))
undoables.register(Undoable(SERIES, resume))
undoables.register(Undoable(GOAL, unarchive))
