"""Pages of the KPI room: who may open them, what they show, what they refuse, how many queries they take."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from core.charts import Chart
from kpis import queries
from kpis.choices import Level
from kpis.docs import definitions_page
from kpis.figures import trend_chart
from kpis.models import Goal, KpiComment, KpiTarget, MonthlyReport, TrendEvent
from kpis.services import reporting
from kpis.services.steering import add_event
from kpis.services.trending import compute_trends
from measurements.models import PublishedResult

from .factories import AT, OCTOBER, an_ordinary_month, goal, survey_value, target

pytestmark = pytest.mark.django_db

DASHBOARD = "/dashboard/"
LINE = "/dashboard/K01/stakeholders/"
REPORT = "/rapporten/2026-10/"


@pytest.fixture
def filled(communications):
    an_ordinary_month(communications)


@pytest.fixture
def report(filled, manager) -> MonthlyReport:
    return reporting.draft_report(month=OCTOBER, at=AT)


ALLOWED = {
    DASHBOARD: {"communications", "programme_manager", "researcher", "manager"},
    LINE: {"communications", "programme_manager", "researcher", "manager"},
    LINE + "doel/": {"communications", "programme_manager", "researcher"},
    "/dashboard/doelen/": {"communications", "programme_manager", "researcher", "manager"},
    "/dashboard/doelen/nieuw/": {"communications", "programme_manager", "researcher"},
    "/dashboard/gebeurtenis/": {"communications", "programme_manager", "manager"},
    "/rapporten/": {"communications", "programme_manager", "researcher", "manager"},
    REPORT: {"communications", "programme_manager", "researcher", "manager"},
    REPORT + "corrigeren/": {"communications", "programme_manager"},
}
ROLES = [
    "communications", "account_manager", "researcher", "bureau_researcher", "manager", "administrator",
    "privacy_officer", "programme_manager", "reader",
]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_may(role, client_as, report):
    client = client_as(role)
    for path, allowed in ALLOWED.items():
        assert client.get(path).status_code == (200 if role in allowed else 403), path


def test_a_stranger_is_sent_to_sign_in(client_as, report):
    for path in ALLOWED:
        response = client_as(None).get(path)
        assert response.status_code == 302
        assert "next=" in response["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/K99/stakeholders/",
        "/dashboard/K01/mars/",
        "/dashboard/K02/clients/",
        "/dashboard/K06/stakeholders/?onderdeel=none",
        "/dashboard/K01/agency/tabel.csv",
        "/rapporten/2026-09/",
        "/rapporten/2026-99/",
        "/rapporten/2026-10/?versie=9",
        "/rapporten/2026-10/?versie=x",
        "/rapporten/2026-10/v1.pdf",
    ],
)
def test_what_does_not_exist_is_not_found(path, client_as, report):
    assert client_as("communications").get(path).status_code == 404


@pytest.mark.parametrize("path", [LINE + "opmerking/", "/dashboard/bijwerken/", REPORT + "goedkeuren/"])
def test_actions_are_not_done_by_a_link(path, client_as, report):
    client = client_as("manager" if "goedkeuren" in path else "communications")
    assert client.get(path).status_code == 405


def test_empty_pages_say_what_will_come(client_as):
    client = client_as("communications")
    with translation.override("nl"):
        for path in (DASHBOARD, LINE, "/dashboard/doelen/", "/rapporten/"):
            response = client.get(path)
            assert response.status_code == 200
            assert "app-empty" in response.content.decode()


def test_the_dashboard_shows_value_status_and_change_in_words(client_as, filled):
    page = client_as("communications").get(DASHBOARD, headers={"accept-language": "en"}).content.decode()
    assert "64.0" in page or "64,0" in page
    assert "●" in page
    assert "↑" in page


def test_a_manager_sees_at_most_ten_lines_and_no_statistics_words(client_as, communications):
    for level in (Level.STAKEHOLDERS, Level.PUBLIC, Level.EMPLOYEES, Level.CLIENTS):
        for kpi in ("K01", "K12"):
            survey_value(kpi, level, "2026-10", 50.0, 1.0)
    for kpi in ("K02", "K03"):
        for level in (Level.STAKEHOLDERS, Level.PUBLIC):
            survey_value(kpi, level, "2026-10", 50.0, 1.0)
    compute_trends(month=OCTOBER, at=AT)
    page = client_as("manager").get(DASHBOARD).content.decode()
    assert page.count("kpi-card__value") == 10
    for word in ("XmR", "p-chart", "significant", "signifikant", "p-waarde", "interval", "standaardfout"):
        assert word not in page
    assert client_as("manager").get(DASHBOARD + "?alles=1").content.decode().count("kpi-card__value") == 12


def test_the_dashboard_takes_few_queries_however_many_lines(client_as, filled, django_assert_num_queries):
    client = client_as("communications")
    client.get(DASHBOARD)
    # Session, user, roles; newest month twice, lines, targets, fictional lines.
    with django_assert_num_queries(8):
        client.get(DASHBOARD)
    for level in (Level.PUBLIC, Level.EMPLOYEES, Level.CLIENTS):
        survey_value("K01", level, "2026-10", 50.0, 1.0)
    compute_trends(month=OCTOBER, at=AT)
    with django_assert_num_queries(8):
        client.get(DASHBOARD)


def test_chart_text_and_table_say_the_same_numbers(filled, communications):
    add_event(title="Nieuwe brief", happened_on=OCTOBER.shift(-3).first_day, kind="action", by=communications, at=AT)
    compute_trends(month=OCTOBER, at=AT)
    with translation.override("en"):
        card = queries.line(kpi="K01", level=Level.STAKEHOLDERS, dimension="")
        assert card is not None
        chart = trend_chart(card)
    assert isinstance(chart, Chart)
    own = chart.figure["data"][0]
    assert own["y"] == [58.0, 64.0]
    assert [row[1] for row in chart.rows if row[1] != "–"] == ["58.0", "64.0"]
    assert "64.0" in chart.finding
    assert chart.finding in chart.alt
    assert "Nieuwe brief" in chart.alt
    assert any("zero measurement" in row[4] for row in chart.rows)
    labels = [note["text"] for note in chart.figure["layout"]["annotations"]]
    assert "target 61.0" in labels
    assert any(label.startswith("zero measurement October 2025") for label in labels)


def test_a_zero_measurement_is_a_starting_point_until_its_numbers_are_old(client_as, communications):
    zero = survey_value("K01", Level.STAKEHOLDERS, "2026-10", 58.0, 1.0, source_label="Nulmeting")
    target(communications, "K01", Level.STAKEHOLDERS, 70.0, baseline=zero)
    compute_trends(month=OCTOBER, at=AT)
    with translation.override("en"):
        card = queries.line(kpi="K01", level=Level.STAKEHOLDERS, dimension="")
        assert str(card.status) == "◇ Starting point"
        card.data["is_old"] = True
        assert str(card.status) == "◇ Unknown"
    page = client_as("communications").get(DASHBOARD, HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert "Beginpunt" in page
    assert "Achter" not in page


def test_a_missing_month_is_a_gap_in_picture_and_table(communications):
    from .factories import counted_values

    counted_values([(18, 20)] * 5 + [None] + [(18, 20)] * 6)
    compute_trends(month=OCTOBER, at=AT)
    card = queries.line(kpi="K16", level=Level.AGENCY, dimension="")
    assert card is not None
    chart = trend_chart(card)
    own = next(trace for trace in chart.figure["data"] if trace["mode"] == "lines+markers")
    assert own["y"][5] is None
    assert own["connectgaps"] is False
    assert chart.rows[5][1] == "–"
    assert len(card.drawing.pieces) == 2


def test_published_figures_are_a_series_of_their_own(communications):
    PublishedResult.objects.create(
        series="Eerdere studie", level="stakeholders", group="partners", about="IND", measure="overall grade",
        value="6.4", scale_min=1, scale_max=10, fieldwork=2020, year_certain=True, kind="result", source="Brief",
    )  # fmt: skip
    survey_value("K04", Level.STAKEHOLDERS, "2026-10", 6.8, 0.1)
    compute_trends(month=OCTOBER, at=AT)
    card = queries.line(kpi="K04", level=Level.STAKEHOLDERS, dimension="")
    assert card is not None
    own, earlier = trend_chart(card).figure["data"]
    assert own["y"] == [6.8]
    assert (earlier["name"], earlier["y"], earlier["x"]) == ("Eerdere studie (partners)", [6.4], ["2020-07-01"])
    assert card.data["baseline"]["value"] == 6.8  # never the earlier figure


def test_the_download_holds_the_rows_of_the_table(client_as, filled):
    response = client_as("communications").get(LINE + "tabel.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert response["Content-Disposition"] == 'attachment; filename="K01-stakeholders.csv"'
    assert text.count("\n") == 3
    assert "64,0" in text


def test_a_target_is_set_and_its_history_kept(client_as, communications):
    zero = survey_value("K01", Level.STAKEHOLDERS, "2026-10", 58.0, 0.5)
    own = goal(communications)
    client = client_as(communications)
    data = {"goal": own.pk, "baseline_month": "2026-10", "target": "61", "due_on": "2028-12-31",
            "owner": communications.pk, "reason": "jaarplan"}  # fmt: skip
    assert client.post(LINE + "doel/", data).status_code == 302
    stored = KpiTarget.objects.get()
    assert (stored.target, stored.baseline_value, stored.baseline_month) == (61.0, 58.0, zero.month)
    assert client.post(LINE + "doel/", {**data, "target": "62", "version": "1"}).status_code == 302
    assert KpiTarget.objects.get().target == 62.0
    assert stored.history.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"target": "60"}, "target"),  # 2.8016 · sqrt(2) · 1 = 3.96 points can be told from chance, 2 cannot
        ({"target": "101"}, "target"),
        ({"target": "veel"}, "target"),
        ({"due_on": "2026-09-30"}, "due_on"),
        ({"owner": ""}, "owner"),
        ({"goal": "0"}, "goal"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(change, field, client_as, communications):
    survey_value("K01", Level.STAKEHOLDERS, "2026-10", 58.0, 1.0)
    data = {"goal": goal(communications).pk, "baseline_month": "2026-10", "target": "62", "due_on": "2028-12-31",
            "owner": communications.pk}  # fmt: skip
    response = client_as(communications).post(LINE + "doel/", {**data, **change})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not KpiTarget.objects.exists()


def test_no_decline_may_be_a_target(client_as, communications):
    survey_value("K01", Level.STAKEHOLDERS, "2026-10", 58.0, 1.0)
    data = {"goal": goal(communications).pk, "baseline_month": "2026-10", "target": "58", "due_on": "2028-12-31",
            "owner": communications.pk}  # fmt: skip
    assert client_as(communications).post(LINE + "doel/", data).status_code == 302


def test_a_goal_is_added(client_as, communications):
    data = {"year": 2027, "title": "Kennis bij burgers", "text": "", "partner_goals": "COA: samen uitleggen",
            "level": "public", "owner": communications.pk}  # fmt: skip
    assert client_as(communications).post("/dashboard/doelen/nieuw/", data).status_code == 302
    assert Goal.objects.get().partner_goals == "COA: samen uitleggen"
    again = client_as(communications).post("/dashboard/doelen/nieuw/", data)
    assert again.status_code == 200
    assert Goal.objects.count() == 1


def test_an_event_is_added_once(client_as, communications):
    data = {"title": "Campagne", "happened_on": "2026-09-15", "kind": "story", "level": "", "kpi": "", "link": ""}
    client = client_as(communications)
    for _again in range(2):
        assert client.post("/dashboard/gebeurtenis/", data).status_code == 302
    assert TrendEvent.objects.count() == 1
    refused = client.post("/dashboard/gebeurtenis/", {**data, "link": "javascript:alert(1)"})
    assert "link" in refused.context["form"].errors


def test_a_comment_is_added_and_a_long_one_comes_back(client_as, filled):
    client = client_as("researcher")
    assert client.post(LINE + "opmerking/", {"text": "Door de nieuwe brief.", "month": "2026-10"}).status_code == 302
    assert KpiComment.objects.get().month == OCTOBER.first_day
    refused = client.post(LINE + "opmerking/", {"text": "a " * 81, "month": "2026-10"})
    assert refused.status_code == 200
    assert "text" in refused.context["form"].errors
    elsewhere = client.post(LINE + "opmerking/", {"text": "Te vroeg.", "month": "2031-01"})
    assert "month" in elsewhere.context["form"].errors
    assert KpiComment.objects.count() == 1


def test_a_missing_explanation_can_be_given_about_the_month_of_the_report(client_as, communications, manager):
    zero = survey_value("K01", Level.STAKEHOLDERS, "2025-10", 58.0, 1.0)
    survey_value("K01", Level.STAKEHOLDERS, "2026-10", 58.5, 1.0)
    target(communications, "K01", Level.STAKEHOLDERS, 65.0, baseline=zero)
    for month in (OCTOBER, OCTOBER.next()):
        compute_trends(month=month, at=AT + timedelta(days=15))
    waiting = reporting.draft_report(month=OCTOBER, at=AT)
    client = client_as(manager)
    page = client.get(REPORT)
    ((_name, address),) = page.context["page"].missing
    client.post(REPORT + "goedkeuren/")
    waiting.refresh_from_db()
    assert waiting.state == MonthlyReport.State.DRAFTED
    first, *_others = client.get(address).context["form"].fields["month"].choices
    assert first[0] == "2026-10"
    client.post(address + "opmerking/", {"text": "De campagne begint nog.", "month": first[0]})
    client.post(REPORT + "goedkeuren/")
    waiting.refresh_from_db()
    assert waiting.state == MonthlyReport.State.APPROVED


def test_a_manager_walks_from_the_mail_to_approval(client_as, report, manager):
    from core.models import OutgoingMail

    path = OutgoingMail.objects.get().text.split("http://localhost:8000")[1].split()[0]
    stranger = client_as(None).get(path)
    assert stranger.status_code == 302
    client = client_as(manager)
    page = client.get(path)
    assert page.status_code == 200
    assert client.post(REPORT + "opmerking/", {"text": "Mooi."}).status_code == 302
    assert client.post(REPORT + "goedkeuren/").status_code == 302
    report.refresh_from_db()
    assert (report.state, report.approved_by) == (MonthlyReport.State.APPROVED, manager)
    assert report.snapshot["remarks"] == [{"author": str(manager), "text": "Mooi."}]
    assert "goedkeuren" not in client.get(path).content.decode()


def test_approving_twice_is_told_in_words(client_as, report, manager):
    client = client_as(manager)
    client.post(REPORT + "goedkeuren/")
    again = client.post(REPORT + "goedkeuren/", follow=True)
    assert again.status_code == 200
    assert "utrecht-alert" in again.content.decode()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "manager"])
def test_only_a_manager_approves(role, client_as, report):
    assert client_as(role).post(REPORT + "goedkeuren/").status_code == 403
    report.refresh_from_db()
    assert report.state == MonthlyReport.State.DRAFTED


def test_the_approved_file_can_be_downloaded(client_as, report, manager):
    reporting.approve_report(report=report, by=manager, at=AT)
    reporting.mail_report(report_id=report.pk, at=AT + timedelta(minutes=1))
    response = client_as("programme_manager").get("/rapporten/2026-10/v1.pdf")
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_the_report_waits_on_the_home_page_of_a_manager(client_as, report, manager):
    from kpis.home import waiting_reports

    (item,) = waiting_reports(manager, AT)
    assert item.url == reverse("kpis:report", args=["2026-10"])
    assert (item.due.isoformat(), item.tone) == ("2026-11-05", "warning")
    assert waiting_reports(manager, AT + timedelta(days=10))[0].tone == "negative"


def test_the_page_of_definitions_is_up_to_date(settings):
    stored = (settings.BASE_DIR / "docs" / "kpi-definitions.md").read_text(encoding="utf-8")
    assert stored == definitions_page(), "run: ./run manage write_kpi_docs"


def test_heavy_libraries_are_not_loaded_by_the_web_process(client_as, report, tmp_path):
    """In a process of its own: whatever this room's web modules import, pandas and typst are not among it."""
    code = (
        "import django, sys; django.setup();"
        "import kpis.urls, kpis.tasks, kpis.figures, ind_reputation.urls;"
        "bad = {'pandas', 'scipy', 'numpy', 'typst', 'plotly', 'openpyxl'} & set(sys.modules);"
        "sys.exit(', '.join(sorted(bad)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"DJANGO_SETTINGS_MODULE": "ind_reputation.settings.test", "DATA_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_target_of_a_line_without_values_can_be_opened(client_as, communications):
    target(communications, "K02", Level.PUBLIC, 60.0)
    compute_trends(month=OCTOBER, at=AT)
    assert client_as(communications).get("/dashboard/K02/public/").status_code == 200
    assert client_as(communications).get("/dashboard/K02/public/doel/").status_code == 200
