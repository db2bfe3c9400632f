"""Columns of the list of handovers."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.nlds import status
from stakeholders.models import Handover
from stakeholders.models.handover import HandoverState

TONES = {
    HandoverState.PLANNED: "neutral",
    HandoverState.ANNOUNCED: "info",
    HandoverState.INTRODUCED: "info",
    HandoverState.COMPLETED: "positive",
    HandoverState.CANCELLED: "neutral",
}


def state_badge(handover: Handover, *, today: date) -> str:
    """How far a handover is; too late comes first."""
    if handover.is_late(today):
        words = {"state": handover.get_state_display()}
        return status("negative", _("%(state)s, too late") % words)
    return status(TONES[HandoverState(handover.state)], handover.get_state_display())


class HandoverTable(tables.Table):  # type: ignore[misc]
    """Handovers with who must act when."""

    organisation = tables.Column(order_by=("organisation__sort_key", "pk"), verbose_name=gettext_lazy("Organisation"))
    leaver = tables.Column(order_by=("leaver__name", "pk"), verbose_name=gettext_lazy("Who leaves"))
    successor = tables.Column(order_by=("successor__name", "pk"), verbose_name=gettext_lazy("Successor"))
    changes_on = tables.Column(verbose_name=gettext_lazy("Day of the change"))
    next_due = tables.Column(empty_values=(), verbose_name=gettext_lazy("Next step before"))
    state = tables.Column(verbose_name=gettext_lazy("State"))

    class Meta:
        model = Handover
        fields = ("organisation", "leaver", "successor", "changes_on", "next_due", "state")
        empty_text = gettext_lazy("No handover fits. Clear the filter or look at all of them.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def render_organisation(self, record: Handover) -> str:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.organisation)

    def render_changes_on(self, value: date) -> str:
        return str(formats.date_format(value, "SHORT_DATE_FORMAT"))

    def render_next_due(self, value: date | None) -> str:
        return str(formats.date_format(value, "SHORT_DATE_FORMAT")) if value else "–"

    def render_state(self, record: Handover) -> str:
        return state_badge(record, today=self.today)
