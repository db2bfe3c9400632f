"""Columns of the lists of gatherings, actions and joint goals."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.periods import local_date
from core.templatetags.nlds import status
from stakeholders.models import ActionItem, Gathering, JointGoal

_NAMES = 3


def names_of(organisations: Any) -> str:
    """The first names, and how many more."""
    names = [item.abbreviation or item.name for item in organisations]
    more = len(names) - _NAMES
    return ", ".join(names[:_NAMES]) + (_(" and %(n)d more") % {"n": more} if more > 0 else "") or "–"


class GatheringTable(tables.Table):  # type: ignore[misc]
    """Gatherings with who comes."""

    title = tables.Column(linkify=True, order_by=("sort_key", "pk"), verbose_name=gettext_lazy("Gathering"))
    starts_at = tables.DateTimeColumn(order_by=("starts_at", "pk"), verbose_name=gettext_lazy("When"))
    organisations = tables.Column(orderable=False, empty_values=(), verbose_name=gettext_lazy("Organisations"))
    kind = tables.Column(verbose_name=gettext_lazy("Kind"))
    answers = tables.Column(orderable=False, empty_values=(), verbose_name=gettext_lazy("Comes"))
    state = tables.Column(orderable=False, verbose_name=gettext_lazy("State"))
    sheet = tables.Column(orderable=False, empty_values=(), verbose_name=gettext_lazy("Meeting sheet"))

    class Meta:
        model = Gathering
        fields = ("title", "starts_at", "organisations", "kind", "answers", "state", "sheet")
        empty_text = gettext_lazy("No gathering fits. Clear the filter or look at the past ones.")

    def render_starts_at(self, value: Any) -> str:
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")

    def render_organisations(self, record: Any) -> str:
        return names_of(record.organisations.all())

    def render_answers(self, record: Any) -> str:
        if not record.asked:
            return _("not invited yet") if record.is_planned else "–"
        return _("%(yes)d of %(asked)d") % {"yes": record.coming, "asked": record.asked}

    def render_state(self, record: Any) -> str:
        return status(record.state_tone, record.get_state_display())

    def render_sheet(self, record: Any) -> str:
        url = reverse("stakeholders:gathering-sheet", args=[record.pk])
        return format_html(
            '<a href="{}">{}<span class="app-hidden">: {}</span></a>', url, _("meeting sheet"), record.title
        )


class ActionTable(tables.Table):  # type: ignore[misc]
    """Actions of both sides."""

    what = tables.Column(linkify=lambda record: record.gathering.get_absolute_url(), verbose_name=gettext_lazy("What"))
    who = tables.Column(orderable=False, verbose_name=gettext_lazy("Who"))
    due_on = tables.DateColumn(verbose_name=gettext_lazy("By"))
    state = tables.Column(orderable=False, verbose_name=gettext_lazy("State"))
    agreed = tables.Column(
        accessor="gathering__title", order_by=("gathering__starts_at", "pk"), verbose_name=gettext_lazy("Agreed at")
    )

    class Meta:
        model = ActionItem
        fields = ("what", "who", "due_on", "state", "agreed")
        empty_text = gettext_lazy("No action fits. Actions are written down on the page of a gathering.")

    def render_state(self, record: Any) -> str:
        if record.is_late(local_date(timezone.now())):
            return status("negative", _("too late"))
        return status("info" if record.is_open else "neutral", record.get_state_display())

    def render_agreed(self, record: Any) -> str:
        return (
            f"{record.gathering.title}, {date_format(timezone.localtime(record.gathering.starts_at), 'DATE_FORMAT')}"
        )


class JointGoalTable(tables.Table):  # type: ignore[misc]
    """Joint goals with their partners."""

    title = tables.Column(linkify=True, order_by=("sort_key", "pk"), verbose_name=gettext_lazy("Joint goal"))
    partners = tables.Column(orderable=False, empty_values=(), verbose_name=gettext_lazy("Partners"))
    target_on = tables.DateColumn(verbose_name=gettext_lazy("To be reached by"))
    last_as_of = tables.DateColumn(verbose_name=gettext_lazy("Last value"))
    open_commitments = tables.Column(
        verbose_name=gettext_lazy("Open commitments"), attrs={"td": {"class": "app-cell--number"}}
    )
    owner = tables.Column(order_by=("owner__name", "pk"), verbose_name=gettext_lazy("Owner"))
    state = tables.Column(orderable=False, verbose_name=gettext_lazy("State"))

    class Meta:
        model = JointGoal
        fields = ("title", "partners", "target_on", "last_as_of", "open_commitments", "owner", "state")
        empty_text = gettext_lazy("No joint goal fits. Clear the filter.")

    def render_partners(self, record: Any) -> str:
        return names_of(record.partners.all())

    def render_state(self, record: Any) -> str:
        if record.is_archived:
            return status("neutral", _("archived"))
        late = record.state == "running" and record.target_on < local_date(timezone.now())
        return status("negative", _("too late")) if late else status(record.state_tone, record.get_state_display())
