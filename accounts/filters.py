"""Filters of the user list and the log."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import AuditEntry, PrivacyRequest, User
from .models.privacy import FINISHED, Kind, RequestState
from .roles import ROLES


class UserFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Search by name or address, by role and by being active."""

    q = django_filters.CharFilter(label=_("Name or e-mail address"), method="search")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=list(ROLES.items()), field_name="groups__name")
    active = django_filters.ChoiceFilter(
        label=_("Active"),
        choices=[("1", _("active")), ("0", _("switched off"))],
        method="by_state",
    )

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, users: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """By name or address."""
        return users.filter(Q(name__icontains=value) | Q(email__icontains=value))

    def by_state(self, users: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Those who may sign in, or those who may not."""
        return users.filter(is_active=value == "1")


class AuditFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By action, result, person and period."""

    action = django_filters.ChoiceFilter(label=_("Action"), choices=AuditEntry.Action.choices)
    result = django_filters.ChoiceFilter(label=_("Result"), choices=AuditEntry.Result.choices)
    who = django_filters.CharFilter(label=_("Name of who did it"), field_name="actor__name", lookup_expr="icontains")
    since = django_filters.DateFilter(
        label=_("From"), field_name="at", lookup_expr="date__gte", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = django_filters.DateFilter(
        label=_("Until"), field_name="at", lookup_expr="date__lte", widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = AuditEntry
        fields: list[str] = []


class PrivacyRequestFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By number, kind and state."""

    q = django_filters.NumberFilter(label=_("Number of the request"), field_name="pk")
    kind = django_filters.ChoiceFilter(label=_("Request"), choices=Kind.choices)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("open_ones", _("not finished")), *RequestState.choices], method="by_state"
    )

    class Meta:
        model = PrivacyRequest
        fields: list[str] = []

    def by_state(self, requests: QuerySet[PrivacyRequest], name: str, value: str) -> QuerySet[PrivacyRequest]:
        """One state, or all that wait for something."""
        return requests.exclude(state__in=FINISHED) if value == "open_ones" else requests.filter(state=value)
