"""Filters above the list of handovers."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.periods import local_date
from stakeholders.models import Handover, Organisation
from stakeholders.models.handover import HandoverState

_STATES = [("te-laat", _("too late")), *HandoverState.choices, ("alle", _("all"))]
_WHOSE = [("mijn", _("mine"))]


class HandoverFilter(filters.FilterSet):  # type: ignore[misc]
    """Which handovers the list shows; those that are done only when asked for."""

    q = filters.CharFilter(label=_("Name or abbreviation"), method="find", max_length=100)
    stand = filters.ChoiceFilter(label=_("State"), choices=_STATES, method="in_state", empty_label=_("under way"))
    wie = filters.ChoiceFilter(label=_("Whose"), choices=_WHOSE, method="whose", empty_label=_("everybody's"))

    class Meta:
        model = Handover
        fields: list[str] = []

    def find(self, queryset: Any, name: str, value: str) -> QuerySet[Handover]:
        """By the organisation."""
        matching = Organisation.objects.matching(value).order_by().values("pk")
        found: QuerySet[Handover] = queryset.filter(organisation__in=matching)
        return found

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[Handover]:
        """How far, or too late."""
        if value == "te-laat":
            late: QuerySet[Handover] = queryset.late(local_date(timezone.now()))
            return late
        found: QuerySet[Handover] = queryset if value == "alle" else queryset.filter(state=value)
        return found

    def whose(self, queryset: Any, name: str, value: str) -> QuerySet[Handover]:
        """Those in which who asks has a part."""
        found: QuerySet[Handover] = queryset.of_user(self.request.user)
        return found

    def filter_queryset(self, queryset: QuerySet[Handover]) -> QuerySet[Handover]:
        """Without a choice of state only what is under way."""
        if not self.form.cleaned_data.get("stand"):
            queryset = queryset.open()  # type: ignore[attr-defined]
        found: QuerySet[Handover] = super().filter_queryset(queryset)
        return found
