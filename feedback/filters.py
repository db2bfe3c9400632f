"""Searching and filtering the list of signals."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.periods import local_date
from stakeholders.models import Domain

from .choices import WORD_LABELS, Kind
from .domain.workflow import Word
from .forms.staff import colleagues
from .models import Signal

MINE, NOBODY = "mine", "nobody"


class SignalFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Words, state, owner, kind, domain, and what is too late."""

    q = django_filters.CharFilter(label=_("Search"), method="with_words")
    word = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(word.value, label) for word, label in WORD_LABELS.items()],
        method="in_word",
        empty_label=_("every state"),
    )
    owner = django_filters.ChoiceFilter(label=_("Owner"), method="of_owner", empty_label=_("everybody"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("every kind"))
    domain = django_filters.ModelChoiceFilter(
        label=_("Domain"), queryset=Domain.objects.all(), empty_label=_("every domain")
    )
    late = django_filters.BooleanFilter(
        label=_("Only what is too late"), method="too_late", widget=forms.CheckboxInput
    )

    class Meta:
        model = Signal
        fields = ["q", "word", "owner", "kind", "domain", "late"]

    def __init__(self, *args: Any, now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = local_date(now)
        people = [(str(user.pk), user.name) for user in colleagues()]
        self.filters["owner"].extra["choices"] = [(MINE, _("me")), (NOBODY, _("nobody")), *people]

    def with_words(self, queryset: QuerySet[Signal], name: str, value: str) -> QuerySet[Signal]:
        """Every word stands in the title, text, topic or the name of a giver."""
        for word in value.split():
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(text__icontains=word)
                | Q(topic__icontains=word)
                | Q(pk__in=Signal.objects.filter(givers__name__icontains=word).values("pk"))
                | Q(pk__in=Signal.objects.filter(givers__organisation_name__icontains=word).values("pk"))
            )
        return queryset

    def in_word(self, queryset: Any, name: str, value: str) -> QuerySet[Signal]:
        """Under one of the five words."""
        found: QuerySet[Signal] = queryset.in_word(Word(value))
        return found

    def of_owner(self, queryset: QuerySet[Signal], name: str, value: str) -> QuerySet[Signal]:
        """Of this user, of nobody, or of a colleague."""
        if value == MINE:
            return queryset.filter(owner=self.request.user)
        return queryset.filter(owner=None if value == NOBODY else int(value))

    def too_late(self, queryset: Any, name: str, value: bool) -> QuerySet[Signal]:
        """Whose giver should have been told or confirmed before today."""
        found: QuerySet[Signal] = queryset.overdue(self._today) if value else queryset
        return found
