"""Filter above the list of contact moments."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.periods import local_date
from stakeholders.forms.registry import DayInput
from stakeholders.models import ContactMoment, ContactParticipant, MomentOrganisation, Organisation
from stakeholders.models.contact import ContactForm, ContactLevel, Direction
from stakeholders.models.organisation import Status

_STATUS = [("archived", _("archived")), ("alle", _("all"))]
_WHOSE = [("mijn", _("noted by me")), ("erbij", _("I was there")), ("organisaties", _("my organisations"))]


class MomentFilter(filters.FilterSet):  # type: ignore[misc]
    """Which contact moments the list shows; archived ones only when asked for."""

    q = filters.CharFilter(label=_("Words in subject, summary or place"), method="find", max_length=100)
    organisatie = filters.CharFilter(label=_("Organisation"), method="with_organisation", max_length=100)
    persoon = filters.NumberFilter(method="with_person", label=_("Number of the person"))
    soort = filters.ChoiceFilter(label=_("Form"), field_name="form", choices=ContactForm.choices, empty_label=_("all"))
    niveau = filters.ChoiceFilter(
        label=_("Level"), field_name="level", choices=ContactLevel.choices, empty_label=_("all")
    )
    richting = filters.ChoiceFilter(
        label=_("Who spoke"), field_name="direction", choices=Direction.choices, empty_label=_("all")
    )
    van = filters.DateFilter(label=_("From"), field_name="held_on", lookup_expr="gte", widget=DayInput())
    tot = filters.DateFilter(
        label=_("Up to and including"), field_name="held_on", lookup_expr="lte", widget=DayInput()
    )
    wie = filters.ChoiceFilter(label=_("Whose"), choices=_WHOSE, empty_label=_("everybody's"), method="whose")
    status = filters.ChoiceFilter(label=_("Status"), choices=_STATUS, method="in_status", empty_label=_("in use"))

    class Meta:
        model = ContactMoment
        fields: list[str] = []

    def find(self, queryset: Any, name: str, value: str) -> QuerySet[ContactMoment]:
        """By what was typed."""
        found: QuerySet[ContactMoment] = queryset.matching(value)
        return found

    def with_organisation(self, queryset: Any, name: str, value: str) -> QuerySet[ContactMoment]:
        """By number or by (part of) the name of an organisation."""
        if value.isdecimal() and len(value) < 18:
            chosen = Organisation.objects.filter(pk=int(value))
        else:
            best = Organisation.objects.matching(value).values_list("pk", flat=True)[:50]
            chosen = Organisation.objects.filter(pk__in=list(best))
        return self._linked(queryset, chosen)

    def with_person(self, queryset: Any, name: str, value: Any) -> QuerySet[ContactMoment]:
        """In which this person took part."""
        there = ContactParticipant.objects.filter(moment=OuterRef("pk"), person=int(value))
        found: QuerySet[ContactMoment] = queryset.filter(Exists(there))
        return found

    def whose(self, queryset: Any, name: str, value: str) -> QuerySet[ContactMoment]:
        """Of the colleague who asks: noted, attended, or with an own organisation."""
        user = self.request.user
        if value == "mijn":
            noted: QuerySet[ContactMoment] = queryset.filter(noted_by=user)
            return noted
        if value == "erbij":
            there = ContactParticipant.objects.filter(moment=OuterRef("pk"), user=user)
            attended: QuerySet[ContactMoment] = queryset.filter(Exists(there))
            return attended
        own = Organisation.objects.active().of_user(user, on=local_date(timezone.now()))
        return self._linked(queryset, own)

    @staticmethod
    def _linked(queryset: Any, organisations: QuerySet[Organisation]) -> QuerySet[ContactMoment]:
        links = MomentOrganisation.objects.filter(organisation__in=organisations.order_by().values("pk"))
        found: QuerySet[ContactMoment] = queryset.filter(pk__in=links.values("moment"))
        return found

    def in_status(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        """In use, archived or all."""
        found: QuerySet[Any] = queryset if value == "alle" else queryset.filter(status=value)
        return found

    def filter_queryset(self, queryset: QuerySet[ContactMoment]) -> QuerySet[ContactMoment]:
        """Without a choice of status only what is in use."""
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(status=Status.ACTIVE)
        found: QuerySet[ContactMoment] = super().filter_queryset(queryset)
        return found
