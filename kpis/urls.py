"""Addresses of the KPI room."""

from django.urls import path, register_converter

from .converters import KpiConverter, MonthConverter
from .views import dashboard, goals, reports, steering

register_converter(KpiConverter, "kpi")
register_converter(MonthConverter, "month")

app_name = "kpis"

urlpatterns = [
    # /dashboard/
    path("dashboard/", dashboard.overview, name="dashboard"),
    path("dashboard/bijwerken/", dashboard.refresh, name="refresh"),
    path("dashboard/doelen/", goals.goals, name="goals"),
    path("dashboard/doelen/nieuw/", goals.goal_new, name="goal-new"),
    path("dashboard/doelen/<int:pk>/", goals.goal_edit, name="goal-edit"),
    path("dashboard/doelen/<int:pk>/archiveren/", goals.goal_archive, name="goal-archive"),
    path("dashboard/doelen/<int:pk>/terugzetten/", goals.goal_restore, name="goal-restore"),
    path("dashboard/gebeurtenis/", goals.event_new, name="event-new"),
    path("dashboard/gebeurtenis/<int:pk>/", goals.event_edit, name="event-edit"),
    path("dashboard/gebeurtenis/<int:pk>/verwijderen/", goals.event_remove, name="event-remove"),
    # /dashboard/<kpi>/<level>/
    path("dashboard/<kpi:kpi>/<slug:level>/", dashboard.line, name="line"),
    path("dashboard/<kpi:kpi>/<slug:level>/tabel.csv", dashboard.download, name="line-table"),
    path("dashboard/<kpi:kpi>/<slug:level>/doel/", steering.target, name="target"),
    path("dashboard/<kpi:kpi>/<slug:level>/doel/intrekken/", steering.target_withdraw, name="target-withdraw"),
    path("dashboard/<kpi:kpi>/<slug:level>/opmerking/", steering.comment, name="comment"),
    # /rapporten/
    path("rapporten/", reports.reports, name="reports"),
    path("rapporten/<month:month>/", reports.report, name="report"),
    path("rapporten/<month:month>/goedkeuren/", reports.approve, name="report-approve"),
    path("rapporten/<month:month>/opmerking/", reports.remark, name="report-remark"),
    path("rapporten/<month:month>/corrigeren/", reports.correct, name="report-correct"),
    path("rapporten/<month:month>/v<int:version>.pdf", reports.pdf, name="report-pdf"),
]
