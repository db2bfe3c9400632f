"""The lists of the house itself as a file, as they are shown: one's jobs, and outgoing mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .mail.queries import SECTIONS, mailings_for
from .models import Job
from .registry import ListExport, list_exports


class JobTable(tables.Table):  # type: ignore[misc]
    """What somebody asked for."""

    title = tables.Column(verbose_name=gettext_lazy("Work"))
    created_at = tables.DateTimeColumn(verbose_name=gettext_lazy("Asked at"), short=True)
    finished_at = tables.DateTimeColumn(verbose_name=gettext_lazy("Finished at"), short=True)
    state = tables.Column(verbose_name=gettext_lazy("State"))
    message = tables.Column(verbose_name=gettext_lazy("Message"))

    class Meta:
        model = Job
        fields = ("title", "created_at", "finished_at", "state", "message")


class MailingTable(tables.Table):  # type: ignore[misc]
    """Mailings with how many mails arrived; never what stands in them."""

    subject = tables.Column(verbose_name=gettext_lazy("Subject"))
    total = tables.Column(verbose_name=gettext_lazy("Recipients"))
    delivered = tables.Column(verbose_name=gettext_lazy("Sent"))
    undelivered = tables.Column(verbose_name=gettext_lazy("Not delivered"))
    uncertain = tables.Column(verbose_name=gettext_lazy("Uncertain"))
    created_by = tables.Column(verbose_name=gettext_lazy("Made by"), empty_values=())
    created_at = tables.DateTimeColumn(verbose_name=gettext_lazy("Made at"), short=True)
    state = tables.Column(verbose_name=gettext_lazy("State"), accessor="get_state_display")

    def value_created_by(self, value: Any) -> str:
        """Who, or the schedule."""
        return str(value) if value else _("the schedule")


def jobs(query: Any, user: Any, at: datetime) -> JobTable:
    """The work of this user, newest first."""
    return JobTable(Job.objects.filter(started_by=user))


def outgoing(query: Any, user: Any, at: datetime) -> MailingTable:
    """The section that is shown."""
    section = SECTIONS.get(query.get("toon", ""), SECTIONS["waiting"])
    return MailingTable(mailings_for(user).filter(section).order_by("-created_at"))


list_exports.register(ListExport("jobs", gettext_lazy("My jobs"), "", jobs))
list_exports.register(ListExport("outgoing-mail", gettext_lazy("Outgoing mail"), "core.view_outgoing_mail", outgoing))
