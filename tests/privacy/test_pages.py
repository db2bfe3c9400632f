"""The pages of the privacy officer: what each shows, what bad input gets, and that nobody else comes in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, PrivacyRequest
from core.jobs import run_job
from core.models import Job, RetentionPeriod, RetentionRun
from stakeholders.models import Person
from tests.query_counts import query_counts

from .conftest import EMAIL, NAME

pytestmark = pytest.mark.django_db

FORM = {
    "kind": "erasure",
    "email": EMAIL,
    "asked_on": "2026-11-10",
    "asked_by": "person",
    "ground": "objection",
    "identity_check": "teruggebeld",
}


@pytest.fixture
def client(client_as, privacy_officer):
    return client_as(privacy_officer)


def page(name: str, *args: object) -> str:
    return reverse(f"accounts:{name}", args=args)


def test_from_request_to_erased_in_the_browser(client, person, django_capture_on_commit_callbacks):
    response = client.post(page("privacy-request-add"), FORM)
    request = PrivacyRequest.objects.get()
    assert response.url == request.get_absolute_url()
    shown = client.get(request.get_absolute_url()).content.decode()
    assert f'value="stakeholders:person:{person.pk}" checked' in shown
    client.post(page("privacy-request-prepare", request.pk), {"chosen": [f"stakeholders:person:{person.pk}"]})
    run_job(job_id=str(Job.objects.get(kind="accounts.privacy_prepare").pk), at=request.created_at)
    erase = page("privacy-request-erase", request.pk)
    assert f"Bel {NAME} op" in client.get(erase).content.decode()
    refused = client.post(erase, {"number": request.pk + 1})
    assert refused.status_code == 422
    assert len(refused.context["form"].errors) == 2
    kept = client.post(erase, {"number": request.pk, "looked": "on", "keep": ["stakeholders_organisation"]})
    assert list(kept.context["form"].errors) == ["why_kept"]
    client.post(erase, {"number": request.pk, "looked": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        run_job(job_id=str(Job.objects.get(kind="accounts.privacy_erase").pk), at=request.created_at)
    done = client.get(request.get_absolute_url()).content.decode()
    assert NAME not in done
    assert EMAIL not in done
    assert Person.objects.get().name == "[verwijderd]"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "geen adres"}, "email"),
        ({"ground": ""}, "ground"),
        ({"asked_on": "2099-01-01"}, "asked_on"),
        ({"other_words": "Jan"}, "other_words"),
        ({"identity_check": ""}, "identity_check"),
        ({"kind": "x"}, "kind"),
    ],
)
def test_bad_input_gets_a_sentence_at_the_field_and_keeps_what_was_typed(client, change, field):
    response = client.post(page("privacy-request-add"), {**FORM, **change})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "teruggebeld" in response.content.decode() or field == "identity_check"
    assert not PrivacyRequest.objects.exists()


def test_the_list_filters_sorts_and_is_exported_as_shown_without_a_name(client, ask):
    first, second = ask("access", name=NAME), ask("erasure", name=NAME)
    shown = client.get(page("privacy-requests"), {"kind": "access", "sort": "-due_on"}).content.decode()
    assert first.get_absolute_url() in shown
    assert second.get_absolute_url() not in shown
    assert NAME not in shown
    rows = client.get(page("privacy-requests-csv"), {"kind": "access"}).content.decode().splitlines()
    assert len(rows) == 2
    assert NAME not in rows[1]


def test_the_home_page_says_what_must_be_answered_and_marks_what_is_late(client, ask, now):
    ask("access", asked_on=(now - timedelta(days=80)).date())
    shown = client.get("/").content.decode()
    assert "te laat" in shown


def test_the_pages_ask_a_constant_number_of_queries(client, ask, person, now):
    request = ask("access")
    for _time in range(3):
        ask("erasure", name=NAME)
    client.get(page("privacy-requests"))
    with query_counts("accounts:privacy-requests"):
        client.get(page("privacy-requests"))
    with query_counts("accounts:privacy-request"):
        client.get(request.get_absolute_url())
    with query_counts("accounts:retention"):
        client.get(page("retention"))


def test_the_file_is_downloaded_with_a_reason_only(client, person, prepared):
    request = prepared("access")
    address = page("privacy-request-file", request.pk)
    assert client.post(address, {}).status_code == 422
    response = client.post(address, {"reason": "op papier overhandigen"})
    assert response["Content-Type"] == "application/zip"
    assert AuditEntry.objects.filter(action="export", detail="op papier overhandigen").exists()


def test_the_code_is_shown_once(client, person, prepared):
    request = prepared("access")
    client.post(page("privacy-request-release", request.pk))
    first = client.get(request.get_absolute_url())
    assert first.context["code"]
    assert client.get(request.get_absolute_url()).context["code"] == ""


@pytest.mark.parametrize("name", ["refuse", "withdraw", "more-time"])
def test_ending_and_delaying_need_a_reason(client, ask, name):
    request = ask("access")
    address = page(f"privacy-request-{name}", request.pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"months": "2"}).status_code == 422
    assert client.post(address, {"months": "2", "reason": "Er zijn veel verzoeken."}).url == request.get_absolute_url()
    client.get(request.get_absolute_url())


def test_what_cannot_be_done_now_is_said_and_does_nothing(client, ask):
    request = ask("erasure")
    for name in ("privacy-request-release", "privacy-request-handed-over", "privacy-request-code"):
        assert client.post(page(name, request.pk)).url == request.get_absolute_url()
    assert client.get(page("privacy-request-erase", request.pk)).url == request.get_absolute_url()
    request.refresh_from_db()
    assert request.state == "open"


def test_a_removal_is_held_with_a_reason_and_let_go_again(client, now):
    run = RetentionRun.objects.create(
        name="stakeholders.persons", reported_at=now, due=3, not_before=now + timedelta(days=7)
    )
    assert client.post(page("retention-hold", run.pk), {}).status_code == 422
    client.post(page("retention-hold", run.pk), {"reason": "onderzoek"})
    run.refresh_from_db()
    assert run.held_reason == "onderzoek"
    assert "onderzoek" in client.get(page("retention")).content.decode()
    client.post(page("retention-let-go", run.pk))
    run.refresh_from_db()
    assert run.held_at is None


def test_a_period_is_changed_within_reason_and_a_promise_is_not(client):
    address = page("retention-period", "stakeholders.persons")
    assert client.post(address, {"days": "5", "reason": "kort"}).status_code == 422
    client.post(address, {"days": "365", "reason": "selectielijst"})
    assert RetentionPeriod.objects.get().days == 365
    assert client.get(page("retention-period", "measurements.frames")).status_code == 404
