"""The filter above the list of segments."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Segment
from stakeholders.models.segment import SegmentOf

from .registry import OrganisationFilter

_STATUS = [("archived", _("archived")), ("alle", _("all"))]


class SegmentFilter(filters.FilterSet):  # type: ignore[misc]
    """Which segments the list shows; archived ones only when asked for."""

    q = filters.CharFilter(label=_("Name or what it is for"), method="find", max_length=100)
    van = filters.ChoiceFilter(label=_("Of"), field_name="of", choices=SegmentOf.choices, empty_label=_("all"))
    status = filters.ChoiceFilter(label=_("Status"), choices=_STATUS, method="in_status", empty_label=_("in use"))

    class Meta:
        model = Segment
        fields: list[str] = []

    def find(self, queryset: Any, name: str, value: str) -> QuerySet[Segment]:
        """By what was typed."""
        value = value.replace("\x00", "")
        found: QuerySet[Segment] = queryset.filter(Q(name__icontains=value) | Q(description__icontains=value))
        return found

    in_status = OrganisationFilter.in_status

    def filter_queryset(self, queryset: QuerySet[Segment]) -> QuerySet[Segment]:
        """Without a choice of status only what is in use."""
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(status="active")
        found: QuerySet[Segment] = super().filter_queryset(queryset)
        return found
