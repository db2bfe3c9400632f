"""The pages of the KPI room that are walked in the browser and photographed."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from kpis.models import Goal, MonthlyReport, Trend, TrendEvent
from kpis.services import reporting
from kpis.services.steering import store_event
from tests.browser.pages import Page

from .factories import AT, OCTOBER, an_ordinary_month


def prepared(path: str) -> Any:
    """Fills the room once, then gives the path."""

    def url(user: User) -> str:
        if not Trend.objects.exists():
            for month, title in ((4, "Nieuwe werkwijze"), (8, "Verhalenreeks")):
                store_event(title=title, happened_on=date(2026, month, 12), kind="action", by=user, at=AT)
            an_ordinary_month(user)
        if not MonthlyReport.objects.exists():
            reporting.draft_report(month=OCTOBER, at=AT)
        return path

    return url


def with_goal(path: str) -> Any:
    """The same for a page that needs a goal."""

    def url(user: User) -> str:
        Goal.objects.get_or_create(year=2026, title="Doel", defaults={"level": "public", "owner": user})
        return str(prepared(path)(user))

    return url


def goal_page(user: User) -> str:
    """The page to change a goal."""
    with_goal("")(user)
    return f"/dashboard/doelen/{Goal.objects.get(title='Doel').pk}/"


def event_page(user: User) -> str:
    """The page to change an event on the lines."""
    prepared("")(user)
    return f"/dashboard/gebeurtenis/{TrendEvent.objects.order_by('pk')[0].pk}/"


PAGES = [
    Page("dashboard-leeg", lambda user: "/dashboard/", role="communications"),
    Page("dashboard", prepared("/dashboard/"), role="communications"),
    Page("dashboard-manager", prepared("/dashboard/"), role="manager"),
    Page("dashboard-lijn", prepared("/dashboard/K01/stakeholders/"), role="communications"),
    Page("dashboard-lijn-per-maand", prepared("/dashboard/K16/agency/"), role="manager"),
    Page("dashboard-lijn-leeg", prepared("/dashboard/K02/public/"), role="researcher"),
    Page("dashboard-doel", with_goal("/dashboard/K01/stakeholders/doel/"), role="communications"),
    Page("dashboard-doelen", with_goal("/dashboard/doelen/"), role="programme_manager"),
    Page("dashboard-doel-wijzigen", goal_page, role="communications"),
    Page("dashboard-gebeurtenis-wijzigen", event_page, role="communications"),
    Page("dashboard-doel-nieuw", prepared("/dashboard/doelen/nieuw/"), role="communications"),
    Page("dashboard-gebeurtenis", prepared("/dashboard/gebeurtenis/"), role="communications"),
    Page("rapporten", prepared("/rapporten/"), role="manager"),
    Page("rapport", prepared("/rapporten/2026-10/"), role="manager"),
    Page("rapport-corrigeren", prepared("/rapporten/2026-10/corrigeren/"), role="communications"),
]
