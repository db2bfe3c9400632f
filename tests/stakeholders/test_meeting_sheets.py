"""The meeting sheet: who is who, contacts, what is open both ways, what is coming, joint goals, a note; as PDF."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.jobs import run_job
from core.models import Job
from core.periods import local_date
from core.registry import home_sources
from stakeholders.models import SheetNote
from stakeholders.queries.meeting_sheet import gathering_sheet, organisation_sheet
from stakeholders.services import gathering_minutes, joint_goals, meeting_sheets
from tests.query_counts import query_counts

from .factories import AssignmentFactory, OrganisationFactory, PositionFactory
from .gathering_makers import make_gathering, make_goal

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def client(client_as, account_manager):
    return client_as(account_manager)


@pytest.fixture
def organisation(account_manager):
    organisation = OrganisationFactory(name="Stichting Voorbeeld")
    AssignmentFactory(organisation=organisation, user=account_manager)
    PositionFactory(organisation=organisation, person__name="Test Contact", person__phone="070 000 0001")
    return organisation


def furnish(organisation, user, at):
    """A gathering that was held with an action of each side, one that comes, and a joint goal with commitments."""
    held = make_gathering(user, at=at, days=-5, organisations=[organisation], title="Vorig overleg")
    gathering_minutes.hold_gathering(
        gathering=held, version=held.version, present=[], summary="Er is gesproken.", by=user, at=at
    )
    soon = local_date(at) + timedelta(days=3)
    gathering_minutes.add_action(gathering=held, what="Wij bellen terug", owner=user, due_on=soon, at=at)
    gathering_minutes.add_action(gathering=held, what="Zij sturen cijfers", organisation=organisation, at=at)
    goal = make_goal(user, at=at, partners=[organisation])
    joint_goals.add_commitment(goal=goal, what="Kalender bijhouden", owner=user, at=at)
    return make_gathering(user, at=at, days=4, organisations=[organisation], title="Volgend overleg")


def sheet_path(record, kind):
    return reverse(f"stakeholders:{kind}-sheet", args=[record.pk])


def test_the_sheet_of_an_organisation_says_everything_on_one_page(client, organisation, account_manager, now):
    furnish(organisation, account_manager, now)
    text = client.get(sheet_path(organisation, "organisation")).content.decode()
    for words in (
        "Test Contact",
        "tel:0700000001",
        str(account_manager),
        "Vorig overleg",
        "Wij bellen terug",
        "Zij sturen cijfers",
        "Volgend overleg",
        "Sneller antwoord",
        "Kalender bijhouden",
    ):
        assert words in text, words
    sheet = organisation_sheet(organisation=organisation, user=account_manager, at=now)
    assert {item.title for item in sheet.ours.lines} == {"Wij bellen terug", "Kalender bijhouden"}
    assert {item.title for item in sheet.theirs.lines} == {"Zij sturen cijfers"}


def test_the_sheet_of_a_gathering_is_about_its_organisations_together(client, organisation, account_manager, now):
    other = OrganisationFactory(name="Andere partner", abbreviation="AP")
    furnish(organisation, account_manager, now)
    furnish(other, account_manager, now)
    both = make_gathering(account_manager, at=now, days=2, organisations=[organisation, other], title="Samen")
    sheet = gathering_sheet(gathering=both, user=account_manager, at=now)
    assert sheet.is_joint
    assert len(sheet.theirs.lines) == 2
    assert {one.title for one in sheet.coming.lines if one.title == "Samen"} == set()
    assert "AP" in client.get(sheet_path(both, "gathering")).content.decode()


def test_an_empty_sheet_says_so(client):
    text = client.get(sheet_path(OrganisationFactory(), "organisation")).content.decode()
    assert text.count("Er staat niets open.") == 2


def test_the_note_is_kept_and_too_long_a_note_is_refused(client, organisation):
    path = sheet_path(organisation, "organisation")
    assert client.post(path, {"text": "Vraag naar de planning"}).status_code == 302
    assert "Vraag naar de planning" in client.get(path).content.decode()
    refused = client.post(path, {"text": "x" * 1501})
    assert refused.status_code == 422
    assert "x" * 1501 in refused.content.decode()
    assert SheetNote.objects.get().text == "Vraag naar de planning"


def test_the_number_of_queries_does_not_depend_on_what_there_is_to_say(
    client, organisation, account_manager, communications, now
):
    furnish(organisation, account_manager, now)
    both = make_gathering(
        account_manager, at=now, days=2, organisations=[organisation, OrganisationFactory()], title="Samen"
    )
    meeting_sheets.write_note(subject=organisation, text="x", by=account_manager, at=now)
    paths = {
        "stakeholders:organisation-sheet": sheet_path(organisation, "organisation"),
        "stakeholders:gathering-sheet": sheet_path(both, "gathering"),
    }
    for name, path in paths.items():
        client.get(path)
        with query_counts(name):
            client.get(path)
    for other in both.organisations.all():
        for days in (0, 40):
            furnish(other, account_manager, now - timedelta(days=days))
        AssignmentFactory(organisation=other, user=communications, role="deputy", from_on=date(2040, 1, 1))
    for name, path in paths.items():
        with query_counts(name):
            client.get(path)


def pages_and_text(content):
    from io import BytesIO

    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    return len(reader.pages), reader.pages[0].extract_text(), "/StructTreeRoot" in reader.trailer["/Root"]


def made(client, path, at):
    response = client.post(f"{path}pdf/")
    job = Job.objects.latest("created_at")
    assert response.url == reverse("job", args=[job.pk])
    run_job(job_id=str(job.pk), at=at)
    job.refresh_from_db()
    assert job.state == "done", job.message
    with job.output.open("rb") as file:
        return file.read()


def test_the_pdf_is_one_tagged_a4_also_when_there_is_much_to_say(client, organisation, account_manager, now):
    coming = furnish(organisation, account_manager, now)
    long = "Voor de zomer laten weten hoe de doorlooptijden van gezinshereniging zich ontwikkelen " * 3
    for number in range(15):
        for side in ({"owner": account_manager}, {"organisation": organisation}):
            gathering_minutes.add_action(gathering=coming, what=f"{number} {long}"[:300], at=now, **side)
        PositionFactory(organisation=organisation, person__name=f"Persoon met een lange naam {number}")
    meeting_sheets.write_note(subject=organisation, text=(long + "\n") * 5, by=account_manager, at=now)
    meeting_sheets.write_note(subject=coming, text=(long + "\n") * 5, by=account_manager, at=now)
    for record, kind in ((organisation, "organisation"), (coming, "gathering")):
        pages, text, is_tagged = pages_and_text(made(client, sheet_path(record, kind), now))
        assert (pages, is_tagged) == (1, True)
        assert "Stichting Voorbeeld" in text or "Volgend overleg" in text
        assert "te laat" not in text
        assert "Wij bellen terug" in text


def test_a_pdf_of_what_is_gone_meanwhile_says_so(client, organisation, now):
    client.post(f"{sheet_path(organisation, 'organisation')}pdf/")
    job = Job.objects.get()
    job.parameters = {"organisation": 10**9}
    job.save()
    run_job(job_id=str(job.pk), at=now)
    job.refresh_from_db()
    assert job.state == "failed"


def test_the_sheet_is_one_tap_from_home_and_from_the_organisation(client, organisation, account_manager, now):
    coming = make_gathering(account_manager, at=now, days=1, organisations=[organisation])
    gathering_minutes.add_action(gathering=coming, what="Bellen", owner=account_manager, at=now)
    [item] = home_sources["stakeholders.sheets"].find(account_manager, now)
    assert item.url == sheet_path(coming, "gathering")
    home = client.get("/").content.decode()
    assert item.url in home
    assert "Bellen" in home
    assert sheet_path(organisation, "organisation") in client.get(organisation.get_absolute_url()).content.decode()


def test_a_gathering_that_is_over_asks_for_its_minutes(account_manager, now):
    over = make_gathering(account_manager, at=now, days=-1)
    [item] = home_sources["stakeholders.sheets"].find(account_manager, now)
    assert (item.url, item.tone) == (over.get_absolute_url(), "warning")


@pytest.mark.parametrize("role", ["researcher", "reader", "administrator"])
def test_who_keeps_no_relations_sees_no_sheet(client_as, role, organisation):
    assert client_as(role).get(sheet_path(organisation, "organisation")).status_code == 403
    assert client_as(role).post(f"{sheet_path(organisation, 'organisation')}pdf/").status_code == 403


def test_a_sheet_of_nothing_is_not_found(client):
    assert client.get("/organisaties/999999/gespreksbriefje/").status_code == 404
    assert client.get("/overleggen/999999/gespreksbriefje/").status_code == 404
