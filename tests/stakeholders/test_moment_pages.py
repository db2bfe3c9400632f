"""Pages of contact moments: recorded in half a minute, changed by two people, found again, followed up."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.drafts import save_draft
from core.jobs import run_job
from core.models import Job, Link
from core.periods import local_date
from feedback.models import Signal
from stakeholders.models import Attachment, ContactMoment, ContactRhythm, Topic
from stakeholders.services.moments import Attendance, archive_moment, record_moment
from tests.query_counts import query_counts

from .factories import AssignmentFactory, OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
LIST, ADD = "/contactmomenten/", "/contactmomenten/nieuw/"
PDF = b"%PDF-1.7\n%test\n"


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Stichting Proef")


@pytest.fixture
def client(client_as, account_manager):
    client = client_as(account_manager)
    client.cookies["django_language"] = "en"
    return client


def record(organisation, *persons, by=None, **values):
    return record_moment(
        values={"held_on": date(2026, 11, 1), "summary": "Over de wachttijden gesproken", **values},
        organisations=[organisation],
        attendance=Attendance(persons=persons, colleagues=[by] if by else []),
        by=by,
        at=AT,
    )


def typed(organisation, **changes):
    return {
        "organisations": [organisation.pk],
        "form": "call",
        "held_on": "2026-11-02",
        "summary": "Gebeld over de wachttijden",
        "direction": "both",
        "level": "operational",
        **changes,
    }


def text(response):
    return response.content.decode()


def test_a_call_is_recorded_with_an_organisation_found_by_typing_and_one_sentence(
    client, organisation, account_manager
):
    person = PositionFactory(organisation=organisation, person__name="Test Contact").person
    found = text(client.get("/contactmomenten/met-wie/", {"q": "stichtnig"}))
    assert f"{ADD}?organisatie={organisation.pk}" in found
    shown = client.get(ADD, {"organisatie": organisation.pk})
    assert "Test Contact" in text(shown)
    initial = shown.context["form"].initial
    assert (initial["held_on"], initial["colleagues"]) == (local_date(timezone.now()), [account_manager.pk])
    response = client.post(
        f"{ADD}?organisatie={organisation.pk}",
        typed(organisation, persons=[person.pk], colleagues=[account_manager.pk]),
    )
    moment = ContactMoment.objects.get()
    assert response["Location"] == moment.get_absolute_url()
    assert moment.noted_by == account_manager
    assert {row.label for row in moment.participants.all()} == {"Test Contact", str(account_manager)}
    assert "Gebeld over de wachttijden" in text(client.get(moment.get_absolute_url()))
    assert "Gebeld over de wachttijden" in text(client.get(organisation.get_absolute_url()))
    assert "Gebeld over de wachttijden" in text(client.get(person.get_absolute_url()))
    assert "Stichting Proef" in text(client.get("/contactmomenten/met-wie/"))


def test_without_an_organisation_the_question_comes_first(client):
    assert client.get(ADD)["Location"] == "/contactmomenten/met-wie/"
    assert client.get(ADD, {"organisatie": "999999"})["Location"] == "/contactmomenten/met-wie/"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("organisations", [], "Choose at least one organisation."),
        ("summary", "", "Say what it was about."),
        ("held_on", "1026-11-02", "Check the year"),
        ("held_on", "gisteren", "Enter a valid date"),
        ("ends_at", "09:00", "Say when it began."),
        ("form", "pigeon", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(client, organisation, field, value, said):
    response = client.post(ADD, typed(organisation, location="Zaal 3", **{field: value}))
    assert response.status_code == 422
    assert any(said in error for error in response.context["form"].errors[field])
    assert "Zaal 3" in text(response)
    assert not ContactMoment.objects.exists()


def test_looking_for_somebody_saves_nothing_and_keeps_what_was_typed(client, organisation):
    other, person = OrganisationFactory(name="Vereniging Oefen"), PersonFactory(name="Demo Persoon")
    response = client.post(
        ADD, typed(organisation, find="1", find_organisation="oefen", find_person="demo persoon", location="Zaal 3")
    )
    assert not ContactMoment.objects.exists()
    form = response.context["form"]
    assert set(form.fields["organisations"].queryset) == {organisation, other}
    assert person in form.fields["persons"].queryset
    assert form["location"].value() == "Zaal 3"
    assert [str(pk) for pk in form["organisations"].value()] == [str(organisation.pk)]


def test_a_gathering_with_forty_people_is_pasted_and_whom_we_know_is_recognised(client, organisation, communications):
    known = PersonFactory.create_batch(3)
    here = PositionFactory(organisation=organisation, person__name="Naam Alleen").person
    lines = [f"{person.name} <{person.email.upper()}>" for person in known]
    lines += [f'"Gast {number}" <gast{number}@elders.example>;' for number in range(35)]
    lines += ["naam alleen", communications.email, "Onbekende Naam"]
    client.post(ADD, typed(organisation, form="round_table", pasted="\n".join(lines)))
    rows = ContactMoment.objects.get().participants.all()
    assert {row.person for row in rows if row.person} == {*known, here}
    assert [row.user for row in rows if row.user] == [communications]
    others = [(row.name, row.email) for row in rows if not row.person and not row.user]
    assert len(others) == 36
    assert ("Gast 7", "gast7@elders.example") in others
    assert ("Onbekende Naam", "") in others


def test_nobody_sits_at_two_tables_at_once(client, organisation):
    person = PersonFactory(name="Druk Bezet")
    record(organisation, person, form="visit", held_on=date(2026, 11, 2), starts_at=time(10), ends_at=time(12))
    clash = typed(organisation, form="visit", persons=[person.pk], starts_at="11:00", ends_at="13:00")
    response = client.post(ADD, clash)
    assert response.status_code == 422
    assert "Druk Bezet" in response.context["form"].errors["starts_at"][0]
    assert client.post(ADD, {**clash, "form": "call"}).status_code == 302
    assert client.post(ADD, {**clash, "starts_at": "12:00"}).status_code == 302


def test_the_second_of_two_editors_sees_what_changed_and_loses_nothing(client, organisation, account_manager):
    moment = record(organisation, by=account_manager)
    url = f"{moment.get_absolute_url()}wijzigen/"
    opened = client.get(url).context["form"].initial["opened"]
    mine = typed(organisation, version=1, opened=opened, held_on="2026-11-01", colleagues=[account_manager.pk])
    assert client.post(url, {**mine, "summary": "De eerste was sneller"}).status_code == 302
    response = client.post(url, {**mine, "summary": "Mijn tekst"})
    assert response.status_code == 409
    assert "De eerste was sneller" in text(response)
    assert "Mijn tekst" in text(response)
    assert client.post(url, {**mine, "version": 2, "summary": "Mijn tekst"}).status_code == 302
    moment.refresh_from_db()
    assert (moment.summary, moment.version) == ("Mijn tekst", 3)


def test_a_changed_moment_keeps_people_the_form_does_not_offer(client, organisation, make_user):
    gone = make_user("reader", name="Oud Collega")
    moment = record(organisation, PersonFactory(name="Elders Werkzaam"), by=gone)
    form = client.get(f"{moment.get_absolute_url()}wijzigen/").context["form"]
    assert [str(item) for item in form.fields["colleagues"].queryset if item == gone] == ["Oud Collega"]
    assert [person.name for person in form.fields["persons"].queryset] == ["Elders Werkzaam"]


def test_an_archived_moment_counts_nowhere_and_comes_back(client, organisation):
    moment = record(organisation)
    response = client.post(f"{moment.get_absolute_url()}archiveren/", follow=True)
    assert "Undo" in text(response)
    assert "wachttijden" not in text(client.get(organisation.get_absolute_url()))
    assert moment not in client.get(LIST).context["table"].data.data
    assert moment in client.get(LIST, {"status": "archived"}).context["table"].data.data
    client.post(f"{moment.get_absolute_url()}terugzetten/")
    assert moment in client.get(LIST).context["table"].data.data


def test_the_list_is_filtered_by_what_people_remember(client, organisation, account_manager):
    person = PersonFactory()
    mine = record(organisation, person, by=account_manager, form="visit", subject="Café in Ter Apel")
    other = record(OrganisationFactory(name="Raad van Proef"), held_on=date(2026, 6, 1), level="strategic")
    AssignmentFactory(organisation=organisation, user=account_manager)
    for query, found in (
        ({}, [mine, other]),
        ({"q": "cafe apel"}, [mine]),
        ({"organisatie": "raad van"}, [other]),
        ({"organisatie": organisation.pk}, [mine]),
        ({"persoon": person.pk}, [mine]),
        ({"soort": "visit"}, [mine]),
        ({"niveau": "strategic"}, [other]),
        ({"van": "2026-07-01"}, [mine]),
        ({"tot": "2026-07-01"}, [other]),
        ({"wie": "mijn"}, [mine]),
        ({"wie": "erbij"}, [mine]),
        ({"wie": "organisaties"}, [mine]),
    ):
        assert list(client.get(LIST, query).context["table"].data.data) == found, query


def test_the_list_and_a_page_ask_the_same_number_of_queries_however_much_there_is(
    client, organisation, account_manager
):
    for number in range(12):
        record(organisation, *PersonFactory.create_batch(3), by=account_manager, held_on=date(2026, 1, 1 + number))
    client.get(LIST)
    with query_counts("stakeholders:moments"):
        client.get(LIST)
    with query_counts("stakeholders:moment"):
        client.get(ContactMoment.objects.first().get_absolute_url())
    with query_counts("stakeholders:moment-add"):
        client.get(ADD, {"organisatie": organisation.pk})


def test_the_list_is_taken_along_as_it_is_shown(client, organisation, account_manager):
    record(organisation, PersonFactory(name="Test Contact"), subject="=1+1", form="visit")
    record(organisation, subject="Anders")
    content = b"".join(client.get(f"{LIST}export/", {"soort": "visit"}).streaming_content).decode()
    assert "Test Contact" in content
    assert "'=1+1" in content
    assert "Anders" not in content
    client.post(f"{LIST}export/?soort=visit")
    job = Job.objects.get()
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.result["rows"]) == ("done", 1)


def test_what_was_said_becomes_a_signal_that_is_linked(client, organisation, account_manager):
    person = PersonFactory()
    moment = record(organisation, person, by=account_manager)
    url = f"{moment.get_absolute_url()}vervolg/signal/"
    assert client.post(url, {"text": "", "organisation": organisation.pk}).status_code == 422
    client.post(url, {"text": "De brieven zijn onleesbaar", "organisation": organisation.pk, "person": person.pk})
    signal = Signal.objects.get()
    assert (signal.source, signal.owner) == ("contact", account_manager)
    assert signal.givers.get().organisation == organisation
    assert Link.objects.get().target == signal
    page = text(client.get(moment.get_absolute_url()))
    assert f"/signalen/{signal.pk}/" in page
    assert client.get(f"{moment.get_absolute_url()}vervolg/onzin/").status_code == 404
    client.post(url, {"text": "Zonder naam", "organisation": organisation.pk})
    assert Signal.objects.count() == 2


def test_a_topic_is_kept(client, organisation):
    topic = Topic.objects.create(code="proef", name_nl="Proef", name_en="Trial")
    client.post(ADD, typed(organisation, topics=[topic.pk]))
    assert list(ContactMoment.objects.get().topics.all()) == [topic]


def upload(client, moment, name, content):
    return client.post(f"{moment.get_absolute_url()}bijlagen/nieuw/", {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_kept_and_served_only_as_a_download(client, client_as, manager, organisation):
    moment = record(organisation)
    assert upload(client, moment, "../verslag.pdf", PDF).status_code == 302
    attachment = Attachment.objects.get()
    assert attachment.name == "verslag.pdf"
    response = client.get(attachment.get_absolute_url())
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="verslag.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert "sandbox" in response["Content-Security-Policy"]
    assert client_as(manager).get(attachment.get_absolute_url()).status_code == 403
    upload(client, moment, "nogmaals.pdf", PDF)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("verslag.pdf", b"MZ\x90\x00dit is een programma", "not what its name says"),
        ("foto.png", PDF, "not what its name says"),
        ("lijst.docx", b"PK\x03\x04kapot", "not what its name says"),
        ("notitie.txt", b"\x00\x01\x02", "not what its name says"),
        ("programma.exe", b"MZ", "not accepted"),
        ("pagina.html", b"<script>", "not accepted"),
        ("zonder", b"tekst", "not accepted"),
        ("leeg.pdf", b"", "empty"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_words(client, organisation, name, content, said):
    response = upload(client, record(organisation), name, content)
    assert response.status_code == 422
    assert said in " ".join(response.context["form"].errors["file"])
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(client, organisation, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    response = upload(client, record(organisation), "groot.pdf", PDF + b"x" * 1024 * 1024)
    assert response.status_code == 422
    assert "larger than 1 MB" in response.context["form"].errors["file"][0]


def test_a_removed_file_is_gone_from_the_disk(client, organisation, django_capture_on_commit_callbacks):
    upload(client, record(organisation), "verslag.pdf", PDF)
    attachment = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{attachment.get_absolute_url()}verwijderen/")
    assert not Attachment.objects.exists()
    assert not attachment.file.storage.exists(attachment.file.name)


def test_who_has_no_part_in_contact_sees_none_of_it(client_as, manager, organisation):
    moment = record(organisation)
    stranger = client_as(manager)
    for url in (LIST, ADD, moment.get_absolute_url(), "/post-in/"):
        assert stranger.get(url).status_code == 403
    assert "wachttijden" not in text(stranger.get(organisation.get_absolute_url()))


def test_a_draft_of_a_new_moment_comes_back(client, organisation, account_manager):
    key = f"moment:new:{organisation.pk}"
    data = {"organisations": [str(organisation.pk)], "summary": ["Half getypt"], "form": ["visit"]}
    save_draft(user=account_manager, key=key, data=data, at=AT)
    form = client.get(ADD, {"organisatie": organisation.pk}).context["form"]
    assert (form["summary"].value(), form["form"].value()) == ("Half getypt", "visit")


def test_the_rhythm_of_an_organisation_and_of_kinds_is_set(client, organisation):
    url = f"/organisaties/{organisation.pk}/contactritme/"
    assert client.post(url, {"every_weeks": "0"}).status_code == 422
    client.post(url, {"every_weeks": "4"})
    assert ContactRhythm.objects.get().every_weeks == 4
    assert "too silent" in text(client.get(organisation.get_absolute_url()))
    assert organisation in client.get("/organisaties/", {"ritme": "stil"}).context["table"].data.data
    record(organisation, held_on=local_date(timezone.now()))
    assert organisation not in client.get("/organisaties/", {"ritme": "stil"}).context["table"].data.data
    assert organisation in client.get("/organisaties/", {"ritme": "goed"}).context["table"].data.data
    client.post(url, {"every_weeks": ""})
    assert not ContactRhythm.objects.exists()
    page = client.get("/organisaties/contactritme/")
    name = next(iter(page.context["form"].fields))
    client.post("/organisaties/contactritme/", {name: "8"})
    assert ContactRhythm.objects.get().every_weeks == 8


def test_an_archived_moment_cannot_be_taken_for_contact(organisation):
    from stakeholders.queries.contact import last_two_way_contact

    moment = record(organisation)
    archive_moment(moment=moment, at=AT)
    assert last_two_way_contact(on=date(2026, 11, 18))[0].last_on is None
