"""What a client gets wrong is the client's mistake: a 4xx or the page itself, never an error of ours."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import FormDraft
from measurements.services.instruments import import_instrument
from tests.measurements.asking import AT, document, raw

pytestmark = pytest.mark.django_db

ENDLESS = "9" * 5000
PAST_THE_CHECK = "000000000001" + ENDLESS

GETS = [
    (None, f"/gezegd-gedaan/?jaar={ENDLESS}"),
    (None, "/gezegd-gedaan/?jaar=%C2%B2&page=%00"),
    (None, f"/api/v1/resultaten?meting={PAST_THE_CHECK}"),
    (None, f"/api/v1/resultaten?pagina={PAST_THE_CHECK}"),
    (None, "/api/v1/resultaten?begrip=%00"),
    (None, f"/resultaten/{ENDLESS}/"),
    (None, "/postvak/%00/"),
    (None, "/postvak/?zoek=%00&page=-1"),
    (None, "/volg/%00/"),
    (None, "/signaal/?taal=%00"),
    (None, "/taal/setlang/"),
    ("manager", "/rapporten/2026-10/?versie=%C2%B2"),
    ("manager", f"/rapporten/2026-10/?versie={ENDLESS}"),
    ("manager", f"/rapporten/2026-10/v{ENDLESS}.pdf"),
    ("manager", "/rapporten/2026-13/"),
    ("manager", "/rapporten/0000-00/"),
    ("account_manager", "/organisaties/?per_page=0"),
    ("account_manager", "/organisaties/?per_page=-1"),
    ("account_manager", "/organisaties/?page=-1&sort=%00"),
    ("account_manager", "/organisaties/?soort=%00&q=%00"),
    ("account_manager", f"/organisaties/{ENDLESS}/"),
    ("account_manager", "/personen/?per_page=0&q=%00"),
    ("communications", "/signalen/?per_page=0"),
    ("communications", f"/signalen/?domain={ENDLESS}&owner={ENDLESS}&late=%00"),
    ("administrator", "/beheer/gebruikers/?per_page=0&q=%00"),
    ("privacy_officer", "/beheer/logboek/?since=2026-13-45&until=%00&per_page=-5"),
    ("researcher", "/metingen/?per_page=0"),
    ("researcher", "/zoeken/?q=%00%00"),
]


@pytest.mark.parametrize(("role", "address"), GETS, ids=[f"{role}:{address[:60]}" for role, address in GETS])
def test_a_strange_address_is_no_error_of_ours(role, address, client_as):
    client = client_as(role)
    client.raise_request_exception = False
    assert client.get(address).status_code < 500


def test_a_page_of_a_list_is_never_longer_than_we_say(client_as, make_user):
    for _number in range(60):
        make_user("reader")
    page = client_as("administrator").get("/beheer/gebruikers/?per_page=100000")
    assert page.content.decode().count("/beheer/gebruikers/") < 60


@pytest.fixture
def researcher_client(client_as):
    client = client_as("researcher")
    client.raise_request_exception = False
    return client


def test_a_draft_keeps_what_was_typed_without_zero_bytes(researcher_client):
    answer = researcher_client.post("/concepten/bewaren/", {"draft_key": "x:1", "te\0xt": "be\0fore", "ok": "yes"})
    assert answer.status_code == 200
    assert FormDraft.objects.get().data == {"text": ["before"], "ok": ["yes"]}


@pytest.mark.parametrize("key", ["a\0b", "x" * 5000, "", "Ω"])
def test_throwing_away_a_draft_under_a_strange_name_does_nothing(researcher_client, key):
    assert researcher_client.post("/concepten/weggooien/", {"draft_key": key}).status_code == 302


@pytest.mark.parametrize(
    "referer", ["http://[", "http://testserver//evil.example/x", "http://testserver/\\evil.example"]
)
def test_a_small_action_returns_to_this_site_whatever_the_browser_says(researcher_client, referer):
    answer = researcher_client.post("/concepten/weggooien/", {"draft_key": "x"}, headers={"referer": referer})
    assert answer.status_code == 302
    assert answer["Location"] == "/"


@pytest.mark.parametrize("chosen", ["²", ENDLESS, "-1", "\0"])
def test_a_questionnaire_that_is_no_number_is_refused_in_the_form(researcher_client, chosen):
    import_instrument(raw=raw(document()), by=None, at=AT)
    answer = researcher_client.post("/metingen/nieuw/stakeholders/", {"instrument_version": chosen, "title": "x"})
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({**document(), "title": {"nl": "a\0b", "en": "x"}}),
        json.dumps({**document(), "title": {"nl": "\ud800", "en": "x"}}),
        '{"version": ' + ENDLESS + "}",
        "[" * 5000,
    ],
    ids=["zero byte", "half a character", "endless number", "nested"],
)
def test_a_questionnaire_that_cannot_be_stored_is_refused_with_words(researcher_client, text):
    answer = researcher_client.post(
        "/metingen/vragenlijsten/importeren/", {"file": SimpleUploadedFile("v.json", text.encode())}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("sent_as", ["multipart/form-data", "application/json", "multipart/form-data; boundary=", "x"])
def test_a_form_sent_as_something_else_is_refused(client_as, sent_as):
    client = client_as(None)
    client.raise_request_exception = False
    for address in ("/account/login/", "/signaal/", "/s/", "/volg/"):
        assert client.post(address, b"\0\xff{", content_type=sent_as).status_code < 500
