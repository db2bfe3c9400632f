"""An invited person answers: pages, language, saving, refusals, and never two answers for one invitation."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measurements.models import Draft, FieldworkCount, Invitation, SealedAnswer
from measurements.services import waves
from measurements.services.rehearsal import rehearsal_token

from .asking import AT, GOOD_FIRST, GOOD_LAST, Respondent, document, draft_wave, open_wave, ready_wave, tokens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def wave():
    return open_wave()


@pytest.fixture
def guest(wave):
    return Respondent(tokens(wave)[0])


def test_somebody_with_a_link_answers_two_pages_and_is_thanked(wave, guest):
    first = guest.open()
    assert first.status_code == 200
    assert "Welkom bij de vragen" in first.content.decode()
    assert "Eerste bladzijde" in first.content.decode()

    second = guest.press("verder", **GOOD_FIRST)
    assert "Tweede bladzijde" in second.content.decode()

    thanks = guest.press("verstuur", **GOOD_LAST)
    assert thanks.status_code == 200
    assert "Dank voor uw antwoorden" in thanks.content.decode()
    assert 'href="/signaal/"' in thanks.content.decode()
    assert SealedAnswer.objects.filter(wave=wave).count() == 1
    assert Invitation.objects.filter(wave=wave, is_done=True).count() == 1


def test_no_page_sets_a_cookie_and_every_page_may_not_be_kept(guest):
    for page in (guest.open(), guest.press("verder", **GOOD_FIRST), guest.press("verstuur", **GOOD_LAST)):
        assert not page.cookies
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"


def test_the_link_stands_in_the_form_and_not_in_an_address(guest):
    page = guest.open().content.decode()
    assert f'name="sleutel" value="{guest.token}"' in page
    assert not re.search(rf'(href|action|src)="[^"]*{guest.token}', page)
    assert 'action="/s/"' in page


def test_the_texts_of_a_questionnaire_are_escaped(guest):
    assert "De IND &lt;b&gt;vergeet&lt;/b&gt; ons." in guest.open().content.decode()


def test_a_required_question_left_open_is_said_with_a_link_to_it(guest):
    guest.open()
    page = guest.press("verder", **{"q.REP1": "4"})
    content = page.content.decode()
    assert page.status_code == 422
    assert '<a href="#f-REP2">' in content
    assert 'id="f-REP2"' in content
    assert re.search(r'name="q.REP1" value="4" checked', content)


@pytest.mark.parametrize("value", ["6", "0", "-1", "abc", "4.5", "١"])
def test_a_value_outside_the_scale_is_refused(guest, value):
    guest.open()
    page = guest.press("verder", **{**GOOD_FIRST, "q.REP1": value})
    assert page.status_code == 422
    assert '<a href="#f-REP1">' in page.content.decode()


def test_two_answers_to_one_single_choice_are_refused(guest):
    guest.open()
    assert guest.press("verder", **{**GOOD_FIRST, "q.REP1": ["1", "2"]}).status_code == 422


def test_a_value_slipped_into_the_hidden_field_is_refused_at_sending(wave, guest):
    guest.open()
    guest.press("verder", **GOOD_FIRST)
    page = guest.press("verstuur", stand='{"REP1":["99"],"REP2":["3"]}', **GOOD_LAST)
    assert page.status_code == 422
    assert "Eerste bladzijde" in page.content.decode()
    assert not SealedAnswer.objects.filter(wave=wave).exists()


@pytest.mark.parametrize(
    "state",
    [
        "[1]",
        "{",
        '"x"',
        '{"REP1": 5}',
        '{"NOPE": ["1"]}',
        "[" * 3000,
        '{"REP1": ' + "9" * 5000 + "}",
        '{"TRU1": ["\\ud800"]}',
    ],
)
def test_a_hidden_field_that_was_tampered_with_is_dropped_without_an_error(guest, state):
    guest.open()
    guest.press("verder", **GOOD_FIRST)
    page = guest.press("verder", stand=state, **GOOD_LAST)
    assert page.status_code == 200
    page = guest.press("terug", stand=state, **GOOD_LAST)
    assert page.status_code == 200
    assert "checked" not in page.content.decode()


def test_back_and_forth_keeps_everything_that_was_typed(guest):
    guest.open()
    guest.press("verder", **GOOD_FIRST)
    back = guest.press("terug", **GOOD_LAST).content.decode()
    assert re.search(r'name="q.TRU1" value="7" checked', back)
    again = guest.press("verder", **GOOD_FIRST).content.decode()
    assert "Bel eens terug 🙂" in again
    assert re.search(r'name="q.REL4" value="phone" checked', again)


def test_the_language_changes_without_losing_answers(guest):
    guest.open()
    page = guest.press("", naar="en", **GOOD_FIRST).content.decode()
    assert '<html lang="en"' in page
    assert "Eerste bladzijde (en)" in page
    assert re.search(r'name="q.REP1" value="4" checked', page)


def test_a_link_may_name_the_language(guest):
    assert '<html lang="en"' in guest.open(taal="en").content.decode()
    assert '<html lang="nl"' in guest.open(taal="xx").content.decode()


def test_nothing_answered_is_no_response():
    lone = document(code="lone", sections=[document()["sections"][1]], constructs=[])
    wave = open_wave(document=lone)
    guest = Respondent(tokens(wave)[0])
    guest.open()
    page = guest.press("verstuur", **{"q.OPEN1": "   \n"})
    assert page.status_code == 422
    assert not Invitation.objects.filter(wave=wave, is_done=True).exists()


def test_saving_keeps_the_form_for_the_same_link_only(wave, guest):
    guest.open()
    guest.press("verder", **GOOD_FIRST)
    saved = guest.press("bewaar", **GOOD_LAST)
    assert saved.status_code == 200
    assert Draft.objects.count() == 1
    assert b"Bel eens" not in bytes(Draft.objects.get().box)

    later = Respondent(guest.token).open().content.decode()
    assert "Tweede bladzijde" in later
    assert "Bel eens terug 🙂" in later
    other = Respondent(tokens(wave)[1]).open().content.decode()
    assert "Bel eens" not in other


def test_sending_deletes_the_draft(guest):
    guest.open()
    guest.press("verder", **GOOD_FIRST)
    guest.press("bewaar", **GOOD_LAST)
    guest.open()
    guest.press("verstuur", **GOOD_LAST)
    assert not Draft.objects.exists()


def test_a_text_of_two_megabytes_is_refused_and_still_there(guest):
    guest.open()
    guest.press("verder", **GOOD_FIRST)
    page = guest.press("verstuur", **{**GOOD_LAST, "q.OPEN1": "x" * 2_000_000})
    assert page.status_code == 422
    assert "x" * 2_000_000 in page.content.decode()


def test_a_body_beyond_every_limit_is_refused_without_an_error_of_ours(wave, guest):
    guest.open()
    page = guest.press("verstuur", **{"q.REP1": "4", "q.OPEN1": "x" * 4_000_000})
    assert page.status_code in (400, 413)
    assert not SealedAnswer.objects.filter(wave=wave).exists()


def test_control_characters_are_taken_out_and_emoji_stay(wave, guest):
    from measurements.domain.answers import read_answers
    from measurements.services.submission import questionnaire_of

    version = wave.instrument_version
    items = questionnaire_of(version.pk, version.sha256).items
    reading = read_answers(items, {"OPEN1": ["a\x00b\x07c\r\nd 🙂 ‏שלום"], "REP1": ["3"], "REP2": ["3"]})
    assert reading.answers["OPEN1"] == "abc\nd 🙂 ‏שלום"

    guest.open()
    guest.press("verder", **GOOD_FIRST)
    assert guest.press("verstuur", **{**GOOD_LAST, "q.OPEN1": "a\x00b🙂"}).status_code == 200


def test_sending_twice_gives_one_answer_and_a_kind_page(wave, guest):
    guest.open()
    guest.press("verder", **GOOD_FIRST)
    before = guest.page
    guest.press("verstuur", **GOOD_LAST)
    guest.page = before
    second = guest.press("verstuur", **GOOD_LAST)
    assert second.status_code == 410
    assert SealedAnswer.objects.filter(wave=wave).count() == 1
    received = FieldworkCount.objects.get(wave=wave, measure="received")
    assert received.count == 1


def test_a_used_link_says_so(guest):
    guest.answer()
    page = guest.open()
    assert page.status_code == 410
    assert "ontvangen" in page.content.decode() or "received" in page.content.decode()


def test_a_closed_wave_says_so_and_gives_back_what_was_written(wave, guest):
    guest.open()
    guest.press("verder", **GOOD_FIRST)
    waves.close_wave(wave=wave, by=None, at=AT)
    page = guest.press("verstuur", **GOOD_LAST)
    assert page.status_code == 410
    assert "Bel eens terug 🙂" in page.content.decode()
    assert not SealedAnswer.objects.exists()
    assert guest.open().status_code == 410


def test_a_wave_that_has_not_opened_says_so():
    wave = ready_wave()
    assert Respondent(tokens(wave)[0]).open().status_code == 403


BAD_TOKENS = ["a" * 32, "x", "proef.xyz", "é" * 10, "a" * 3000, "../../etc", "%00", "a/b/c"]


def test_unknown_and_malformed_links_take_the_same_path_and_get_the_same_page(wave):
    seen = set()
    for token in BAD_TOKENS:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = Respondent(token).open()
        assert page.status_code == 404, token
        seen.add((len(queries), page.content))
    assert len(seen) == 1
    assert next(iter(seen))[0] == 1


def test_a_link_that_lost_its_last_slash_is_the_same_link(wave, client):
    token = tokens(wave)[0]
    assert client.get(f"/s/{token}").status_code == 200
    unknown = client.get("/s/nope")
    assert (unknown.status_code, unknown.content) == (404, client.get("/s/nope/").content)


def test_a_form_with_an_unknown_link_gets_that_page_too(wave, client):
    assert client.post("/s/", {"sleutel": "nope", "actie": "verstuur"}).status_code == 404
    assert client.post("/s/").status_code == 404


def test_each_step_needs_few_queries_and_touches_no_session(wave, guest):
    def statements(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return [query["sql"] for query in queries]

    opening = statements(guest.open)
    going_on = statements(lambda: guest.press("verder", **GOOD_FIRST))
    sending = statements(lambda: guest.press("verstuur", **GOOD_LAST))
    for step in (opening, going_on, sending):
        assert len(step) <= 4, step
        assert not [sql for sql in step if "session" in sql or "accounts_user" in sql or "pghistory" in sql]


def test_answering_queues_nothing_and_writes_nothing_to_valkey(guest, monkeypatch):
    from celery import current_app
    from django.core.cache.backends.redis import RedisCacheClient

    def refuse(*args, **kwargs):
        raise AssertionError("a respondent page used the queue or the cache")

    monkeypatch.setattr(current_app, "send_task", refuse)
    for name in ("set", "add", "incr", "get_client"):
        monkeypatch.setattr(RedisCacheClient, name, refuse)
    assert guest.answer().status_code == 200


def test_counters_are_kept_per_day_apart_from_the_answer(wave, guest):
    guest.answer()
    counts = dict(FieldworkCount.objects.filter(wave=wave).values_list("measure", "count"))
    assert counts == {"received": 1, "page:2": 1, "duration:1": 1}


def test_a_rehearsal_shows_the_form_and_leaves_no_trace():
    wave = draft_wave()
    guest = Respondent(rehearsal_token(wave))
    thanks = guest.answer()
    assert thanks.status_code == 200
    assert not SealedAnswer.objects.exists()
    assert not FieldworkCount.objects.exists()
    guest.open()
    assert guest.press("bewaar", **GOOD_FIRST).status_code == 200
    assert not Draft.objects.exists()


def test_a_rehearsal_link_ends_after_a_day():
    wave = draft_wave()
    token = rehearsal_token(wave)
    with time_machine.travel(AT.replace(day=20)):
        assert Respondent(token).open().status_code == 404


def test_an_old_form_left_open_for_a_day_can_still_be_sent(wave, guest):
    guest.open()
    with time_machine.travel(AT.replace(day=19, hour=11)):
        guest.press("verder", **GOOD_FIRST)
        assert guest.press("verstuur", **GOOD_LAST).status_code == 200
    assert not FieldworkCount.objects.filter(measure__startswith="duration").exists()


def test_the_first_page_is_small(guest):
    import gzip

    assert len(gzip.compress(guest.open().content)) < 20_000


def test_a_form_is_only_sent_to_the_form_address(client, wave):
    assert client.post(f"/s/{tokens(wave)[0]}/").status_code == 405
    assert client.put("/s/").status_code == 405


@pytest.mark.parametrize("address", ["/s/", "/s", "/s//", "/s///"])
def test_a_link_without_its_secret_part_is_an_unknown_link(client, wave, address):
    unknown = client.get("/s/nope/")
    page = client.get(address, follow=True)
    assert (page.status_code, page.content) == (404, unknown.content)
