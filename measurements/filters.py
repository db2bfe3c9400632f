"""Filters above the list of waves."""

from __future__ import annotations

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from .choices import Level, State
from .models import Wave


class WaveFilter(filters.FilterSet):  # type: ignore[misc]
    """Which waves the list shows."""

    q = filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains", max_length=100)
    niveau = filters.ChoiceFilter(label=_("Level"), field_name="level", choices=Level.choices)
    stand = filters.ChoiceFilter(label=_("State"), field_name="state", choices=State.choices)

    class Meta:
        model = Wave
        fields: list[str] = []
