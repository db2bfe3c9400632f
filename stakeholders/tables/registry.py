"""Columns of the lists of the registry."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import Case, F, FilteredRelation, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.periods import local_date
from core.templatetags.nlds import status
from stakeholders.models import AccountAssignment, Organisation, Person
from stakeholders.models.fields import current


class OrganisationTable(tables.Table):  # type: ignore[misc]
    """Organisations with their fixed contact."""

    name = tables.Column(linkify=True, order_by=("sort_key", "pk"), verbose_name=gettext_lazy("Name"))
    abbreviation = tables.Column(verbose_name=gettext_lazy("Abbreviation"))
    kinds = tables.Column(orderable=False, empty_values=(), verbose_name=gettext_lazy("Kinds"))
    domains = tables.Column(orderable=False, empty_values=(), verbose_name=gettext_lazy("Domains"))
    account_manager = tables.Column(empty_values=(), verbose_name=gettext_lazy("Account manager"))
    in_measurement = tables.Column(verbose_name=gettext_lazy("In the measurement"))

    class Meta:
        model = Organisation
        fields = ("name", "abbreviation", "kinds", "domains", "account_manager", "in_measurement")
        empty_text = gettext_lazy("No organisation fits. Clear the filter or try another spelling.")

    def order_account_manager(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """By name, those without one at the end; by one join, not by a look-up for each organisation."""
        today = local_date(timezone.now())
        condition = Q(assignments__role=AccountAssignment.Role.ACCOUNT_MANAGER) & current(today, "assignments__")
        name = Case(When(managed__user__is_active=True, then=F("managed__user__name")))
        order = name.desc(nulls_last=True) if is_descending else name.asc(nulls_last=True)
        rows = queryset.annotate(managed=FilteredRelation("assignments", condition=condition))
        return rows.order_by(order, "sort_key", "pk"), True

    def render_kinds(self, record: Any) -> str:
        return ", ".join(str(kind) for kind in record.kinds.all()) or "–"

    def render_domains(self, record: Any) -> str:
        return ", ".join(str(domain) for domain in record.domains.all()) or "–"

    def render_account_manager(self, value: str | None) -> str:
        return value or status("warning", _("no fixed contact"))

    def render_in_measurement(self, value: bool) -> str:
        return _("yes") if value else _("no")


class PersonTable(tables.Table):  # type: ignore[misc]
    """Persons with where they work."""

    name = tables.Column(linkify=True, order_by=("sort_key", "pk"), verbose_name=gettext_lazy("Name"))
    organisations = tables.Column(orderable=False, empty_values=(), verbose_name=gettext_lazy("Organisations"))
    email = tables.EmailColumn(verbose_name=gettext_lazy("E-mail address"))
    phone = tables.Column(verbose_name=gettext_lazy("Phone"))
    do_not_invite = tables.Column(verbose_name=gettext_lazy("May be invited"))

    class Meta:
        model = Person
        fields = ("name", "organisations", "email", "phone", "do_not_invite")
        empty_text = gettext_lazy("No person fits. Clear the filter or try another spelling.")

    def render_organisations(self, record: Any) -> str:
        return ", ".join(position.organisation.name for position in record.current_positions) or "–"

    def render_do_not_invite(self, value: bool) -> str:
        return _("no") if value else _("yes")
