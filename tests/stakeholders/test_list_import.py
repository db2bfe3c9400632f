"""Importing a list with choices: any columns, all problems of a row, likely duplicates, whole or not at all."""

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from core.jobs import run_job
from core.models import Job
from core.tables import UnreadableFile, read_raw, write_xlsx
from stakeholders.domain.headers import guess
from stakeholders.models import ImportMapping, ImportRow, ImportRun, Organisation, Person
from stakeholders.services import list_writing
from stakeholders.services.list_reading import MAX_BYTES

from .factories import START, OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def work(now):
    """Run the newest job."""
    job = None
    for job in Job.objects.filter(state="waiting"):
        run_job(job_id=str(job.pk), at=now)
        job.refresh_from_db()
    return job


@pytest.fixture
def bring(client_as, communications, now):
    """Upload a list and match its columns as they are guessed; gives the client and the run, ready to look at."""
    communications.language = "en"
    communications.save(update_fields=["language"])
    client = client_as(communications)

    def go(text, *, slug="organisaties", name="list.csv", replaces=None):
        content = text if isinstance(text, bytes) else text.encode()
        url = reverse("stakeholders:list-upload", args=[slug])
        if replaces:
            url = reverse("stakeholders:list-upload-again", args=[slug, replaces.pk])
        client.post(url, {"file": SimpleUploadedFile(name, content)})
        assert work(now).state == "done"
        run = ImportRun.objects.exclude(pk=replaces.pk if replaces else None).get(state="mapping")
        columns = {f"column_{place}": column for place, column in run.mapping.items()}
        client.post(reverse("stakeholders:list-columns", args=[run.pk]), columns)
        job = work(now)
        assert (job.state, job.message) == ("done", "")
        run.refresh_from_db()
        return client, run

    return go


def states(run):
    return {row.title: row.state for row in run.rows.all()}


def decide(client, run, title, decision):
    row = run.rows.get(title=title)
    return client.post(reverse("stakeholders:list-decide", args=[run.pk, row.pk]), {"decision": decision})


def write(client, run, now):
    client.post(reverse("stakeholders:list-write", args=[run.pk]))
    job = work(now)
    run.refresh_from_db()
    return job


