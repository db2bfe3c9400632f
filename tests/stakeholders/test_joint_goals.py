"""Joint goals: with partners, measures, progress that is only added to, commitments, and reading along by a link."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from core.periods import local_date
from core.registry import open_items
from stakeholders.gathering_exceptions import LinkRefused
from stakeholders.gathering_home import goal_entries
from stakeholders.link_secrets import link_token
from stakeholders.models import GoalCommitment, GoalMeasure, GoalProgress, GoalReaderLink, JointGoal
from stakeholders.queries.joint_goals import goals_with_measures, measure_states, way_gone
from stakeholders.services import joint_goals
from tests.query_counts import query_counts

from .factories import OrganisationFactory
from .gathering_makers import make_goal

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def goal(account_manager, now):
    return make_goal(account_manager, at=now)


@pytest.fixture
def client(client_as, account_manager):
    return client_as(account_manager)


def url(name, record):
    return reverse(f"stakeholders:{name}", args=[record.pk])


@pytest.mark.parametrize(
    ("baseline", "target", "value", "percent"),
    [(10, 5, 10, 0), (10, 5, 7, 60), (10, 5, 4, 100), (10, 5, 12, 0), (0, 80, 20, 25), (-4, 4, 0, 50)],
)
def test_how_much_of_the_way_was_gone(baseline, target, value, percent):
    assert way_gone(Decimal(baseline), Decimal(target), Decimal(value)) == percent


def test_a_goal_is_set_with_a_partner_from_its_page(client, account_manager):
    partner = OrganisationFactory()
    form = client.get(reverse("stakeholders:goal-add"), {"organisatie": partner.pk})
    assert partner.name in form.content.decode()
    data = {"title": "Tien werkdagen vooraf", "target_on": "2027-06-01", "partners": [partner.pk]}
    response = client.post(reverse("stakeholders:goal-add"), data)
    goal = JointGoal.objects.get()
    assert response.url == goal.get_absolute_url()
    assert (goal.owner, list(goal.partners.all())) == (account_manager, [partner])
    refused = client.post(reverse("stakeholders:goal-add"), data | {"partners": [], "target_on": ""})
    assert set(refused.context["form"].errors) == {"partners", "target_on"}
    changed = data | {"title": "Twintig", "state": "reached", "state_note": "Gelukt", "version": 1}
    assert client.post(url("goal-edit", goal), changed).status_code == 302
    assert client.post(url("goal-edit", goal), changed | {"title": "Dertig"}).status_code == 409
    goal.refresh_from_db()
    assert (goal.title, goal.state) == ("Twintig", "reached")


def test_progress_is_added_and_the_last_one_of_a_day_counts(client, goal, now):
    measure = goal.measures.get()
    today = local_date(now)
    for value in ("8", "7,5"):
        response = client.post(url("progress-add", measure), {"as_of": today.isoformat(), "value": value})
        assert response.status_code == 302, response.context["form"].errors
    client.post(url("progress-add", measure), {"as_of": (today - timedelta(days=9)).isoformat(), "value": "9"})
    found = goals_with_measures(JointGoal.objects.all())
    [state] = measure_states(found)[goal.pk]
    assert (state.last.value, state.percent, len(state.rows)) == (Decimal("7.5"), 50, 2)
    assert GoalProgress.objects.count() == 3
    ahead = client.post(url("progress-add", measure), {"as_of": (today + timedelta(days=1)).isoformat(), "value": "1"})
    assert ahead.status_code == 422
    assert "7,5" in client.get(goal.get_absolute_url()).content.decode()


def test_progress_is_never_changed_or_taken_away(goal, account_manager, now):
    measure = goal.measures.get()
    joint_goals.add_progress(
        measure=measure, as_of=local_date(now), value=Decimal(8), note="", by=account_manager, at=now
    )
    for change in (lambda: GoalProgress.objects.update(value=1), lambda: GoalProgress.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()
    with pytest.raises(ValidationError):
        joint_goals.remove_measure(measure=measure, at=now)


def test_a_measure_without_a_way_to_go_is_refused(client, goal):
    same = {"name": "Klachten", "unit": "aantal", "baseline": "3", "target": "3"}
    assert client.post(url("measure-add", goal), same).status_code == 422
    assert client.post(url("measure-add", goal), same | {"name": "Wachttijd", "target": "1"}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalMeasure.objects.create(goal=goal, name="x", baseline=1, target=1)
    assert client.post(url("measure-add", goal), same | {"target": "1"}).status_code == 302


def test_commitments_of_both_sides_are_open_items_until_they_are_kept(client, goal, account_manager, now):
    partner = goal.partners.get()
    client.post(url("commitment-add", goal), {"what": "Kalender", "who": f"c{account_manager.pk}"})
    client.post(url("commitment-add", goal), {"what": "Lijst", "who": f"o{partner.pk}", "due_on": "2020-01-02"})
    source = open_items["stakeholders.commitments"]
    found = {item.title: item for item in source.find([partner.pk], now)}
    assert (found["Kalender"].is_ours, found["Lijst"].is_ours, found["Lijst"].is_late) == (True, False, True)
    kept = GoalCommitment.objects.get(what="Lijst")
    assert client.post(url("commitment-close", kept), {"staat": "onzin"}).status_code == 302
    client.post(url("commitment-close", kept), {"staat": "done"})
    assert [item.title for item in source.find([partner.pk], now)] == ["Kalender"]
    assert any("Lijst" in text for _moment, text, _url in goal_entries(partner))
    client.post(url("commitment-close", kept), {"staat": "open"})
    kept.refresh_from_db()
    assert kept.is_open
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalCommitment.objects.filter(pk=kept.pk).update(owner=account_manager)


def test_ours_can_be_handed_over(goal, account_manager, communications, now):
    one = joint_goals.add_commitment(goal=goal, what="Kalender", owner=account_manager, at=now)
    theirs = joint_goals.add_commitment(goal=goal, what="Lijst", organisation=goal.partners.get(), at=now)
    hand_over = open_items["stakeholders.commitments"].hand_over
    assert hand_over([one.pk, theirs.pk], communications, account_manager, now) == 1
    one.refresh_from_db()
    assert one.owner == communications


def read_path(link):
    return f"/samen/{link_token(link.link_key, purpose=joint_goals.LINK)}/"


@pytest.fixture
def link(client, goal, now):
    data = {"organisation": goal.partners.get().pk, "expires_on": (local_date(now) + timedelta(days=9)).isoformat()}
    assert client.post(url("goal-share", goal), data).status_code == 302
    return GoalReaderLink.objects.get()


def test_a_partner_reads_along_by_a_link(client, client_as, goal, link, now):
    assert read_path(link) in client.get(goal.get_absolute_url()).content.decode()
    joint_goals.add_commitment(goal=goal, what="Lijst maken", organisation=goal.partners.get(), at=now)
    page = client_as(None).get(read_path(link))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Sneller antwoord" in text
    assert "Lijst maken" in text
    assert "Laatst bijgewerkt" in text
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
    assert not page.cookies
    assert client_as(None).post(read_path(link)).status_code == 405


@pytest.mark.parametrize("end", ["withdrawn", "expired", "archived", "no partner"])
def test_a_link_that_no_longer_holds_opens_nothing(client, client_as, goal, link, now, end):
    if end == "withdrawn":
        client.post(url("goal-link-withdraw", link))
    elif end == "expired":
        GoalReaderLink.objects.update(expires_on=local_date(now) - timedelta(days=1))
    elif end == "archived":
        client.post(url("goal-archive", goal))
    else:
        others = [OrganisationFactory()]
        joint_goals.change_goal(goal=goal, version=1, values={}, partners=others, at=now)
    assert client_as(None).get(read_path(link)).status_code == 404
    assert client_as(None).get("/samen/zomaar/").content == client_as(None).get(read_path(link)).content


def test_a_link_is_refused_with_words(client, goal, link, account_manager, now):
    partner = goal.partners.get()
    far = {"organisation": partner.pk, "expires_on": (local_date(now) + timedelta(days=900)).isoformat()}
    assert client.post(url("goal-share", goal), far).status_code == 422
    with pytest.raises(LinkRefused):  # this partner has one
        joint_goals.share_goal(goal=goal, organisation=partner, expires_on=local_date(now), by=account_manager, at=now)
    with pytest.raises(LinkRefused):
        joint_goals.share_goal(
            goal=goal, organisation=OrganisationFactory(), expires_on=local_date(now), by=account_manager, at=now
        )


def test_archiving_a_goal_can_be_undone(client, goal):
    response = client.post(url("goal-archive", goal), follow=True)
    goal.refresh_from_db()
    assert goal.is_archived
    token = next(iter(response.context["messages"])).extra_tags.removeprefix("undo:")
    client.post(reverse("undo"), {"token": token})
    goal.refresh_from_db()
    assert not goal.is_archived
    client.post(url("goal-archive", goal))
    client.post(url("goal-restore", goal))
    goal.refresh_from_db()
    assert not goal.is_archived


def test_the_list_is_filtered_taken_along_and_costs_the_same_however_long(client, goal, account_manager, now):
    path = reverse("stakeholders:goals")
    client.get(path)
    with query_counts("stakeholders:goals"):
        client.get(path)
    for number in range(12):
        make_goal(account_manager, at=now, title=f"Doel {number}")
    with query_counts("stakeholders:goals"):
        client.get(path)
    for query, count in (({"q": "antwoord"}, 1), ({"q": goal.partners.get().name}, 1), ({"staat": "reached"}, 0)):
        assert len(client.get(path, query).context["table"].rows) == count, query
    text = b"".join(client.get(reverse("stakeholders:goal-export"), {"q": "antwoord"}).streaming_content).decode()
    assert text.count("Sneller antwoord") == 1
    assert "Doel 1" not in text


def test_a_manager_reads_goals_and_changes_nothing(client_as, goal):
    manager = client_as("manager")
    assert manager.get(goal.get_absolute_url()).status_code == 200
    assert "/samen/" not in manager.get(goal.get_absolute_url()).content.decode()
    for name in ("goal-edit", "goal-archive", "measure-add", "commitment-add", "goal-share"):
        assert manager.post(url(name, goal)).status_code == 403
    assert client_as("reader").get(goal.get_absolute_url()).status_code == 403
    assert client_as("communications").get("/ketendoelen/999999/").status_code == 404
