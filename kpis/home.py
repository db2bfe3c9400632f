"""What this room puts on the home page, in the menu and in the morning mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.history import register_history
from core.periods import Month, add_working_days, local_date
from core.registry import (
    DigestSource,
    HomeSource,
    LinkTarget,
    MenuItem,
    WorkItem,
    digest_sources,
    home_sources,
    link_targets,
    menu_items,
)

from . import words
from .models import MonthlyReport
from .people import APPROVE

_DAYS_TO_APPROVE = 3


def waiting_reports(user: Any, at: datetime) -> list[WorkItem]:
    """Reports that wait for this user's approval, the oldest first."""
    if not user.has_perm(APPROVE):
        return []
    found = MonthlyReport.objects.filter(state=MonthlyReport.State.DRAFTED).order_by("month")
    return [_item(report, at) for report in found]


def _item(report: MonthlyReport, at: datetime) -> WorkItem:
    due = add_working_days(local_date(report.drafted_at), _DAYS_TO_APPROVE)
    return WorkItem(
        title=_("The report of %(month)s waits for your approval") % {"month": words.month_name(report.month)},
        url=reverse("kpis:report", args=[str(Month.of(report.month))]),
        due=due,
        tone="negative" if due < local_date(at) else "warning",
        state=_("to approve"),
        kind=_("Monthly report"),
    )


menu_items.register(
    MenuItem("kpis:dashboard", gettext_lazy("Dashboard"), "kpis:dashboard", "kpis.view_dashboard", 60, "/dashboard/")
)
menu_items.register(
    MenuItem("kpis:reports", gettext_lazy("Reports"), "kpis:reports", "kpis.view_monthlyreport", 70, "/rapporten/")
)
home_sources.register(
    HomeSource(
        name="kpis:reports",
        heading=gettext_lazy("Monthly report"),
        find=waiting_reports,
        permission=APPROVE,
        empty=gettext_lazy("No report waits for you."),
        action_label=gettext_lazy("To the dashboard"),
        action_url_name="kpis:dashboard",
        order=10,
    )
)
digest_sources.register(DigestSource("kpis:reports", gettext_lazy("Monthly report"), waiting_reports, 10))
link_targets.register(
    LinkTarget("kpis.Goal", gettext_lazy("Goal"), "kpis.view_dashboard", lambda goal: reverse("kpis:goals"))
)
register_history("kpis.Goal", permission="kpis.view_dashboard")
register_history("kpis.KpiTarget", permission="kpis.view_dashboard")
register_history("kpis.TrendEvent", permission="kpis.view_dashboard")
register_history("kpis.MonthlyReport", permission="kpis.view_monthlyreport")
