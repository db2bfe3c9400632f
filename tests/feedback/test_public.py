"""People outside: give a signal, follow it, judge the answer; without cookies, and the same for every wrong code."""

import re
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from core import sealed
from core.mail import send_due
from core.models import OutgoingMail
from feedback.models import Addition, AnswerRead, Giver, SealedEntry, Signal, SignalState, Telling, Verdict
from feedback.queries import giver_statuses
from feedback.services.inbox import open_inbox
from feedback.services.telling import decide_and_tell, sync_tellings

from .conftest import NOT_NOW

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")
ANONYMOUS = {"kind": "suggestion", "text": "Stuur brieven in gewone taal.", "who": "anonymous", "nonce": "abc"}
BY_MAIL = {**ANONYMOUS, "who": "mail", "email": "Noor@Example.org", "name": "Noor"}


@pytest.fixture
def outsider():
    return Client(enforce_csrf_checks=True)


def give(outsider, **fields):
    response = outsider.post("/signaal/", {**ANONYMOUS, **fields})
    assert response.status_code == 200, response.content.decode()
    return CODE.search(response.content.decode()).group(0)


def open_tomorrow():
    return open_inbox(at=timezone.now() + timedelta(days=1))


def test_an_anonymous_signal_is_sealed_and_its_code_works_at_once(outsider):
    code = give(outsider)
    assert not Signal.objects.exists()
    row = SealedEntry.objects.get()
    assert b"gewone taal" not in bytes(row.box)
    page = outsider.get(f"/volg/{code}/")
    assert page.status_code == 200
    assert "ontvangen" in page.content.decode() or "received" in page.content.decode()


def test_the_inbox_is_opened_the_next_day_and_the_key_is_destroyed(outsider):
    code = give(outsider)
    assert open_inbox(at=timezone.now()).opened == 0
    assert open_tomorrow().opened == 1
    signal = Signal.objects.get()
    assert (signal.is_anonymous, signal.text, signal.word) == (True, "Stuur brieven in gewone taal.", "new")
    assert SignalState.objects.filter(signal=signal).exclude(at=None).count() == 0
    assert not SealedEntry.objects.exists()
    assert sealed.key_names("signals") == []
    assert outsider.get(f"/volg/{code}/").status_code == 200
    assert "gewone taal" in outsider.get(f"/volg/{code}/").content.decode()


def test_the_row_of_the_inbox_cannot_be_matched_with_the_signal_it_becomes(outsider):
    give(outsider)
    row = SealedEntry.objects.values().get()
    open_tomorrow()
    stored = str(Signal.objects.values().get()) + str(Giver.objects.values().get())
    for value in (row["id"], row["submission_hash"], row["waiting_hash"]):
        assert str(value) not in stored


def test_a_lost_key_is_counted_and_said_on_the_follow_page(outsider):
    code = give(outsider)
    for name in sealed.key_names("signals"):
        sealed.destroy_key(room="signals", key_name=name)
    assert open_tomorrow().unreadable == 1
    assert SealedEntry.objects.get().is_unreadable
    page = outsider.get(f"/volg/{code}/")
    assert page.status_code == 200
    assert "utrecht-alert--error" in page.content.decode()


def test_a_giver_with_an_address_gets_a_confirmation_with_the_same_code(outsider):
    code = give(outsider, **BY_MAIL)
    giver = Giver.objects.get()
    assert (giver.email, giver.wants_mail, giver.signal.state) == ("noor@example.org", True, "confirmed")
    mail = OutgoingMail.objects.get()
    assert code not in mail.text
    assert "[[follow_link]]" in mail.text
    send_due(at=timezone.now())
    from core.mail.backends import outbox_directory

    sent = next(outbox_directory().glob("*.eml")).read_text()
    assert f"/volg/{code}/" in sent.replace("=\n", "")


def test_the_form_cannot_be_used_to_mail_strangers_a_link_or_a_flood(outsider):
    """Whoever fills in the form chooses both the address and the words."""
    bait = "Uw prijs: https://evil.example.com/x of www.evil.example.com"
    for number in range(6):
        give(outsider, **{**BY_MAIL, "name": f"Klik evil.example.com {number}", "text": f"{bait} {number}"})
    assert Signal.objects.count() == 6
    mails = list(OutgoingMail.objects.filter(to_address="noor@example.org"))
    assert len(mails) == 3
    for mail in mails:
        assert "evil.example" not in mail.text
        assert "://evil" not in mail.text


