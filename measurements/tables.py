"""Columns of the lists of this room."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.nlds import status

from .choices import Reach, State
from .models import FrameMember, Wave

STATE_TONES = {
    State.DRAFT: "info",
    State.READY: "warning",
    State.OPEN: "positive",
    State.CLOSED: "warning",
    State.PUBLISHED: "positive",
}


class WaveTable(tables.Table):  # type: ignore[misc]
    """Waves with how far they are."""

    title = tables.Column(linkify=("measurements:wave", [tables.A("pk")]), verbose_name=gettext_lazy("title"))
    level = tables.Column(verbose_name=gettext_lazy("level"))
    mode = tables.Column(verbose_name=gettext_lazy("mode"), orderable=False)
    state = tables.Column(verbose_name=gettext_lazy("state"))
    opened_on = tables.DateColumn(verbose_name=gettext_lazy("opened on"))
    closed_on = tables.DateColumn(verbose_name=gettext_lazy("closed on"))
    invited_count = tables.Column(verbose_name=gettext_lazy("invited"))

    class Meta:
        model = Wave
        fields = ("title", "level", "mode", "state", "opened_on", "closed_on", "invited_count")
        empty_text = gettext_lazy("No measurement fits. Clear the filter.")

    def render_mode(self, record: Any) -> str:
        return _("confidential") if record.is_confidential else _("anonymous")

    def render_state(self, record: Any) -> str:
        return str(status(STATE_TONES[State(record.state)], str(record.get_state_display())))


class MemberTable(tables.Table):  # type: ignore[misc]
    """Who is invited; never whether they answered."""

    name = tables.Column(verbose_name=gettext_lazy("name"))
    organisation = tables.Column(verbose_name=gettext_lazy("organisation"))
    email = tables.Column(verbose_name=gettext_lazy("e-mail address"))
    language = tables.Column(verbose_name=gettext_lazy("language"))
    remove = tables.TemplateColumn(
        template_name="measurements/_remove_member.html",
        verbose_name=gettext_lazy("take out"),
        orderable=False,
        empty_values=(),
    )

    class Meta:
        model = FrameMember
        fields = ("name", "organisation", "email", "language")
        empty_text = gettext_lazy("Nobody is invited yet.")


class ReachTable(tables.Table):  # type: ignore[misc]
    """Who gets an invitation in which way; never whether they answered."""

    name = tables.Column(verbose_name=gettext_lazy("name"))
    organisation = tables.Column(verbose_name=gettext_lazy("organisation"))
    email = tables.Column(verbose_name=gettext_lazy("e-mail address"))
    language = tables.Column(verbose_name=gettext_lazy("language"))
    way = tables.Column(
        verbose_name=gettext_lazy("gets"), accessor="reach", order_by=("reach", "email"), empty_values=()
    )

    class Meta:
        model = FrameMember
        fields = ("name", "organisation", "email", "language", "way")
        empty_text = gettext_lazy("Nobody is invited yet.")

    def render_way(self, record: Any) -> str:
        if record.reach != Reach.REACHABLE:
            return _("nothing: %(why)s") % {"why": record.get_reach_display()}
        return _("a mail") if record.email else _("a letter")
