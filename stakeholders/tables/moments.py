"""Columns of the list of contact moments."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from stakeholders.models import ContactMoment

_FEW = 3


class MomentTable(tables.Table):  # type: ignore[misc]
    """Contact moments with organisations and who noted them."""

    held_on = tables.Column(order_by=("held_on", "pk"), verbose_name=gettext_lazy("Day"))
    title = tables.Column(linkify=True, orderable=False, empty_values=(), verbose_name=gettext_lazy("Subject"))
    organisations = tables.Column(orderable=False, empty_values=(), verbose_name=gettext_lazy("Organisations"))
    form = tables.Column(verbose_name=gettext_lazy("Form"))
    direction = tables.Column(verbose_name=gettext_lazy("Who spoke"))
    noted_by = tables.Column(order_by=("noted_by__name", "pk"), verbose_name=gettext_lazy("Noted by"))

    class Meta:
        model = ContactMoment
        fields = ("held_on", "title", "organisations", "form", "direction", "noted_by")
        empty_text = gettext_lazy("No contact moment fits. Clear the filter or try other words.")

    def render_held_on(self, value: Any) -> str:
        return date_format(value, "SHORT_DATE_FORMAT")

    def render_organisations(self, record: Any) -> str:
        names = [organisation.name for organisation in record.organisations.all()]
        rest = f" +{len(names) - _FEW}" if len(names) > _FEW else ""
        return ", ".join(names[:_FEW]) + rest
