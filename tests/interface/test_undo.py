"""Taking back what was just done: ten minutes, by the same person, only what is declared."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.test import Client

from core.registry import Undoable, undoables
from core.undo import UndoExpired, UndoRefused, take_back, undo_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def undone():
    """Declare something that can be taken back; what was taken back is collected."""
    done = []

    def undo(user, payload):
        done.append((user, payload))
        return "De organisatie staat er weer."

    with mock.patch.dict(undoables._items, {"test.archive": Undoable("test.archive", undo)}):
        yield done


def test_the_action_is_taken_back_with_what_it_needs(undone, communications):
    token = undo_token(user=communications, name="test.archive", payload={"ids": [1, 2]})
    assert take_back(user=communications, token=token) == "De organisatie staat er weer."
    assert undone == [(communications, {"ids": [1, 2]})]


def test_after_ten_minutes_it_stays_as_it_is(undone, communications, now):
    with time_machine.travel(now):
        token = undo_token(user=communications, name="test.archive", payload={})
    with time_machine.travel(now + timedelta(minutes=9, seconds=58)):
        take_back(user=communications, token=token)
    with time_machine.travel(now + timedelta(minutes=10, seconds=2)), pytest.raises(UndoExpired):
        take_back(user=communications, token=token)
    assert len(undone) == 1


def test_somebody_else_cannot_take_it_back(undone, communications, researcher):
    token = undo_token(user=communications, name="test.archive", payload={})
    with pytest.raises(UndoRefused):
        take_back(user=researcher, token=token)
    assert undone == []


def test_a_changed_or_foreign_token_is_refused(undone, communications):
    token = undo_token(user=communications, name="test.archive", payload={})
    for wrong in ("", "x", token[:-2], token + "A"):
        with pytest.raises(UndoRefused):
            take_back(user=communications, token=wrong)


def test_an_action_nobody_declared_is_refused(communications):
    token = undo_token(user=communications, name="test.unknown", payload={})
    with pytest.raises(UndoRefused):
        take_back(user=communications, token=token)


def test_the_button_takes_it_back_and_returns(undone, client_as, communications):
    token = undo_token(user=communications, name="test.archive", payload={})
    response = client_as(communications).post(
        "/ongedaan-maken/", {"token": token}, headers={"referer": "http://testserver/organisaties/?page=2"}
    )
    assert response.url == "/organisaties/?page=2"
    assert len(undone) == 1


def test_a_wrong_token_says_so_and_changes_nothing(undone, client_as, communications):
    client = client_as(communications)
    response = client.post("/ongedaan-maken/", {"token": "x"}, follow=True)
    assert "utrecht-alert--error" in response.content.decode()
    assert undone == []


def test_undo_is_by_post_and_for_who_is_signed_in(client_as, db):
    assert client_as("communications").get("/ongedaan-maken/").status_code == 405
    assert Client().post("/ongedaan-maken/").status_code == 302


def test_the_message_carries_the_button(undone, rf, communications):
    from django.contrib.messages.storage.cookie import CookieStorage
    from django.template.loader import render_to_string

    from core.undo import offer_undo

    request = rf.get("/")
    request.user = communications
    request._messages = CookieStorage(request)
    offer_undo(request, name="test.archive", payload={"ids": [3]}, text="Gearchiveerd: <Stichting>")
    html = render_to_string("includes/messages.html", {"messages": list(request._messages)}, request=request)
    assert 'action="/ongedaan-maken/"' in html
    assert "Gearchiveerd: &lt;Stichting&gt;" in html
    token = html.split('name="token" value="')[1].split('"')[0]
    take_back(user=communications, token=token)
    assert undone == [(communications, {"ids": [3]})]


def test_offering_an_undeclared_action_fails_at_once(rf, communications):
    from core.undo import offer_undo

    request = rf.get("/")
    request.user = communications
    with pytest.raises(KeyError):
        offer_undo(request, name="test.unknown", payload={}, text="x")
