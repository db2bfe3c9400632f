"""Columns of the lists of the registry."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.nlds import status
from stakeholders.models import Organisation, Person


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
