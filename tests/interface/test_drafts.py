"""Drafts of forms: saved while typing, restored on opening, gone when sent, seen by nobody else."""

from datetime import timedelta

import pytest
from django.test import Client

from core.drafts import DraftTooLarge, InvalidDraftKey, discard_draft, open_draft, remove_old_drafts, save_draft
from core.models import FormDraft
from tests.interface.styleguide import SignalForm

pytestmark = pytest.mark.django_db


def test_what_was_typed_comes_back_into_the_form(communications, now):
    data = {"title": ["Wachttijd"], "kind": ["b"], "about": ["asiel", "x"], "agree": ["on"], "due": ["2026-12-01"]}
    save_draft(user=communications, key="signal:new", data=data, at=now)
    form = SignalForm()
    open_draft(user=communications, key="signal:new").restore(form)
    html = form.as_div()
    assert 'value="Wachttijd"' in html
    assert 'value="2026-12-01"' in html
    for identifier in ("id_kind_1", "id_about_0_0", "id_about_1_0", "id_agree"):
        tag = html[html.rindex("<input", 0, html.index(f'id="{identifier}"')) :]
        assert "checked" in tag[: tag.index(">")], identifier


def test_a_sent_form_is_not_overwritten_by_the_draft(communications, now):
    save_draft(user=communications, key="signal:new", data={"title": ["Oud"]}, at=now)
    form = SignalForm({"title": "Nieuw"})
    open_draft(user=communications, key="signal:new").restore(form)
    assert form["title"].value() == "Nieuw"


def test_the_last_draft_replaces_the_one_before(communications, now):
    save_draft(user=communications, key="signal:new", data={"title": ["a"]}, at=now)
    save_draft(user=communications, key="signal:new", data={"title": ["b"]}, at=now)
    assert FormDraft.objects.get().data == {"title": ["b"]}


def test_nobody_sees_the_draft_of_another(communications, researcher, now):
    save_draft(user=communications, key="signal:new", data={"title": ["geheim"]}, at=now)
    assert not open_draft(user=researcher, key="signal:new").exists


def test_tokens_and_passwords_are_never_kept(communications, now):
    data = {"csrfmiddlewaretoken": ["x"], "draft_key": ["k"], "password1": ["p"], "title": ["t"]}
    assert save_draft(user=communications, key="k", data=data, at=now).data == {"title": ["t"]}


@pytest.mark.parametrize("key", ["", "Hoofdletter", "met spatie", "../x", "x" * 121])
def test_a_strange_name_is_refused(communications, now, key):
    with pytest.raises(InvalidDraftKey):
        save_draft(user=communications, key=key, data={}, at=now)


def test_more_than_a_draft_may_hold_is_refused(communications, now):
    with pytest.raises(DraftTooLarge):
        save_draft(user=communications, key="k", data={"body": ["x" * 200_001]}, at=now)


def test_drafts_nobody_touched_for_thirty_days_are_removed(communications, now):
    save_draft(user=communications, key="old", data={}, at=now - timedelta(days=31))
    save_draft(user=communications, key="fresh", data={}, at=now - timedelta(days=29))
    assert remove_old_drafts(at=now) == 1
    assert FormDraft.objects.get().form_key == "fresh"


def test_discarding_removes_only_that_draft(communications, now):
    save_draft(user=communications, key="one", data={}, at=now)
    save_draft(user=communications, key="two", data={}, at=now)
    discard_draft(user=communications, key="one")
    assert FormDraft.objects.get().form_key == "two"


def test_the_browser_saves_a_draft(client_as, communications):
    response = client_as(communications).post("/concepten/bewaren/", {"draft_key": "promise:12", "text": "Bellen"})
    assert response.status_code == 200
    assert response.json()["message"]
    assert FormDraft.objects.get(user=communications, form_key="promise:12").data == {"text": ["Bellen"]}


def test_a_draft_that_cannot_be_kept_says_why(client_as):
    client = client_as("communications")
    assert client.post("/concepten/bewaren/", {"draft_key": "!"}).status_code == 400
    assert client.post("/concepten/bewaren/", {"draft_key": "k", "t": "x" * 200_001}).status_code == 413


def test_drafts_are_for_who_is_signed_in_and_by_post_only(client_as, db):
    assert Client().post("/concepten/bewaren/", {"draft_key": "k"}).status_code == 302
    assert client_as("communications").get("/concepten/bewaren/").status_code == 405
    assert client_as("communications").get("/concepten/weggooien/").status_code == 405


def test_throwing_a_draft_away_returns_to_the_form(client_as, communications, now):
    save_draft(user=communications, key="promise:12", data={}, at=now)
    response = client_as(communications).post(
        "/concepten/weggooien/", {"draft_key": "promise:12"}, headers={"referer": "http://testserver/beloften/12/"}
    )
    assert response.url == "/beloften/12/"
    assert not FormDraft.objects.exists()


def test_returning_never_leads_to_another_site(client_as):
    client = client_as("communications")
    away = client.post(
        "/concepten/weggooien/", {"next": "https://elders.example/"}, headers={"referer": "https://elders.example/x"}
    )
    assert away.url == "/"
