"""Handing over through the pages: a portfolio at once, the mail with its preview, each refusal at its place."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core import mail
from core.jobs import run_job
from core.models import Job, Mailing
from stakeholders.models import AccountAssignment, Departure, Handover
from stakeholders.services import handovers as services
from tests.query_counts import query_counts

from .factories import AssignmentFactory, OrganisationFactory, PositionFactory

LIST = "/overdrachten/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def leaver(make_user):
    return make_user("account_manager", name="Vera Vertrek", language="en")


@pytest.fixture
def successor(make_user):
    return make_user("account_manager", name="Otto Opvolger", language="en")


@pytest.fixture
def client_as(client_as):
    def sign_in(who):
        client = client_as(who)
        client.cookies["django_language"] = "en"
        return client

    return sign_in


@pytest.fixture
def client(client_as, leaver):
    return client_as(leaver)


@pytest.fixture
def last_day():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def handover(leaver, successor, last_day):
    held = AssignmentFactory(user=leaver, organisation__name="Nidos")
    given = {"leaver": leaver, "last_day": last_day, "by": leaver, "at": timezone.now()}
    return services.plan_departure(**given, successors={held.organisation: successor}).handovers.get()


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def told(handover, by):
    at = timezone.now()
    services.tell_otherwise(handover=handover, how="phone", on=at.date(), note="Ann", by=by, at=at)
    return handover


def test_a_whole_portfolio_is_handed_over_on_one_screen(client, leaver, successor, communications, last_day):
    first, second, third = AssignmentFactory.create_batch(3, user=leaver)
    address = f"/overdrachten/nieuw/?leaver={leaver.pk}&last_day={last_day}"
    text = page(client, address)
    for held in (first, second, third):
        assert held.organisation.name in text
    choices = {
        "successor": successor.pk,
        f"for_{second.organisation_id}": communications.pk,
        f"for_{third.organisation_id}": "stays",
        "reason": "other job",
    }
    response = client.post(address, choices)
    departure = Departure.objects.get()
    assert response.url == departure.get_absolute_url()
    planned = {one.organisation: one.successor for one in departure.handovers.all()}
    assert planned == {first.organisation: successor, second.organisation: communications}
    assert "2 organisations have not been told" in page(client, response.url)
    # What is being handed over is not offered again.
    assert third.organisation.name in page(client, address)
    assert first.organisation.name not in page(client, address)


def test_what_is_wrong_in_a_portfolio_is_said_and_nothing_typed_is_lost(client, leaver, successor, last_day):
    held = AssignmentFactory(user=leaver)
    address = f"/overdrachten/nieuw/?leaver={leaver.pk}&last_day={last_day}"
    for data, words in (
        ({"successor": "", "reason": "typed"}, "This field is required"),
        ({"successor": leaver.pk, "reason": "typed"}, "Select a valid choice"),
        ({"successor": successor.pk, f"for_{held.organisation_id}": "stays", "reason": "typed"}, "Nothing would be"),
    ):
        response = client.post(address, data)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert "typed" in response.content.decode()
    AccountAssignment.objects.filter(pk=held.pk).update(until_on=last_day + timedelta(days=20))
    AssignmentFactory(organisation=held.organisation, user=successor, from_on=last_day + timedelta(days=90))
    response = client.post(address, {"successor": successor.pk})
    assert response.status_code == 422
    assert "Somebody else has this role in that period: Otto Opvolger" in response.content.decode()
    assert client.get("/overdrachten/nieuw/?leaver=x&last_day=gisteren").status_code == 422
    assert not Departure.objects.exists()


def test_the_announcement_goes_out_per_language_after_a_preview(client, handover, leaver):
    for language in ("nl", "en"):
        PositionFactory(
            organisation=handover.organisation,
            person__email=f"{language}@voorbeeld.example",
            person__language=language,
            person__name=f"Person {language}",
        )
    address = reverse("stakeholders:departure-announce", args=[handover.departure_id])
    text = page(client, address)
    for words in ("Beste Person nl", "Dear Person en", "Otto Opvolger", "Nidos"):
        assert words in text
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    looked = client.post(address, {**data, "text_en": "Hello {name}", "do": "look"}).content.decode()
    assert "Hello Person en" in looked
    assert not Mailing.objects.exists()
    wrong = client.post(address, {**data, "text_en": "Hello {naam}", "do": "send"})
    assert wrong.status_code == 422
    assert "Nothing can be filled in for {naam}" in wrong.content.decode()
    assert client.post(address, {**data, "do": "send"}).status_code == 302
    mailing = Mailing.objects.get()
    assert {one.to_address: one.language for one in mailing.messages.all()} == {
        "nl@voorbeeld.example": "nl",
        "en@voorbeeld.example": "en",
    }
    assert "on its way" in page(client, handover.get_absolute_url())
    assert "Everybody has been told" in page(client, address)
    mail.send_due(at=timezone.now() + timedelta(minutes=3))
    assert "announced" in page(client, handover.get_absolute_url())
    assert "takes over from" in page(client, handover.organisation.get_absolute_url())
    assert Handover.objects.get().announced_how == "mail"


def test_an_organisation_without_an_address_is_told_otherwise(client, handover):
    address = reverse("stakeholders:handover-announce", args=[handover.pk])
    assert "Tell them otherwise" in page(client, address)
    otherwise = reverse("stakeholders:handover-told", args=[handover.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused = client.post(otherwise, {"how": "phone", "on": tomorrow, "note": "Ann of the board"})
    assert refused.status_code == 422
    assert "has not come yet" in refused.content.decode()
    assert "Ann of the board" in refused.content.decode()
    response = client.post(otherwise, {"how": "phone", "on": timezone.localdate(), "note": "Ann"}, follow=True)
    handover.refresh_from_db()
    assert handover.state == "announced"
    token = response.context["messages"]._loaded_data[0].extra_tags.removeprefix("undo:")
    client.post(reverse("undo"), {"token": token})
    handover.refresh_from_db()
    assert handover.state == "planned"


def test_an_introduction_before_telling_is_refused_in_words(client, handover):
    address = reverse("stakeholders:handover-introduce", args=[handover.pk])
    response = client.post(address, {"how": "visit", "on": timezone.localdate()}, follow=True)
    assert "does not fit any more" in response.content.decode()
    assert client.post(address, {"how": "", "on": "x"}).status_code == 422


def test_only_the_successor_accepts_and_the_handover_is_completed(client, client_as, handover, leaver, successor):
    told(handover, leaver)
    accept = reverse("stakeholders:handover-accept", args=[handover.pk])
    assert client.get(accept).status_code == 403
    theirs = client_as(successor)
    assert "Nothing is open" in page(theirs, accept)
    assert theirs.post(accept).status_code == 302
    assert "accepted already" in theirs.post(accept, follow=True).content.decode()
    introduce = reverse("stakeholders:handover-introduce", args=[handover.pk])
    theirs.post(introduce, {"how": "visit", "on": timezone.localdate()})
    handover.refresh_from_db()
    assert handover.state == "completed"
    stop = reverse("stakeholders:handover-cancel", args=[handover.pk])
    assert "finished or was stopped" in theirs.post(stop, {"reason": "x"}, follow=True).content.decode()


def test_what_was_not_ticked_is_named_at_the_field(client_as, handover, leaver, successor):
    from feedback.models import Giver, Signal

    today = timezone.localdate()
    dates = {"received_on": today, "confirm_by": today, "tell_by": today}
    signal = Signal.objects.create(kind="complaint", title="Balie is dicht", text="x", owner=leaver, **dates)
    Giver.objects.create(signal=signal, name="Ann", organisation=handover.organisation)
    told(handover, leaver)
    client, accept = client_as(successor), reverse("stakeholders:handover-accept", args=[handover.pk])
    refused = client.post(accept)
    assert refused.status_code == 422
    assert "Not ticked yet: Balie is dicht" in refused.content.decode()
    assert client.post(accept, {"items": ["feedback:signals:0"]}).status_code == 422
    assert client.post(accept, {"items": [f"feedback:signals:{signal.pk}"]}).status_code == 302
    signal.refresh_from_db()
    assert signal.owner == successor


def test_stopping_a_departure_needs_a_reason_and_gives_the_contact_back(client, handover, leaver):
    stop = reverse("stakeholders:departure-cancel", args=[handover.departure_id])
    assert client.post(stop, {"reason": ""}).status_code == 422
    assert client.post(stop, {"reason": "stays"}).status_code == 302
    handover.refresh_from_db()
    assert (handover.state, handover.cancelled_reason) == ("cancelled", "stays")
    assert AccountAssignment.objects.get().until_on is None


def test_the_list_filters_sorts_and_is_taken_along_as_it_is_shown(client, handover, leaver, successor):
    other = OrganisationFactory(name="Other")
    AssignmentFactory(user=successor, organisation=other)
    services.plan_departure(
        leaver=successor, last_day=date(2026, 3, 1), successors={other: leaver}, by=successor, at=timezone.now()
    )
    for query, found in (
        ({}, {"Nidos", "Other"}),
        ({"q": "nidso"}, {"Nidos"}),
        ({"stand": "te-laat"}, {"Other"}),
        ({"stand": "completed"}, set()),
        ({"wie": "mijn"}, {"Nidos", "Other"}),
    ):
        rows = client.get(LIST, query).context["table"].rows
        assert {row.record.organisation.name for row in rows} == found, query
    for column in ("organisation", "-leaver", "successor", "changes_on", "next_due", "-state"):
        assert client.get(LIST, {"sort": column}).status_code == 200
    data = b"".join(client.get("/overdrachten/export/", {"q": "nidos", "vorm": "excel"}).streaming_content)
    assert data.startswith(b"\xef\xbb\xbforganisation;from")
    assert data.count(b"\n") == 2
    client.post("/overdrachten/export/?q=nidos")
    job = Job.objects.get()
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert job.result == {"rows": 1}


def test_the_number_of_queries_does_not_depend_on_the_number_of_handovers(client, leaver, successor, last_day):
    given = {"leaver": leaver, "last_day": last_day, "by": leaver, "at": timezone.now()}

    def plan(count):
        organisations = [held.organisation for held in AssignmentFactory.create_batch(count, user=leaver)]
        return services.plan_departure(**given, successors=dict.fromkeys(organisations, successor))

    small = plan(2)
    for address, name in ((LIST, "stakeholders:handovers"), (small.get_absolute_url(), "stakeholders:departure")):
        client.get(address)
        with query_counts(name):
            client.get(address)
    large = plan(9)
    for address, name in ((LIST, "stakeholders:handovers"), (large.get_absolute_url(), "stakeholders:departure")):
        with query_counts(name):
            client.get(address)


def test_a_colleague_who_was_switched_off_is_a_gap_everywhere(client_as, communications, leaver):
    held = AssignmentFactory(user=leaver, organisation__name="Verweesd", organisation__in_measurement=True)
    type(leaver).objects.filter(pk=leaver.pk).update(is_active=False)
    client = client_as(communications)
    assert "no fixed contact" in page(client, held.organisation.get_absolute_url())
    assert "no fixed contact" in page(client, "/organisaties/")
    assert "Vera Vertrek left" in page(client, "/")
    data = b"".join(client.get("/organisaties/export/").streaming_content).decode()
    assert "no fixed contact" in data
    portfolio = f"/overdrachten/nieuw/?leaver={leaver.pk}&last_day={timezone.localdate()}"
    assert "Verweesd" in page(client, portfolio)


@pytest.mark.parametrize("role", ["researcher", "manager", "administrator"])
def test_who_only_looks_cannot_act(client_as, role, handover):
    client = client_as(role)
    assert client.get(LIST).status_code == 200
    assert client.get(handover.get_absolute_url()).status_code == 200
    for name in ("handover-announce", "handover-told", "handover-introduce", "handover-accept", "handover-cancel"):
        assert client.post(reverse(f"stakeholders:{name}", args=[handover.pk])).status_code == 403
    assert client.post("/overdrachten/nieuw/").status_code == 403


def test_what_does_not_exist_is_not_found(client):
    assert client.get("/overdrachten/999999/").status_code == 404
    assert client.get("/overdrachten/vertrek/999999/").status_code == 404
