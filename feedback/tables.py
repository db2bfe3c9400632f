"""The list of signals as a table."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Signal


class SignalTable(tables.Table):  # type: ignore[misc]
    """Signals in the order in which they wait; the box before a line chooses it for an action on several."""

    choose = tables.Column(accessor="pk", verbose_name=gettext_lazy("Choose"), orderable=False)
    title = tables.Column(verbose_name=gettext_lazy("Signal"))
    kind = tables.Column(verbose_name=gettext_lazy("Kind"))
    state = tables.Column(verbose_name=gettext_lazy("State"))
    owner = tables.Column(verbose_name=gettext_lazy("Owner"), order_by="owner__name", default="")
    received_on = tables.DateColumn(verbose_name=gettext_lazy("Received"), short=True)
    tell_by = tables.Column(verbose_name=gettext_lazy("Tell by"))

    class Meta:
        empty_text = gettext_lazy("No signal matches what you look for.")
        order_by = ()

    def __init__(self, *args: Any, today: Any, can_work: bool, **kwargs: Any) -> None:
        self._today = today
        super().__init__(*args, exclude=() if can_work else ("choose",), **kwargs)

    def render_choose(self, record: Signal) -> SafeString:
        """A box; outside the form of the table, so it names that form."""
        return format_html(
            '<input type="checkbox" class="utrecht-checkbox" name="signal" value="{}" form="bulk" aria-label="{}">',
            record.pk,
            _("Choose “%(title)s”") % {"title": record.title},
        )

    def render_title(self, record: Signal) -> SafeString:
        """The name, leading to its page."""
        return format_html('<a href="{}">{}</a>', reverse("feedback:signal", args=[record.pk]), record.title)

    def render_state(self, record: Signal) -> SafeString:
        """One of the five words."""
        return format_html('<span class="ind-status ind-status--{}">{}</span>', record.word_tone, record.word_label)

    def render_tell_by(self, record: Signal) -> SafeString | str:
        """The deadline, and in words when it has passed."""
        day = date_format(record.tell_by, "SHORT_DATE_FORMAT")
        if record.paused_on is not None:
            return _("stands still: the giver has to answer")
        if record.is_overdue(self._today):
            return format_html('{} <span class="ind-status ind-status--negative">{}</span>', day, _("too late"))
        if record.is_unconfirmed(self._today):
            return format_html('{} <span class="ind-status ind-status--warning">{}</span>', day, _("not confirmed"))
        return day
