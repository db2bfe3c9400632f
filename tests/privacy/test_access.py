"""A person asks what is kept: one file, made in the background, fetched with a link and a code, every step logged."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest

from accounts.exceptions import NoPackage, NotThisMove, WrongCode
from accounts.models import AuditEntry, PrivacyFile
from accounts.models.privacy import RequestState
from accounts.services import privacy_requests
from core.mail import send_due
from core.models import OutgoingMail

from .conftest import data_files
from .names import EMAIL, NAME

pytestmark = pytest.mark.django_db


def contents(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def released(person, prepared, privacy_officer, now):
    """A request whose file has been released: (request, code)."""
    request = prepared("access")
    code = privacy_requests.release(request=request, by=privacy_officer, at=now)
    request.refresh_from_db()
    return request, code


def test_the_file_holds_what_every_app_keeps_to_read_and_for_a_machine(person, prepared, privacy_officer, now):
    request = prepared("access")
    files = contents(privacy_requests.open_package(request=request, reason="controle", by=privacy_officer, at=now))
    assert files["gegevens.pdf"].startswith(b"%PDF")
    text = files["gegevens.json"].decode()
    for what in (NAME, EMAIL, "Bestuurder", "Stichting Proef", "Nogmaals", f"Dag {NAME}"):
        assert what in text
    assert json.loads(text)["mentions"] != []
    assert AuditEntry.objects.get(action="export").detail == "controle"


def test_the_file_of_somebody_who_is_in_every_table_has_headings_that_can_be_read(
    everywhere, prepared, privacy_officer, now
):
    request = prepared("access")
    files = contents(privacy_requests.open_package(request=request, reason="controle", by=privacy_officer, at=now))
    data = {part["heading"]: part["rows"] for part in json.loads(files["gegevens.json"])["data"]}
    assert set(data) >= {
        "In het register",
        "Uw functies",
        "Andere manieren om u te bereiken",
        "Op welke grond en uit welke bron wij iets bewaren",
        "Contactmomenten waarbij u was",
        "Contactmomenten waarbij uw adres is genoteerd",
        "Bijeenkomsten waarvoor u bent uitgenodigd",
        "Mail van u of aan u die wij ontvingen",
        "Aankondigingen van een ander vast contact",
        "Segmenten waarin u met de hand bent gezet",
        "Gegevens van u die zijn samengevoegd",
        "Lijsten die worden geïmporteerd",
        "Bestanden bij deze contactmomenten en bijeenkomsten",
    }
    assert any("Ik kom later" in str(row) for row in data["Bijeenkomsten waarvoor u bent uitgenodigd"])
    assert any("Vorige Werkgever" in str(row) for row in data["Uw functies"])
    # Secrets of links, and what was said about others, are not copied.
    assert not {"link key", "link_key", "link_hash"} & {
        label for rows in data.values() for row in rows for label in row
    }
    assert "cijfers" not in files["gegevens.json"].decode()


def test_answers_are_never_in_the_file_and_it_says_so(person, prepared, privacy_officer, now):
    request = prepared("access")
    files = contents(privacy_requests.open_package(request=request, reason="controle", by=privacy_officer, at=now))
    assert "90 da" in files["gegevens.json"].decode()


def test_the_officer_sees_kinds_and_counts_and_the_person_gets_a_link_by_mail_and_a_code_otherwise(
    released, now, client_as
):
    request, code = released
    assert NAME not in json.dumps(request.outcome)
    assert (request.state, request.email) == (RequestState.DONE, "")
    mail = OutgoingMail.objects.filter(mailing__kind="accounts.privacy").get()
    assert "[[data_link]]" in mail.text
    assert code not in mail.text
    send_due(at=now + timedelta(minutes=5))
    link = next(
        found.group(0).decode()
        for path in data_files()
        if path.suffix == ".eml"
        and (found := re.search(rb"/inzage/\d+/[\w-]+", path.read_bytes().replace(b"=\n", b"")))
    )
    client = client_as(None)
    assert client.get(f"{link}/").status_code == 200
    assert client.post(f"{link}/", {"code": "aaaa-bbbb-cccc"}).status_code == 422
    response = client.post(f"{link}/", {"code": code.upper()})
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "no-store"
    assert set(contents(response.content)) == {"gegevens.pdf", "gegevens.json"}
    log = AuditEntry.objects.filter(action="export", actor=None).order_by("id")
    assert [entry.result for entry in log] == ["refused", "ok"]


def test_five_wrong_codes_close_the_door_until_there_is_a_new_code(released, privacy_officer, now):
    request, code = released
    token = privacy_requests.link_token(request.pk)
    for _time in range(5):
        with pytest.raises(WrongCode):
            privacy_requests.fetch_package(pk=request.pk, token=token, code="wrong", at=now)
    with pytest.raises(NoPackage):
        privacy_requests.fetch_package(pk=request.pk, token=token, code=code, at=now)
    fresh = privacy_requests.renew_code(request=request, by=privacy_officer, at=now)
    assert privacy_requests.fetch_package(pk=request.pk, token=token, code=fresh, at=now)


def test_another_address_or_a_file_past_its_time_gives_nothing(released, now, client_as):
    request, code = released
    token = privacy_requests.link_token(request.pk)
    for pk, key, at in (
        (request.pk, "x" * 32, now),
        (request.pk + 1, token, now),
        (request.pk, token, now + timedelta(days=14)),
    ):
        with pytest.raises(NoPackage):
            privacy_requests.fetch_package(pk=pk, token=key, code=code, at=at)
    assert client_as(None).post(f"/inzage/{request.pk}/bestaat-niet/", {"code": code}).status_code == 404


def test_a_file_handed_over_on_paper_is_removed_at_once(person, prepared, privacy_officer, now):
    request = prepared("access")
    privacy_requests.handed_over(request=request, by=privacy_officer, at=now)
    assert not PrivacyFile.objects.exists()
    with pytest.raises((NotThisMove, NoPackage)):
        privacy_requests.handed_over(request=request, by=privacy_officer, at=now)


def test_without_an_address_there_is_nothing_to_mail(person, prepared, privacy_officer, now):
    request = prepared("access", email="", name=NAME)
    with pytest.raises(NoPackage):
        privacy_requests.release(request=request, by=privacy_officer, at=now)


def test_a_preparation_that_fails_leaves_the_request_as_it_was(person, ask, privacy_officer, now, monkeypatch):
    from accounts.services import privacy_package
    from core.jobs import run_job

    request = ask("access")
    monkeypatch.setattr(privacy_package, "gather", lambda subject: 1 / 0)
    job = privacy_requests.prepare(request=request, chosen=[], by=privacy_officer, at=now)
    run_job(job_id=str(job.pk), at=now)
    request.refresh_from_db()
    assert request.state == RequestState.OPEN


def test_the_term_is_one_month_and_at_most_three(ask, privacy_officer, now):
    request = ask("access")
    assert str(request.due_on) == "2026-12-15"
    privacy_requests.take_more_time(request=request, months=3, reason="veel verzoeken", by=privacy_officer, at=now)
    request.refresh_from_db()
    assert str(request.due_on) == "2027-02-15"


def test_a_refusal_has_a_reason_and_forgets_who_it_was_about(ask, privacy_officer, now):
    request = ask("access")
    privacy_requests.end_without_doing(
        request=request, state=RequestState.REFUSED, reason="niet van deze persoon", by=privacy_officer, at=now
    )
    request.refresh_from_db()
    assert (request.state, request.email, len(request.hashes)) == (RequestState.REFUSED, "", 1)
