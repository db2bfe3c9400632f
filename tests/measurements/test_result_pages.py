"""Result pages, open data and API: what they show and refuse, and that nothing small leaks through any of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from measurements.choices import State
from measurements.models import Result, Wave
from measurements.services.results import score_wave

from .result_waves import AT, file_answers, make_wave, spread_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> Wave:
    """West 120 and east 47 answers may be shown; south (7) may not, nor north (24), which would give it away."""
    wave = make_wave(state=State.PUBLISHED, title="Publieksmeting")
    for region, n in (("west", 120), ("east", 47), ("north", 24), ("south", 7)):
        file_answers(wave, spread_answers(n), strata={"region": region})
    score_wave(wave_id=wave.pk, at=AT)
    return wave


def words(response: object) -> str:
    content = b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content  # type: ignore[attr-defined]
    return content.decode()


def test_page_of_a_wave_shows_score_margin_and_answers(published: Wave, client_as: Callable[..., Client]) -> None:
    response = client_as("manager").get(f"/metingen/{published.pk}/resultaten/", headers={"accept-language": "en"})
    page = words(response)
    assert "Publieksmeting" in page
    assert "Reputatie" in page
    reputation = Result.objects.get(wave=published, construct="REP", cut="")
    assert f"{reputation.mean:.1f}".replace(".", ",") in page or f"{reputation.mean:.1f}" in page
    assert re.search(r"waarschijnlijk tussen|probably between", page)
    assert ">198<" in page


@pytest.mark.parametrize("state", [State.DRAFT, State.READY, State.OPEN])
def test_results_of_an_open_wave_are_refused_everywhere(state: str, client_as: Callable[..., Client]) -> None:
    wave = make_wave(state=state)
    file_answers(wave, spread_answers(60))
    page = words(client_as("researcher").get(f"/metingen/{wave.pk}/resultaten/"))
    assert "app-chart" not in page
    assert "<table" not in page
    assert client_as(None).get(f"/resultaten/{wave.pk}/").status_code == 404
    assert client_as(None).get(f"/api/v1/resultaten?meting={wave.pk}").json()["aantal"] == 0


def test_a_closed_wave_is_not_public(client_as: Callable[..., Client]) -> None:
    wave = make_wave()
    file_answers(wave, spread_answers(60))
    score_wave(wave_id=wave.pk, at=AT)
    client = client_as(None)
    assert client.get(f"/resultaten/{wave.pk}/").status_code == 404
    assert wave.title not in words(client.get("/resultaten/"))
    assert len(words(client.get("/resultaten/resultaten.csv")).splitlines()) == 1
    assert client.get("/api/v1/resultaten").json()["aantal"] == 0


def test_a_wave_below_the_floor_says_that_it_was_destroyed(client_as: Callable[..., Client]) -> None:
    wave = make_wave()
    file_answers(wave, spread_answers(9))
    page = words(client_as("manager").get(f"/metingen/{wave.pk}/resultaten/"))
    assert "app-empty" in page
    assert ">9<" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/metingen/{wave}/resultaten/",
        "/resultaten/{wave}/",
        "/resultaten/resultaten.csv",
        "/resultaten/resultaten.csv?excel=1",
        "/api/v1/resultaten",
        "/api/v1/resultaten?begrip=REP",
    ],
)
def test_nothing_about_a_hidden_group_is_on_any_page_file_or_api(
    address: str, published: Wave, client_as: Callable[..., Client]
) -> None:
    response = client_as("researcher").get(address.format(wave=published.pk))
    assert response.status_code == 200
    text = words(response)
    # What is stored is all that can be shown; no stored row has a number for the hidden groups.
    for row in Result.objects.filter(wave=published, category__in=["north", "south"]):
        assert (row.n, row.mean, row.low, row.high, row.se) == (None,) * 5
    if "json" in response["Content-Type"]:
        for row in response.json()["resultaten"]:
            if row["uitsplitsing"] and row["uitsplitsing"]["categorie"] in ("north", "south"):
                assert row["aantalAntwoorden"] is None
                assert row["gemiddelde"] is None
    # Neither the hidden counts nor what they add up to stand anywhere as a number of answers.
    for hidden in ("7 antwoorden", "24 antwoorden", "31 antwoorden", "7 answers", "24 answers", "31 answers"):
        assert not re.search(rf"(?<!\d){hidden}", text)


def test_open_data_has_every_shown_figure(published: Wave, client_as: Callable[..., Client]) -> None:
    rows = list(csv.DictReader(words(client_as(None).get("/resultaten/resultaten.csv")).splitlines()))
    found = {(row["construct"], row["category"]): row for row in rows}
    stored = Result.objects.get(wave=published, construct="REP", category="west")
    assert found["REP", "west"]["mean"] == str(stored.mean)
    assert found["REP", "west"]["n"] == "120"
    assert found["REP", "south"]["n"] == found["REP", "south"]["mean"] == ""


def test_api_follows_the_rules(published: Wave, client_as: Callable[..., Client]) -> None:
    client = client_as(None)
    response = client.get("/api/v1/resultaten?begrip=REP&niveau=public")
    assert response["API-Version"] == "1.0.0"
    assert response["Access-Control-Allow-Origin"] == "*"
    first = response.json()["resultaten"][0]
    assert first["uitsplitsing"] is None
    assert first["aantalAntwoorden"] == 198
    assert first["ondergrens"] < first["gemiddelde"] < first["bovengrens"]
    assert not response.cookies
    assert client.get("/api/v1/resultaten/").status_code == 404


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/v1/resultaten?niveau=alles&kleur=rood&pagina=0", 400),
        ("get", "/api/v1/resultaten?pagina=99", 400),
        ("get", "/api/v1/resultaten?meting=9999999999999999999", 400),
        ("get", "/api/v1/bestaat-niet", 404),
        ("post", "/api/v1/resultaten", 405),
    ],
)
def test_api_errors_are_problems(method: str, address: str, status: int, client_as: Callable[..., Client]) -> None:
    response = getattr(client_as(None), method)(address)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["API-Version"] == "1.0.0"
    assert response.json()["status"] == status
    if "kleur" in address:
        assert {error["name"] for error in response.json()["errors"]} == {"niveau", "kleur", "pagina"}


def test_openapi_document_describes_what_is_answered(published: Wave, client_as: Callable[..., Client]) -> None:
    client = client_as(None)
    document = client.get("/api/v1/openapi.json").json()
    assert set(document["info"]["contact"]) == {"name", "email", "url"}
    for path, name, schema in (
        ("/resultaten", "resultaten", "Resultaat"),
        ("/eerdere-resultaten", "eerdereResultaten", "EerderResultaat"),
    ):
        assert path in document["paths"]
        body = client.get(f"/api/v1{path}").json()
        for row in body[name]:
            assert set(row) == set(document["components"]["schemas"][schema]["properties"])


def test_preflight_is_answered(client_as: Callable[..., Client]) -> None:
    response = client_as(None).options("/api/v1/resultaten")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/metingen/resultaten/", "/metingen/eerder-gepubliceerd/"])
def test_staff_pages_are_closed_to_strangers(address: str, client_as: Callable[..., Client]) -> None:
    assert client_as(None).get(address).status_code == 302
    assert client_as("privacy_officer").get(address).status_code == 403
    assert client_as("account_manager").get(address).status_code == 200
    assert client_as("account_manager").post(address).status_code == 405


def test_a_wave_that_does_not_exist_is_not_found(client_as: Callable[..., Client]) -> None:
    assert client_as("manager").get("/metingen/999999/resultaten/").status_code == 404


def test_export_asks_a_purpose_and_starts_a_job(published: Wave, client_as: Callable[..., Client]) -> None:
    from core.models import Job

    client = client_as("researcher")
    address = f"/metingen/{published.pk}/antwoorden/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"purpose": "kort", "file_format": "csv"}).status_code == 422
    assert not Job.objects.exists()
    response = client.post(address, {"purpose": "Analyse voor het jaarplan", "file_format": "sav"})
    assert response.status_code == 302
    assert Job.objects.get().parameters["file_format"] == "sav"


@pytest.mark.parametrize("role", ["manager", "communications", "bureau_researcher", "administrator"])
def test_only_a_researcher_may_export(role: str, published: Wave, client_as: Callable[..., Client]) -> None:
    assert client_as(role).get(f"/metingen/{published.pk}/antwoorden/").status_code == 403


def test_export_job_makes_the_file_and_the_log(published: Wave, client_as: Callable[..., Client]) -> None:
    from core.jobs import run_job
    from core.models import Job
    from measurements.models import ResponseExport

    client = client_as("researcher")
    client.post(
        f"/metingen/{published.pk}/antwoorden/", {"purpose": "Analyse voor het jaarplan", "file_format": "csv"}
    )
    job = Job.objects.get()
    run_job(job_id=str(job.pk), at=AT)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    with job.output.open("rb") as file:
        assert len(file.read().splitlines()) == 199
    assert ResponseExport.objects.get().by == job.started_by
    page = words(client.get(f"/taken/{job.pk}/"))
    assert "198" in page
    assert f"/taken/{job.pk}/bestand/" in page
    assert client_as("researcher").get(f"/taken/{job.pk}/bestand/").status_code == 404


def test_an_export_job_of_somebody_who_lost_the_right_is_refused(
    published: Wave, client_as: Callable[..., Client], researcher: User
) -> None:
    from core.jobs import run_job
    from core.models import Job
    from measurements.models import ResponseExport

    client_as(researcher).post(
        f"/metingen/{published.pk}/antwoorden/", {"purpose": "Analyse voor het jaarplan", "file_format": "csv"}
    )
    researcher.groups.clear()
    job = Job.objects.get()
    run_job(job_id=str(job.pk), at=AT)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert not job.output
    assert not ResponseExport.objects.exists()
