"""Filters above the lists of gatherings, actions and joint goals."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.periods import AMSTERDAM, local_date
from stakeholders.models import ActionItem, Gathering, JointGoal
from stakeholders.models.gathering import GatheringKind

_WHEN = [("geweest", _("in the past")), ("alle", _("all"))]
_MINE = [("mijn", _("mine"))]
_ACTION_STATES = [("te_laat", _("too late")), ("gesloten", _("closed")), ("alle", _("all"))]
_SIDES = [("wij", _("our side")), ("zij", _("their side"))]
_GOAL_STATES = [
    ("reached", _("reached")),
    ("stopped", _("stopped")),
    ("archived", _("archived")),
    ("alle", _("all")),
]


class GatheringFilter(filters.FilterSet):  # type: ignore[misc]
    """Which gatherings the list shows: the coming ones, unless asked otherwise."""

    q = filters.CharFilter(label=_("Name or organisation"), method="find", max_length=100)
    wanneer = filters.ChoiceFilter(label=_("When"), choices=_WHEN, empty_label=_("coming"), method="when")
    soort = filters.ChoiceFilter(
        label=_("Kind"), field_name="kind", choices=GatheringKind.choices, empty_label=_("all")
    )
    wie = filters.ChoiceFilter(label=_("Whose"), choices=_MINE, empty_label=_("everybody’s"), method="whose")
    staat = filters.ChoiceFilter(
        label=_("State"), field_name="state", choices=Gathering.State.choices, empty_label=_("all")
    )
    organisatie = filters.NumberFilter(
        label=_("Number of the organisation"), method="with_organisation", widget=forms.HiddenInput
    )

    class Meta:
        model = Gathering
        fields: list[str] = []

    def find(self, queryset: Any, name: str, value: str) -> QuerySet[Gathering]:
        """By what was typed."""
        found: QuerySet[Gathering] = queryset.matching(value)
        return found

    def when(self, queryset: Any, name: str, value: str) -> QuerySet[Gathering]:
        """Past or all."""
        if value == "alle":
            past: QuerySet[Gathering] = queryset.order_by("-starts_at", "pk")
        else:
            past = queryset.filter(starts_at__lt=_today()).order_by("-starts_at", "pk")
        return past

    def whose(self, queryset: Any, name: str, value: str) -> QuerySet[Gathering]:
        """Organised by the user, or the user takes part."""
        mine: QuerySet[Gathering] = queryset.of_user(self.request.user)
        return mine

    def with_organisation(self, queryset: Any, name: str, value: Any) -> QuerySet[Gathering]:
        """With one organisation, by its number."""
        if not 0 < value < 2**31:
            nothing: QuerySet[Gathering] = queryset.none()
            return nothing
        found: QuerySet[Gathering] = queryset.filter(
            pk__in=Gathering.organisations.through.objects.filter(organisation=int(value)).values("gathering")
        )
        return found

    def filter_queryset(self, queryset: QuerySet[Gathering]) -> QuerySet[Gathering]:
        """Without a choice of when: from today on, soonest first."""
        if not self.form.cleaned_data.get("wanneer"):
            queryset = queryset.filter(starts_at__gte=_today()).order_by("starts_at", "pk")
        found: QuerySet[Gathering] = super().filter_queryset(queryset)
        return found


def _today() -> datetime:
    return datetime.combine(local_date(timezone.now()), time.min, AMSTERDAM)


class ActionFilter(filters.FilterSet):  # type: ignore[misc]
    """Which actions the list shows: the open ones, unless asked otherwise."""

    q = filters.CharFilter(label=_("What"), field_name="what", lookup_expr="icontains", max_length=100)
    staat = filters.ChoiceFilter(label=_("State"), choices=_ACTION_STATES, empty_label=_("open"), method="in_state")
    kant = filters.ChoiceFilter(label=_("Side"), choices=_SIDES, empty_label=_("both sides"), method="of_side")
    wie = filters.ChoiceFilter(label=_("Whose"), choices=_MINE, empty_label=_("everybody’s"), method="whose")

    class Meta:
        model = ActionItem
        fields: list[str] = []

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[ActionItem]:
        """Late, closed or all."""
        if value == "te_laat":
            found: QuerySet[ActionItem] = queryset.filter(state="open", due_on__lt=local_date(timezone.now()))
        else:
            found = queryset if value == "alle" else queryset.exclude(state="open")
        return found

    def of_side(self, queryset: Any, name: str, value: str) -> QuerySet[ActionItem]:
        """Ours or theirs."""
        found: QuerySet[ActionItem] = queryset.filter(owner__isnull=value == "zij")
        return found

    def whose(self, queryset: Any, name: str, value: str) -> QuerySet[ActionItem]:
        """Of the user."""
        mine: QuerySet[ActionItem] = queryset.filter(owner=self.request.user)
        return mine

    def filter_queryset(self, queryset: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
        """Without a choice of state only what is open."""
        if not self.form.cleaned_data.get("staat"):
            queryset = queryset.filter(state="open")
        found: QuerySet[ActionItem] = super().filter_queryset(queryset)
        return found


class JointGoalFilter(filters.FilterSet):  # type: ignore[misc]
    """Which joint goals the list shows: the running ones, unless asked otherwise."""

    q = filters.CharFilter(label=_("Goal or partner"), method="find", max_length=100)
    staat = filters.ChoiceFilter(
        label=_("State"), choices=_GOAL_STATES, empty_label=_("being worked on"), method="in_state"
    )
    wie = filters.ChoiceFilter(label=_("Whose"), choices=_MINE, empty_label=_("everybody’s"), method="whose")

    class Meta:
        model = JointGoal
        fields: list[str] = []

    def find(self, queryset: Any, name: str, value: str) -> QuerySet[JointGoal]:
        """By what was typed."""
        found: QuerySet[JointGoal] = queryset.matching(value)
        return found

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[JointGoal]:
        """In one state, archived or all."""
        if value == "alle":
            found: QuerySet[JointGoal] = queryset
        elif value == "archived":
            found = queryset.filter(status="archived")
        else:
            found = queryset.filter(status="active", state=value)
        return found

    def whose(self, queryset: Any, name: str, value: str) -> QuerySet[JointGoal]:
        """Of which the user is the owner."""
        mine: QuerySet[JointGoal] = queryset.filter(owner=self.request.user)
        return mine

    def filter_queryset(self, queryset: QuerySet[JointGoal]) -> QuerySet[JointGoal]:
        """Without a choice of state only what is being worked on."""
        if not self.form.cleaned_data.get("staat"):
            queryset = queryset.filter(status="active", state="running")
        found: QuerySet[JointGoal] = super().filter_queryset(queryset)
        return found
