"""The doors to gatherings, their parts, and joint goals."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from .models import (
    ActionItem,
    AgendaItem,
    Gathering,
    GatheringSeries,
    GoalCommitment,
    GoalMeasure,
    GoalReaderLink,
    JointGoal,
)

VIEW = "stakeholders.view_gathering"
KEEP = "stakeholders.keep_gatherings"
VIEW_GOALS = "stakeholders.view_jointgoal"
KEEP_GOALS = "stakeholders.keep_joint_goals"


def _must(user: Any, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def get_gathering_for(user: Any, pk: int, *, permission: str = VIEW) -> Gathering:
    """A gathering: 403 without the permission, 404 when it does not exist."""
    _must(user, permission)
    return get_object_or_404(Gathering.objects.select_related("series", "owner"), pk=pk)


def get_series_for(user: Any, pk: int, *, permission: str = VIEW) -> GatheringSeries:
    """A standing meeting, ended or not."""
    _must(user, permission)
    return get_object_or_404(GatheringSeries, pk=pk)


def get_agenda_item_for(user: Any, pk: int) -> AgendaItem:
    """A point of an agenda that the user may change."""
    _must(user, KEEP)
    return get_object_or_404(AgendaItem.objects.select_related("gathering"), pk=pk)


def get_action_for(user: Any, pk: int) -> ActionItem:
    """An action that the user may change."""
    _must(user, KEEP)
    found = ActionItem.objects.select_related("gathering", "owner", "organisation")
    return get_object_or_404(found, pk=pk)


def get_goal_for(user: Any, pk: int, *, permission: str = VIEW_GOALS) -> JointGoal:
    """A joint goal, archived or not."""
    _must(user, permission)
    return get_object_or_404(JointGoal.objects.select_related("owner"), pk=pk)


def get_measure_for(user: Any, pk: int) -> GoalMeasure:
    """A measure that the user may add progress to."""
    _must(user, KEEP_GOALS)
    return get_object_or_404(GoalMeasure.objects.select_related("goal"), pk=pk)


def get_commitment_for(user: Any, pk: int) -> GoalCommitment:
    """A commitment that the user may change."""
    _must(user, KEEP_GOALS)
    return get_object_or_404(GoalCommitment.objects.select_related("goal"), pk=pk)


def get_reader_link_for(user: Any, pk: int) -> GoalReaderLink:
    """A partner's link that the user may withdraw."""
    _must(user, KEEP_GOALS)
    return get_object_or_404(GoalReaderLink.objects.select_related("goal", "organisation"), pk=pk)