@pytest.mark.parametrize(
    ("headers", "persons", "expected"),
    [
        (["Naam organisatie", "KvK-nummer", "Web adres", "Kleur"], False, {0: "name", 1: "kvk_number"}),
        (["Voornaam", "Tussenvoegsel", "Achternaam", "Bedrijf", "Functie", "E-mailadres"], True,
         {0: "first_name", 1: "infix", 2: "last_name", 3: "organisation", 4: "title", 5: "email"}),
        (["Full name", "Company", "Job title", "Email"], True, {0: "name", 1: "organisation", 2: "title", 3: "email"}),
        (["name", "Naam"], False, {0: "name"}),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_dutch_and_english_headers(headers, persons, expected):
    assert guess(headers, persons=persons).items() >= expected.items()


def test_a_list_shows_new_changed_unchanged_alike_and_wrong_rows_and_comes_in_whole(bring, now):
    OrganisationFactory(name="Nidos", website="https://nidos.example")
    OrganisationFactory(name="COA", kvk_number="01234567")
    alike = OrganisationFactory(name="Vluchtelingenwerk Nederland")
    client, run = bring(
        "Organisatie;KvK nummer;Website;Type\n"
        "Nidos;;nidos.example;\n"
        "Centraal Orgaan;1234567;;chain_partner\n"
        "Vluchtelingwerk Nederland;;;\n"
        "Nieuwe Stichting;;;\n"
        "Fout;12;geen adres;piraat\n"
    )
    assert states(run) == {
        "Nidos": "unchanged",
        "Centraal Orgaan": "changed",
        "Vluchtelingwerk Nederland": "ask",
        "Nieuwe Stichting": "new",
        "Fout": "problem",
    }
    assert len(run.rows.get(title="Fout").problems) == 3
    page = client.get(reverse("stakeholders:list-import", args=[run.pk])).content.decode()
    assert "Vluchtelingenwerk Nederland" in page
    client.post(reverse("stakeholders:list-write", args=[run.pk]))
    assert not Job.objects.filter(state="waiting").exists()
    decide(client, run, "Vluchtelingwerk Nederland", f"update:{alike.pk}")
    decide(client, run, "Fout", "skip")
    assert write(client, run, now).state == "done"
    assert run.counts == {"new": 1, "changed": 2, "unchanged": 1, "skipped": 1}
    alike.refresh_from_db()
    assert (alike.name, alike.version) == ("Vluchtelingwerk Nederland", 2)
    assert Organisation.objects.get(kvk_number="01234567").kinds.get().code == "chain_partner"
    assert not run.rows.exists()
    assert Organisation.objects.count() == 4


def test_another_one_is_made_new_and_a_decision_can_be_taken_back(bring, now):
    OrganisationFactory(name="Gemeente Utrecht")
    client, run = bring("name\nGemeente Utrechtt\n")
    decide(client, run, "Gemeente Utrechtt", "new")
    decide(client, run, "Gemeente Utrechtt", "")
    assert list_writing.waiting(run) == 1
    decide(client, run, "Gemeente Utrechtt", "new")
    write(client, run, now)
    assert Organisation.objects.count() == 2


def test_decisions_for_all_waiting_rows(bring, now):
    for name in ("Gemeente Utrecht", "Gemeente Haarlem"):
        OrganisationFactory(name=name)
    client, run = bring("name;kvk\nGemeente Utrechtt;\nGemeente Haarlemm;\nX;1\n")
    url = reverse("stakeholders:list-decide-all", args=[run.pk])
    client.post(url, {"decision": "update"})
    client.post(url, {"decision": "skip"})
    assert write(client, run, now).state == "done"
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Gemeente Utrechtt", "Gemeente Haarlemm"}


def test_a_record_changed_after_the_preview_refuses_and_keeps_decisions(bring, now):
    first = OrganisationFactory(name="Nidos", abbreviation="N")
    alike = OrganisationFactory(name="Gemeente Utrecht")
    client, run = bring("name;afkorting\nNidos;NID\nGemeente Utrechtt;\n")
    decide(client, run, "Gemeente Utrechtt", f"update:{alike.pk}")
    Organisation.objects.filter(pk=first.pk).update(abbreviation="Anders")
    job = write(client, run, now)
    assert (job.state, "1 rows came out otherwise" in job.message) == ("failed", True)
    assert run.state == "ready"
    assert run.rows.get(title="Nidos").look_again
    assert run.rows.get(title="Gemeente Utrechtt").decision == "update"
    first.refresh_from_db()
    assert first.abbreviation == "Anders"
    assert "Anders → NID" in client.get(reverse("stakeholders:list-import", args=[run.pk])).content.decode()
    assert write(client, run, now).state == "done"


def test_a_corrected_file_takes_over_the_decisions_about_rows_that_stayed(bring, now):
    alike = OrganisationFactory(name="Gemeente Utrecht")
    client, run = bring("name;kvk\nGemeente Utrechtt;\nFout;1\n")
    decide(client, run, "Gemeente Utrechtt", f"update:{alike.pk}")
    client, second = bring("name;kvk\nFout;12345678\nGemeente Utrechtt;\n", replaces=run)
    assert list_writing.waiting(second) == 0
    assert second.rows.get(title="Gemeente Utrechtt").target_id == alike.pk


def test_columns_are_remembered_for_a_list_with_the_same_headers(bring, client_as, communications, now):
    client, run = bring("Naam;Raar\nA;B\n")
    client.post(reverse("stakeholders:list-columns", args=[run.pk]), {"column_0": "name", "column_1": "abbreviation"})
    work(now)
    assert ImportMapping.objects.count() == 1
    _client, second = bring("Raar;Naam\nB;C\n")
    assert second.mapping == {"0": "abbreviation", "1": "name"}


@pytest.mark.parametrize("columns", [{"column_0": "name", "column_1": "name"}, {"column_0": "abbreviation"}])
def test_columns_that_cannot_be_are_refused_and_kept(bring, columns):
    client, run = bring("Naam;Raar\nA;B\n")
    response = client.post(reverse("stakeholders:list-columns", args=[run.pk]), columns)
    assert response.status_code == 422
    assert "selected" in response.content.decode()


def test_persons_come_in_with_their_function(bring, now):
    place = OrganisationFactory(name="Nidos", abbreviation="NID")
    known = PersonFactory(name="Anna Bakker", email="anna@nidos.example")
    client, run = bring(
        "Voornaam,Tussenvoegsel,Achternaam,E-mail,Organisatie,Functie,Vanaf\n"
        "Anna,,Bakker,ANNA@nidos.example,Nidos,Adviseur,1-2-2026\n"
        "Bram,de,Boer,bram@nidos.example,nid,Directeur,\n"
        "Carla,,Dros,carla@x.example,Onbekend,,\n",
        slug="personen",
    )
    assert states(run) == {"Anna Bakker": "changed", "Bram de Boer": "new", "Carla Dros": "problem"}
    decide(client, run, "Carla Dros", "skip")
    assert write(client, run, now).state == "done"
    position = known.positions.get()
    assert (position.organisation, position.title, position.from_on) == (place, "Adviseur", date(2026, 2, 1))
    bram = Person.objects.get(email="bram@nidos.example")
    assert "list.csv" in bram.source
    client, again = bring(
        "Voornaam,Tussenvoegsel,Achternaam,E-mail,Organisatie,Functie,Vanaf\n"
        "Bram,de,Boer,bram@nidos.example,nid,Directeur,\n",
        slug="personen",
    )
    assert states(again) == {"Bram de Boer": "unchanged"}


def test_a_person_at_two_organisations_is_made_once(bring, now):
    for name in ("Nidos", "Vluchtelingenwerk"):
        OrganisationFactory(name=name)
    client, run = bring(
        "naam,email,organisatie\nAnna,a@x.example,Nidos\nAnna,a@x.example,Vluchtelingenwerk\nAnna,a@x.example,Nidos\n",
        slug="personen",
    )
    assert [row.state for row in run.rows.all()] == ["new", "new", "problem"]
    client.post(reverse("stakeholders:list-decide-all", args=[run.pk]), {"decision": "skip"})
    write(client, run, now)
    assert Person.objects.get().positions.count() == 2


def test_a_function_in_a_period_that_is_taken_is_a_problem(bring):
    person = PersonFactory(name="Anna", email="a@x.example")
    PositionFactory(person=person, organisation__name="Nidos", from_on=START, until_on=date(2026, 6, 30))
    _client, run = bring("naam,email,organisatie,sinds\nAnna,a@x.example,Nidos,1-3-2026\n", slug="personen")
    assert "in that period already" in run.rows.get().problems[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("lijst.xlsx", b"naam;kvk\nA;1\n", "something else"),
        ("lijst.csv", b"PK\x03\x04rest", "workbook or a zip"),
        ("lijst.csv", b"", "empty"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_at_the_field(client_as, name, content, words):
    response = client_as("communications").post(
        reverse("stakeholders:list-upload", args=["organisaties"]), {"file": SimpleUploadedFile(name, content)},
        headers={"accept-language": "en"},
    )  # fmt: skip
    assert response.status_code == 422
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"naam;kvk\n", "no rows"),
        (b"naam;kvk\nA;1;2\n", "Line 2 has more cells"),
        (b"naam;kvk\n\"A;1\n", "quotation mark"),
        (b"\xd0\xcf\x11\xe0old", "old Excel"),
        (b"naam\n" + b"A\n" * 5, "more than 3 rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(content, words):
    with pytest.raises(UnreadableFile, match=words):
        read_raw(content, name="lijst.csv", max_bytes=MAX_BYTES, max_rows=3)


def test_a_workbook_is_read_like_a_csv():
    target = io.BytesIO()
    write_xlsx(target, ["Naam", "KvK"], [["Nidos", 12345678]], sheet="Lijst")
    table = read_raw(target.getvalue(), name="lijst.xlsx", max_bytes=MAX_BYTES)
    assert (table.headers, [cells for _line, cells in table.rows]) == (("Naam", "KvK"), [("Nidos", "12345678")])


def test_a_list_that_would_break_a_rule_of_the_database_writes_nothing(bring, now, monkeypatch):
    client, run = bring("name\nA een\nB twee\n")
    ImportRow.objects.filter(run=run).update(values={"name": "Dezelfde"})
    monkeypatch.setattr(list_writing, "compare", lambda **options: 0)
    job = write(client, run, now)
    assert (job.state, "Nothing was imported" in job.message) == ("failed", True)
    assert not Organisation.objects.exists()


def test_a_stopped_import_writes_nothing(bring, now):
    client, run = bring("name\nA een\n")
    client.post(reverse("stakeholders:list-write", args=[run.pk]))
    job = Job.objects.get(state="waiting")
    client.post(reverse("job-cancel", args=[job.pk]))
    work(now)
    assert not Organisation.objects.exists()
    assert client.get(reverse("stakeholders:list-import", args=[run.pk])).status_code == 200


def test_a_list_is_thrown_away_with_its_rows(bring):
    client, run = bring("name\nA een\n")
    client.post(reverse("stakeholders:list-discard", args=[run.pk]))
    assert not ImportRow.objects.exists()


def test_a_decision_to_update_needs_a_record(bring):
    _client, run = bring("name\nA een\n")
    with pytest.raises(IntegrityError), transaction.atomic():
        run.rows.update(decision="update", target_id=None)
    with pytest.raises(list_writing.DecisionRefused):
        list_writing.decide(row=run.rows.get(), decision="update", target=5, at=run.created_at)


def test_an_import_belongs_to_who_started_it(bring, client_as):
    _client, run = bring("name\nA een\n")
    url = reverse("stakeholders:list-import", args=[run.pk])
    assert client_as("account_manager").get(url).status_code == 404
    assert client_as("researcher").get(url).status_code == 403
    assert client_as("administrator").get(reverse("stakeholders:list-upload", args=["personen"])).status_code == 403


def test_the_rows_of_an_import_hold_no_file(bring, now):
    _client, run = bring("name\nA een\n")
    assert not Job.objects.exclude(upload="").exists()
    assert json.dumps(run.rows.get().cells) == '["A een"]'