@pytest.mark.parametrize("fields", [{}, BY_MAIL])
def test_sending_the_same_form_twice_gives_one_signal_and_the_same_code(outsider, fields):
    assert give(outsider, **fields) == give(outsider, **fields)
    assert SealedEntry.objects.count() + Signal.objects.count() == 1
    open_tomorrow()
    give(outsider, **fields)
    assert SealedEntry.objects.count() + Signal.objects.count() == 1


def test_going_back_and_writing_something_else_gives_a_second_signal(outsider):
    assert give(outsider) != give(outsider, text="Iets heel anders dan eerst.")
    assert SealedEntry.objects.count() == 2


def test_numbers_of_persons_are_stored_masked_and_the_giver_is_told_where_to_go(outsider):
    response = outsider.post("/signaal/", {**BY_MAIL, "text": "Mijn V-nummer is 1234567890 en BSN 111222333."})
    assert "utrecht-alert--warning" in response.content.decode()
    signal = Signal.objects.get()
    assert signal.text == "Mijn V-nummer is [V-nummer] en BSN [BSN]."
    assert signal.masked_numbers == 2
    assert "1234567890" not in str(Signal.objects.values().get()) + str(list(OutgoingMail.objects.values()))
    assert "1234567890" not in str(list(signal.history.values()))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "   \n "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "Hallo\x00 daar allemaal"}, "text"),
        ({"text": "Hallo\x1b daar allemaal"}, "text"),
        ({"kind": "iets"}, "kind"),
        ({"who": ""}, "who"),
        ({"who": "mail", "email": ""}, "email"),
        ({"who": "mail", "email": "geen adres"}, "email"),
        ({"who": "anonymous", "email": "noor@example.org"}, "who"),
        ({"website": "http://spam.example"}, "website"),
    ],
)
def test_what_does_not_fit_gets_a_message_at_the_field_and_nothing_is_lost(outsider, fields, field):
    sent = {**ANONYMOUS, **fields}
    response = outsider.post("/signaal/", sent)
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert f"id_{field}_error" in response.content.decode()
    assert sent["text"].strip()[:4000].replace("\x00", "") in response.content.decode().replace("\x00", "")
    assert not SealedEntry.objects.exists()
    assert not Signal.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Dank u wel 🙂🙂 en groetjes",
        "مرحبا، الرسالة غير واضحة",
        "regel\r\n" * 500 + "x" * 2000,
        "<script>alert(1)</script>",
    ],
)
def test_emoji_other_scripts_and_long_texts_are_welcome(outsider, text):
    give(outsider, **{**BY_MAIL, "text": text})
    assert Signal.objects.get().text == text.replace("\r\n", "\n").strip()


def test_the_public_pages_set_and_read_no_cookie_and_queue_nothing(outsider):
    with mock.patch("celery.app.base.Celery.send_task") as send:
        code = give(outsider)
        for path in ("/signaal/", "/volg/", f"/volg/{code}/", "/volg/onzin/"):
            assert not outsider.get(path).cookies
    send.assert_not_called()
    assert not outsider.cookies


def test_giving_works_without_broker_and_cache(outsider, django_capture_on_commit_callbacks):
    with (
        mock.patch("celery.app.base.Celery.send_task", side_effect=OperationalError),
        mock.patch("django.core.cache.cache.get", side_effect=AssertionError("cache is not needed")),
        django_capture_on_commit_callbacks(execute=True),
    ):
        give(outsider)
        give(outsider, **BY_MAIL)
    assert SealedEntry.objects.count() == Signal.objects.count() == 1


WRONG = ["0000-0000-0000-0000", "onzin", "a/b/c", "%00", "x" * 3000, "..", "🙂", "'; DROP TABLE"]


def test_every_wrong_code_gets_the_same_page_with_the_same_two_queries(outsider, django_assert_num_queries):
    bodies = set()
    for code in WRONG:
        with django_assert_num_queries(2):
            response = outsider.get(f"/volg/{code}/")
        assert response.status_code == 404, code
        bodies.add(response.content)
        with django_assert_num_queries(2):
            response = outsider.post("/volg/", {"code": code})
        assert response.status_code == 404
        bodies.add(response.content)
    assert len(bodies) == 1


def test_a_code_is_found_however_it_is_typed(outsider):
    code = give(outsider)
    response = outsider.post("/volg/", {"code": f" {code.lower().replace('-', ' ')} "})
    assert response.status_code == 302
    assert response["Location"] == f"/volg/{code}/"


@pytest.fixture
def answered(outsider, communications):
    """An anonymous signal with an answer on its follow page."""
    code = give(outsider)
    open_tomorrow()
    signal = Signal.objects.get()
    giver = giver_statuses(signal)[0].giver
    decide_and_tell(signal, data=NOT_NOW, messages={giver.pk: "Dank u."}, by=communications, at=timezone.now())
    return code


