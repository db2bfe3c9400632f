"""The filter above the matrix."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Domain, Organisation, OrganisationKind, Tag


class _Day(forms.DateInput):
    input_type = "date"


class MatrixFilter(filters.FilterSet):  # type: ignore[misc]
    """Which organisations, on which day, with movement since which day."""

    op = filters.DateFilter(label=_("On"), method="as_it_is", widget=_Day(format="%Y-%m-%d"))
    sinds = filters.DateFilter(label=_("Movement since"), method="as_it_is", widget=_Day(format="%Y-%m-%d"))
    soort = filters.ModelChoiceFilter(
        label=_("Kind"),
        field_name="kinds",
        to_field_name="code",
        empty_label=_("all"),
        queryset=OrganisationKind.objects.all(),
    )
    domein = filters.ModelChoiceFilter(
        label=_("Domain"),
        field_name="domains",
        to_field_name="code",
        empty_label=_("all"),
        queryset=Domain.objects.all(),
    )
    label = filters.ModelChoiceFilter(
        label=_("Tag"), field_name="tags", to_field_name="code", empty_label=_("all"), queryset=Tag.objects.all()
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def as_it_is(self, queryset: Any, name: str, value: Any) -> QuerySet[Organisation]:
        """The days choose estimates, not organisations."""
        found: QuerySet[Organisation] = queryset
        return found
