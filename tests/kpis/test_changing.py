"""Goals, targets and events are changed, archived and taken back; two editors notice each other; history is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from core.history import history_of
from kpis.choices import Level
from kpis.models import Goal, KpiTarget, Trend, TrendEvent
from kpis.services.steering import add_event
from kpis.services.trending import compute_trends

from .factories import AT, OCTOBER, an_ordinary_month, goal, survey_value, target

pytestmark = pytest.mark.django_db

LINE = "/dashboard/K01/stakeholders/"
GOALS = "/dashboard/doelen/"


def take_back(client: Client, page: str) -> Any:
    """Press the button of the message on this page."""
    content = client.get(page).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', content)
    assert token, content
    return client.post("/ongedaan-maken/", {"token": token[1]})


def goal_data(own: Goal, **changes: Any) -> dict[str, Any]:
    values = {"year": own.year, "title": own.title, "text": own.text, "partner_goals": own.partner_goals}
    return {**values, "level": own.level, "owner": own.owner_id, "version": own.version, **changes}


@pytest.fixture
def event(communications) -> TrendEvent:
    day = OCTOBER.shift(-3).first_day
    return add_event(title="Nieuwe brief", happened_on=day, kind="action", by=communications, at=AT)


def event_data(one: TrendEvent, **changes: Any) -> dict[str, Any]:
    values = {"title": one.title, "happened_on": one.happened_on.isoformat(), "kind": one.kind, "level": one.level}
    return {**values, "kpi": one.kpi, "link": one.link, "version": one.version, **changes}


def test_a_goal_is_changed_and_its_history_says_by_whom(client_as, communications):
    own = goal(communications)
    client = client_as(communications)
    response = client.post(f"{GOALS}{own.pk}/", goal_data(own, title="Meer kennis"))
    assert response.status_code == 302
    own.refresh_from_db()
    assert (own.title, own.version) == ("Meer kennis", 2)
    newest = history_of(own)[0]
    assert (newest.who, newest.changes[0].old, newest.changes[0].new) == (
        str(communications), "Meer begrip bij partners", "Meer kennis",
    )  # fmt: skip
    assert "Meer begrip bij partners" in client.get(f"{GOALS}{own.pk}/").content.decode()


def test_whoever_saves_a_goal_second_sees_what_changed_and_loses_nothing(client_as, communications, programme_manager):
    own = goal(communications)
    client_as(communications).post(f"{GOALS}{own.pk}/", goal_data(own, title="De eerste"))
    second = client_as(programme_manager)
    refused = second.post(f"{GOALS}{own.pk}/", goal_data(own, title="De tweede"))
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "De eerste" in page
    assert 'value="De tweede"' in page
    assert Goal.objects.get().title == "De eerste"
    assert second.post(f"{GOALS}{own.pk}/", goal_data(own, title="De tweede", version=2)).status_code == 302
    assert Goal.objects.get().title == "De tweede"


@pytest.mark.parametrize("change", [{"title": ""}, {"year": "1066"}, {"owner": "0"}, {"title": "Bestaat al"}])
def test_a_goal_that_makes_no_sense_is_refused(change, client_as, communications):
    own = goal(communications)
    Goal.objects.create(year=2026, title="Bestaat al", level=Level.PUBLIC, owner=communications)
    response = client_as(communications).post(f"{GOALS}{own.pk}/", goal_data(own, **change))
    assert response.status_code == 422
    own.refresh_from_db()
    assert own.version == 1


def test_an_archived_goal_leaves_the_list_keeps_its_targets_and_comes_back(client_as, communications):
    own = target(communications, "K01", Level.STAKEHOLDERS, 61.0).goal
    client = client_as(communications)
    client.post(f"{GOALS}{own.pk}/archiveren/")
    own.refresh_from_db()
    assert own.archived_at is not None
    page = client.get(GOALS)
    assert page.context["goals"] == []
    assert list(page.context["archived"]) == [own]
    assert KpiTarget.objects.count() == 1
    client.post(f"{GOALS}{own.pk}/terugzetten/")
    assert client.get(GOALS).context["goals"][0].goal == own


def test_archiving_a_goal_can_be_undone_by_the_button(client_as, communications):
    own = goal(communications)
    client = client_as(communications)
    client.post(f"{GOALS}{own.pk}/archiveren/")
    take_back(client, GOALS)
    own.refresh_from_db()
    assert own.archived_at is None


def test_a_withdrawn_target_leaves_the_line_and_comes_back_with_its_history(client_as, communications):
    an_ordinary_month(communications)
    stored = KpiTarget.objects.get(kpi="K01")
    client = client_as(communications)
    assert client.post(LINE + "doel/intrekken/").status_code == 302
    assert not KpiTarget.objects.filter(kpi="K01").exists()
    compute_trends(month=OCTOBER, at=AT)
    assert Trend.objects.get(kpi="K01").data["target"] is None
    take_back(client, LINE)
    again = KpiTarget.objects.get(kpi="K01")
    assert (again.pk, again.target, again.due_on, again.baseline_month) == (
        stored.pk, stored.target, stored.due_on, stored.baseline_month,
    )  # fmt: skip
    assert [entry.action for entry in history_of(again)] == ["insert", "delete", "insert"]
    assert client.post("/dashboard/K02/stakeholders/doel/intrekken/").status_code == 404


def test_a_target_set_meanwhile_stays_when_the_old_one_is_taken_back(client_as, communications):
    old = target(communications, "K01", Level.STAKEHOLDERS, 61.0)
    client = client_as(communications)
    client.post(LINE + "doel/intrekken/")
    target(communications, "K01", Level.STAKEHOLDERS, 70.0)
    take_back(client, LINE)
    assert KpiTarget.objects.get().target == 70.0
    assert KpiTarget.objects.get().pk != old.pk


def test_two_people_who_set_the_same_target_notice_each_other(client_as, communications, researcher):
    survey_value("K01", Level.STAKEHOLDERS, "2026-10", 58.0, 0.5)
    data = {"goal": goal(communications).pk, "baseline_month": "2026-10", "due_on": "2028-12-31",
            "owner": communications.pk, "version": 0}  # fmt: skip
    assert client_as(communications).post(LINE + "doel/", {**data, "target": "62"}).status_code == 302
    second = client_as(researcher)
    refused = second.post(LINE + "doel/", {**data, "target": "65"})
    assert refused.status_code == 409
    assert ("62.0", "65.0") in [row[1:] for row in refused.context["conflict"]["differences"]]
    assert refused.context["conflict"]["who"] == str(communications)
    assert KpiTarget.objects.get().target == 62.0
    assert second.post(LINE + "doel/", {**data, "target": "65", "version": 1}).status_code == 302
    assert KpiTarget.objects.get().target == 65.0


def test_an_event_is_changed_and_two_editors_notice_each_other(client_as, communications, manager, event):
    address = f"/dashboard/gebeurtenis/{event.pk}/"
    assert client_as(communications).post(address, event_data(event, title="Nieuwe brieven")).status_code == 302
    refused = client_as(manager).post(address, event_data(event, title="Brieven"))
    assert refused.status_code == 409
    event.refresh_from_db()
    assert event.title == "Nieuwe brieven"
    assert [entry.action for entry in history_of(event)] == ["update", "insert"]
    bad = client_as(manager).post(address, event_data(event, link="javascript:alert(1)"))
    assert bad.status_code == 422


def test_a_removed_event_leaves_the_line_and_comes_back(client_as, communications, event):
    an_ordinary_month(communications)
    assert [one["pk"] for one in Trend.objects.get(kpi="K01").data["events"]] == [event.pk]
    client = client_as(communications)
    assert f"/dashboard/gebeurtenis/{event.pk}/" in client.get(LINE).content.decode()
    client.post(f"/dashboard/gebeurtenis/{event.pk}/verwijderen/")
    assert not TrendEvent.objects.exists()
    compute_trends(month=OCTOBER, at=AT)
    assert Trend.objects.get(kpi="K01").data["events"] == []
    take_back(client, "/dashboard/")
    again = TrendEvent.objects.get()
    assert (again.pk, again.title, again.happened_on, again.created_by) == (
        event.pk, event.title, event.happened_on, communications,
    )  # fmt: skip
    assert [entry.action for entry in history_of(again)] == ["insert", "delete", "insert"]


def test_the_role_of_the_application_may_change_what_people_steer_by(event):
    with connection.cursor() as cursor:
        for table, allowed in (("kpis_trendmark", True), ("kpis_kpitarget", True), ("kpis_trendeventevent", False)):
            cursor.execute("SELECT has_table_privilege('ind_app', %s, 'UPDATE, DELETE')", [table])
            assert cursor.fetchone() == (allowed,), table


def test_a_comment_says_by_whom_and_when(client_as, communications):
    an_ordinary_month(communications)
    client = client_as(communications)
    client.post(LINE + "opmerking/", {"text": "Door de nieuwe brief.", "month": "2026-10"})
    quote = client.get(LINE).content.decode().split('class="kpi-quote"')[1].split("</div>")[0]
    assert str(communications) in quote
    assert re.search(r"\d{4}", quote.split(str(communications))[1])