def test_for_an_anonymous_giver_the_answer_on_the_page_is_the_telling(outsider, answered):
    assert Signal.objects.get().state == "told"
    assert Telling.objects.get().channel == "follow_page"
    page = outsider.get(f"/volg/{answered}/").content.decode()
    assert "Er is geen plaats voor." in page
    outsider.get(f"/volg/{answered}/")
    assert AnswerRead.objects.get().count == 2


def test_opening_links_gives_no_verdict(outsider, answered):
    for query in ("", "?do=verdict&value=no", "?value=yes"):
        outsider.get(f"/volg/{answered}/{query}")
    assert not Verdict.objects.exists()
    assert not SealedEntry.objects.exists()


def test_a_verdict_of_an_anonymous_giver_waits_sealed_and_then_opens_the_signal(outsider, answered):
    form = {"do": "verdict", "value": "no", "words": "De brief is nog steeds onduidelijk. BSN 111222333", "nonce": "v"}
    assert outsider.post(f"/volg/{answered}/", form).status_code == 302
    assert outsider.post(f"/volg/{answered}/", form).status_code == 302
    assert SealedEntry.objects.count() == 1
    assert Signal.objects.get().state == "told"
    open_tomorrow()
    assert Verdict.objects.get().points == 0
    assert Signal.objects.get().state == "examining"
    assert Addition.objects.get().text.endswith("[BSN]")
    row = SignalState.objects.get(is_reopening=True)
    assert row.at is None
    outsider.post(f"/volg/{answered}/", form)
    assert Verdict.objects.count() == 1


def test_yes_closes_the_signal(outsider, answered):
    outsider.post(f"/volg/{answered}/", {"do": "verdict", "value": "yes", "nonce": "v"})
    open_tomorrow()
    assert Signal.objects.get().state == "closed"
    assert Verdict.objects.get().points == 100


def test_a_verdict_without_a_choice_gets_a_message(outsider, answered):
    response = outsider.post(f"/volg/{answered}/", {"do": "verdict", "words": "Mijn uitleg", "nonce": "v"})
    assert response.status_code == 400
    assert "Mijn uitleg" in response.content.decode()


@pytest.fixture
def told_by_mail(outsider, communications):
    """A signal of a giver with an address who was told by mail."""
    code = give(outsider, **BY_MAIL)
    signal = Signal.objects.get()
    giver = Giver.objects.get()
    now = timezone.now()
    decide_and_tell(signal, data=NOT_NOW, messages={giver.pk: "Dank u."}, by=communications, at=now)
    return code, now


def test_the_answer_is_not_on_the_page_before_the_mail_has_gone_out(outsider, told_by_mail):
    code, now = told_by_mail
    assert "Er is geen plaats voor." not in outsider.get(f"/volg/{code}/").content.decode()
    send_due(at=now + timedelta(minutes=3))
    sync_tellings(at=now + timedelta(minutes=3))
    assert "Er is geen plaats voor." in outsider.get(f"/volg/{code}/").content.decode()


def test_adding_words_opens_a_told_signal_again_and_twice_counts_once(outsider, told_by_mail):
    code, now = told_by_mail
    send_due(at=now + timedelta(minutes=3))
    sync_tellings(at=now + timedelta(minutes=3))
    form = {"do": "add", "text": "Het gaat nog mis.", "nonce": "n1"}
    assert outsider.post(f"/volg/{code}/", form).status_code == 302
    assert outsider.post(f"/volg/{code}/", form).status_code == 302
    assert Addition.objects.count() == 1
    assert Signal.objects.get().state == "examining"


def test_the_form_is_there_in_english(outsider):
    page = outsider.get("/signaal/?taal=en").content.decode()
    assert '<html lang="en"' in page
    assert "Tell us something" in page
    give(outsider, **BY_MAIL, taal="en")
    assert Giver.objects.get().language == "en"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(outsider, method):
    for path in ("/signaal/", "/volg/", "/volg/abc/"):
        assert getattr(outsider, method)(path).status_code == 405


def test_a_signal_on_the_last_evening_of_the_year_belongs_to_that_day():
    from feedback.services.receive import Words, give_signal

    give_signal(
        words=Words(kind="offer", text="Ik help."),
        giver=None,
        nonce="x",
        at=datetime(2026, 12, 31, 22, 59, tzinfo=UTC),
    )
    assert SealedEntry.objects.get().received_on.isoformat() == "2026-12-31"
