"""Filters above the lists of the registry."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.periods import local_date
from stakeholders.models import AccountAssignment, Domain, Organisation, OrganisationKind, Person, Position, Tag, Topic
from stakeholders.models.fields import current
from stakeholders.models.organisation import Channel, Status
from stakeholders.models.person import LegalBasis
from stakeholders.queries.contact import RHYTHM_WORDS
from stakeholders.queries.rhythm import organisations_in_rhythm

_YES_NO = [("ja", _("yes")), ("nee", _("no"))]
_CONTACT = [("zonder", _("no account manager")), ("zonder_vervanger", _("no deputy")), ("mijn", _("mine"))]
_MAIL = [("komt_aan", _("arrives")), ("onbestelbaar", _("does not arrive")), ("zonder", _("no address"))]
_FUNCTION = [("ja", _("has one now")), ("nee", _("has none now"))]
_STATUS = [("archived", _("archived")), ("alle", _("all"))]


class OrganisationFilter(filters.FilterSet):  # type: ignore[misc]
    """Which organisations the list shows; archived ones only when asked for."""

    q = filters.CharFilter(label=_("Name or abbreviation"), method="find", max_length=100)
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
    onderwerp = filters.ModelChoiceFilter(
        label=_("Topic"), field_name="topics", to_field_name="code", empty_label=_("all"), queryset=Topic.objects.all()
    )
    label = filters.ModelChoiceFilter(
        label=_("Tag"), field_name="tags", to_field_name="code", empty_label=_("all"), queryset=Tag.objects.all()
    )
    kanaal = filters.ChoiceFilter(
        label=_("Comes in by"), choices=Channel.choices, empty_label=_("all"), field_name="channel"
    )
    meting = filters.ChoiceFilter(
        label=_("In the measurement"), choices=_YES_NO, empty_label=_("all"), method="measured"
    )
    contact = filters.ChoiceFilter(label=_("Fixed contact"), choices=_CONTACT, empty_label=_("all"), method="held")
    ritme = filters.ChoiceFilter(
        label=_("Contact rhythm"), choices=list(RHYTHM_WORDS.items()), empty_label=_("all"), method="in_rhythm"
    )
    status = filters.ChoiceFilter(label=_("Status"), choices=_STATUS, method="in_status", empty_label=_("in use"))

    class Meta:
        model = Organisation
        fields: list[str] = []

    def find(self, queryset: Any, name: str, value: str) -> QuerySet[Organisation]:
        """By what was typed."""
        found: QuerySet[Organisation] = queryset.matching(value)
        return found

    def measured(self, queryset: Any, name: str, value: str) -> QuerySet[Organisation]:
        """In the stakeholder measurement or not."""
        found: QuerySet[Organisation] = queryset.filter(in_measurement=value == "ja")
        return found

    def held(self, queryset: Any, name: str, value: str) -> QuerySet[Organisation]:
        """By who is the fixed contact today."""
        today = local_date(timezone.now())
        if value == "mijn":
            own: QuerySet[Organisation] = queryset.of_user(self.request.user, on=today)
            return own
        role = AccountAssignment.Role.DEPUTY if value == "zonder_vervanger" else AccountAssignment.Role.ACCOUNT_MANAGER
        missing: QuerySet[Organisation] = queryset.without(role, on=today)
        return missing

    def in_rhythm(self, queryset: Any, name: str, value: str) -> QuerySet[Organisation]:
        """Too silent, too often, good, or without a wished rhythm."""
        found: QuerySet[Organisation] = organisations_in_rhythm(queryset, state=value, on=local_date(timezone.now()))
        return found

    def in_status(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        """In use, archived or all."""
        found: QuerySet[Any] = queryset if value == "alle" else queryset.filter(status=value)
        return found

    def filter_queryset(self, queryset: QuerySet[Organisation]) -> QuerySet[Organisation]:
        """Without a choice of status only what is in use."""
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(status=Status.ACTIVE)
        found: QuerySet[Organisation] = super().filter_queryset(queryset)
        return found


class PersonFilter(filters.FilterSet):  # type: ignore[misc]
    """Which persons the list shows."""

    q = filters.CharFilter(label=_("Name or e-mail address"), method="find", max_length=100)
    uitnodigen = filters.ChoiceFilter(
        label=_("May be invited"), choices=_YES_NO, empty_label=_("all"), method="invitable"
    )
    adres = filters.ChoiceFilter(label=_("Mail"), choices=_MAIL, empty_label=_("all"), method="reachable")
    taal = filters.ChoiceFilter(
        label=_("Language"), choices=Person.LANGUAGES, empty_label=_("all"), field_name="language"
    )
    grondslag = filters.ChoiceFilter(
        label=_("Legal basis"), choices=LegalBasis.choices, empty_label=_("all"), field_name="legal_basis"
    )
    functie = filters.ChoiceFilter(label=_("Function"), choices=_FUNCTION, empty_label=_("all"), method="employed")
    organisatie = filters.NumberFilter(
        label=_("Number of the organisation"), method="at_organisation", widget=forms.HiddenInput
    )
    status = filters.ChoiceFilter(label=_("Status"), choices=_STATUS, method="in_status", empty_label=_("in use"))

    class Meta:
        model = Person
        fields: list[str] = []

    def find(self, queryset: Any, name: str, value: str) -> QuerySet[Person]:
        """By what was typed."""
        found: QuerySet[Person] = queryset.matching(value)
        return found

    def invitable(self, queryset: Any, name: str, value: str) -> QuerySet[Person]:
        """May be invited for measurements or not."""
        found: QuerySet[Person] = queryset.filter(do_not_invite=value == "nee")
        return found

    def reachable(self, queryset: Any, name: str, value: str) -> QuerySet[Person]:
        """By whether mail arrives."""
        if value == "zonder":
            without: QuerySet[Person] = queryset.filter(email="")
            return without
        arrives: QuerySet[Person] = queryset.filter(email_undeliverable_on__isnull=value == "komt_aan").exclude(
            email=""
        )
        return arrives

    def employed(self, queryset: Any, name: str, value: str) -> QuerySet[Person]:
        """By whether they have a function somewhere today."""
        today = local_date(timezone.now())
        held = Exists(Position.objects.filter(current(today), person=OuterRef("pk")))
        found: QuerySet[Person] = queryset.filter(held if value == "ja" else ~held)
        return found

    @cached_property
    def at(self) -> Organisation | None:
        """The organisation whose persons are asked for."""
        number = self.form.cleaned_data.get("organisatie") if self.form.is_valid() else None
        if not number or not 0 < number < 2**31 or number != int(number):
            return None
        return Organisation.objects.filter(pk=int(number)).first()

    def at_organisation(self, queryset: Any, name: str, value: Any) -> QuerySet[Person]:
        """With a function at one organisation today, by its number."""
        held = Position.objects.current(local_date(timezone.now())).filter(organisation=self.at)
        found: QuerySet[Person] = queryset.filter(pk__in=held.values("person"))
        return found

    in_status = OrganisationFilter.in_status

    def filter_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """Without a choice of status only what is in use."""
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(status=Status.ACTIVE)
        found: QuerySet[Person] = super().filter_queryset(queryset)
        return found
