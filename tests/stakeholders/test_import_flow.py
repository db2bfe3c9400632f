"""Importing a list in the browser and by command: preview, confirm, whole or not at all, twice changes nothing."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

import stakeholders
from core.imports import CHECK, FileChanged, ImportRefused, check_list, import_list
from core.jobs import run_job
from core.models import Job
from stakeholders.imports import ORGANISATIONS
from stakeholders.models import Organisation

from .factories import OrganisationFactory

pytestmark = pytest.mark.django_db
REAL = Path(stakeholders.__file__).parent / "data" / "organisations.csv"
HEADER = "name;abbreviation;kinds;domains;in_measurement;website;kvk_number\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def check(text, now):
    return check_list(kind=ORGANISATIONS, source=(HEADER + text).encode(), by=None, at=now)


def import_(text, now, **options):
    return import_list(kind=ORGANISATIONS, source=(HEADER + text).encode(), by=None, at=now, **options)


def test_the_real_list_comes_in_whole_and_a_second_time_changes_nothing(now):
    first = import_list(kind=ORGANISATIONS, source=REAL.read_bytes(), by=None, at=now)
    second = import_list(kind=ORGANISATIONS, source=REAL.read_bytes(), by=None, at=now)
    assert first.counts == {"new": 69, "changed": 0, "unchanged": 0}
    assert second.counts == {"new": 0, "changed": 0, "unchanged": 69}
    duo = Organisation.objects.get(abbreviation="DUO")
    assert {kind.code for kind in duo.kinds.all()} == {"chain_partner", "comparable_agency"}
    assert Organisation.objects.in_measurement().count() == 52


def test_a_check_writes_nothing(now):
    report = check("Nidos;;chain_partner;asylum;yes;https://nidos.example;\n", now)
    assert report.counts["new"] == 1
    assert report.may_import
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A;;pirate;;yes;;", "unknown kind “pirate”"),
        ("A;;;sea;yes;;", "unknown domain “sea”"),
        ("A;;;;perhaps;;", "neither yes nor no"),
        ("A;;;;yes;no address;", "website"),
        ("A;;;;yes;;123", "not a number of 8 digits"),
        (";;;;yes;;", "“name” is empty"),
        (f"{'x' * 201};;;;;;", "name"),
    ],
)
def test_one_bad_row_stops_the_whole_file_and_is_named_by_line(now, row, words):
    with pytest.raises(ImportRefused) as refusal:
        import_(f"Good;;;;yes;;\n{row}\n", now)
    problem = refusal.value.report.problems[0]
    assert (problem.line, words in problem.text) == (3, True)
    assert not Organisation.objects.exists()


def test_an_empty_cell_leaves_what_is_known(now):
    known = OrganisationFactory(name="Nidos", abbreviation="N", website="https://nidos.example", in_measurement=True)
    assert import_("NIDOS;;;;;;\n", now).counts["changed"] == 1
    known.refresh_from_db()
    assert (known.name, known.abbreviation, known.website, known.in_measurement) == (
        "NIDOS",
        "N",
        "https://nidos.example",
        True,
    )


def test_a_number_recognises_an_organisation_under_a_new_name(now):
    known = OrganisationFactory(name="Oud", kvk_number="12345678")
    report = import_("Nieuw;;;;;;12345678\n", now)
    assert [(row.state, row.detail) for row in report.samples] == [("changed", "name: Oud → Nieuw")]
    known.refresh_from_db()
    assert (known.name, known.version) == ("Nieuw", 2)


def test_a_row_that_points_at_two_organisations_is_a_problem(now):
    OrganisationFactory(name="A", kvk_number="12345678")
    OrganisationFactory(name="B")
    report = check("B;;;;;;12345678\n", now)
    assert "more than one organisation" in report.problems[0].text


def test_the_same_organisation_on_two_lines_is_a_problem(now):
    report = check("A;;;;yes;;\na;x;;;yes;;\n", now)
    assert [(problem.line, problem.text) for problem in report.problems] == [
        (3, "is about the same organisation as line 2")
    ]


def test_what_was_not_shown_is_not_imported(now):
    shown = check("A;;;;yes;;\n", now).as_json()
    with pytest.raises(FileChanged):
        import_("A;;;;no;;\n", now, shown=shown)
    OrganisationFactory(name="A")
    with pytest.raises(FileChanged):
        import_("A;;;;yes;;\n", now, shown=shown)
    assert Organisation.objects.get().in_measurement is False


def upload(client, content, name="list.csv"):
    return client.post(reverse("import", args=["organisations"]), {"file": SimpleUploadedFile(name, content)})


def run_last(kind, now):
    job = Job.objects.filter(kind=kind).latest("created_at")
    run_job(job_id=str(job.pk), at=now)
    job.refresh_from_db()
    return job


def test_an_administrator_uploads_looks_and_confirms(client_as, administrator, now):
    client = client_as(administrator)
    assert "name" in client.get(reverse("import", args=["organisations"])).content.decode()
    response = upload(client, REAL.read_bytes())
    job = run_last(CHECK, now)
    assert response.url == reverse("job", args=[job.pk])
    page = client.get(response.url).content.decode()
    assert "Centraal Orgaan opvang asielzoekers" in page
    assert not Organisation.objects.exists()
    response = client.post(reverse("import-confirm", args=[job.pk]))
    done = run_last("core.import_list", now)
    assert (done.state, done.message) == ("done", "")
    assert Organisation.objects.count() == 69
    assert client.get(response.url).status_code == 200
    event = Organisation.objects.first().history.first()
    assert event.pgh_context["user"] == administrator.pk


def test_a_file_with_problems_cannot_be_confirmed(client_as, administrator, now):
    client = client_as(administrator)
    upload(client, b"name;kinds\nA;pirate\n")
    job = run_last(CHECK, now)
    page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert "pirate" in page
    assert "invoeren" not in page
    assert client.post(reverse("import-confirm", args=[job.pk])).status_code == 404


def test_a_file_that_would_change_nothing_offers_no_import(client_as, administrator, now):
    client = client_as(administrator)
    upload(client, b"name\nA\n")
    client.post(reverse("import-confirm", args=[run_last(CHECK, now).pk]))
    run_last("core.import_list", now)
    upload(client, b"name\nA\n")
    job = run_last(CHECK, now)
    page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert reverse("import-confirm", args=[job.pk]) not in page
    assert reverse("import", args=["organisations"]) in page


def test_a_file_swapped_after_the_preview_is_refused(client_as, administrator, now):
    client = client_as(administrator)
    upload(client, b"name\nA\n")
    job = run_last(CHECK, now)
    with job.upload.storage.open(job.upload.name, "wb") as file:
        file.write(b"name\nB\n")
    client.post(reverse("import-confirm", args=[job.pk]))
    done = run_last("core.import_list", now)
    assert done.state == "failed"
    assert not Organisation.objects.exists()


def test_a_file_over_the_limit_is_refused_on_the_form(client_as, administrator, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    response = upload(client_as(administrator), b"x" * (1024 * 1024 + 1))
    assert response.status_code == 422
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", ["communications", "account_manager", "manager", "reader"])
def test_only_the_administrator_imports(client_as, role):
    client = client_as(role)
    assert client.get(reverse("import", args=["organisations"])).status_code == 403
    assert upload(client, b"name\nA\n").status_code == 403
    assert client.get(reverse("import", args=["nothing"])).status_code == 404


def test_somebody_elses_check_cannot_be_confirmed(client_as, administrator, make_user, now):
    upload(client_as(administrator), b"name\nA\n")
    job = run_last(CHECK, now)
    stranger = client_as(make_user("administrator"))
    assert stranger.post(reverse("import-confirm", args=[job.pk])).status_code == 404


def test_the_command_does_the_same(capsys, tmp_path):
    call_command("import_organisations", str(REAL))
    call_command("import_organisations", str(REAL))
    assert "69 new, 0 changed, 0 unchanged" in capsys.readouterr().out
    assert Organisation.objects.count() == 69
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"naam\n\n")
    with pytest.raises(CommandError):
        call_command("import_organisations", str(bad))
    with pytest.raises(CommandError):
        call_command("import_organisations", str(tmp_path / "absent.csv"))
