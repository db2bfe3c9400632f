"""Outgoing mail waits, can be called back, needs a second person above the set number, and never goes out twice."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from smtplib import SMTPServerDisconnected
from unittest import mock

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import User
from core.mail import MailingNotWaiting, Recipient, SamePerson, call_back, compose, release, send_due, send_now
from core.mail.backends import outbox_directory
from core.models import Mailing, OutgoingMail
from core.registry import MailValue, mail_values

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "core.mail.backends.FileOutboxBackend"
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def maker():
    return User.objects.create_user("maker@example.nl", "Maker")


@pytest.fixture
def colleague():
    return User.objects.create_user("colleague@example.nl", "Colleague")


def recipients(count):
    return [Recipient(address=f"p{i}@example.nl", text=f"Dag {i}", name=f"P {i}") for i in range(count)]


def delivered():
    return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(outbox_directory().glob("*.eml"))]


def test_mail_waits_two_minutes_and_then_goes_out_with_a_stable_message_id(maker):
    now = timezone.now()
    mailing = compose(kind="test", subject="Hallo", recipients=recipients(1), at=now, by=maker)
    assert send_due(at=now + timedelta(seconds=119)) == 0
    assert delivered() == []
    assert send_due(at=now + timedelta(seconds=121)) == 1
    [message] = delivered()
    assert message["To"] == "P 0 <p0@example.nl>"
    assert message["Message-ID"] == mailing.messages.get().message_id
    assert "Dag 0" in message.get_body(("plain",)).get_content()
    assert "<h1" in message.get_body(("html",)).get_content()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENT
    assert send_due(at=now + timedelta(minutes=9)) == 0


def test_a_called_back_mailing_never_goes_out(maker):
    now = timezone.now()
    mailing = compose(kind="test", subject="Hallo", recipients=recipients(2), at=now, by=maker)
    call_back(mailing, at=now)
    assert send_due(at=now + timedelta(hours=1)) == 0
    assert set(mailing.messages.values_list("state", flat=True)) == {OutgoingMail.State.CALLED_BACK}
    with pytest.raises(MailingNotWaiting):
        call_back(mailing, at=now)


def test_above_25_recipients_a_second_person_releases(maker, colleague):
    now = timezone.now()
    mailing = compose(kind="test", subject="Hallo", recipients=recipients(26), at=now, by=maker)
    assert mailing.state == Mailing.State.NEEDS_RELEASE
    assert send_due(at=now + timedelta(hours=1)) == 0
    with pytest.raises(MailingNotWaiting):
        send_now(mailing, at=now)
    with pytest.raises(SamePerson):
        release(mailing, by=maker, at=now)
    release(mailing, by=colleague, at=now)
    assert send_due(at=now + timedelta(hours=1)) == 26


def test_25_recipients_need_no_second_person(maker):
    mailing = compose(kind="test", subject="Hallo", recipients=recipients(25), at=timezone.now(), by=maker)
    assert mailing.state == Mailing.State.WAITING


def test_send_now_ends_the_hold(maker):
    now = timezone.now()
    mailing = compose(kind="test", subject="Hallo", recipients=recipients(1), at=now, by=maker)
    send_now(mailing, at=now)
    assert send_due(at=now) == 1


def test_a_late_value_is_in_the_message_and_never_in_the_database():
    now = timezone.now()
    with mock.patch.dict(mail_values._items, {"secret_link": MailValue("secret_link", lambda ref: f"link-of-{ref}")}):
        mailing = compose(
            kind="test",
            subject="Hallo",
            recipients=[Recipient(address="a@example.nl", text="Open [[secret_link]]", value_reference="7")],
            at=now,
            hold=False,
        )
        send_due(at=now)
    [message] = delivered()
    assert "link-of-7" in message.get_body(("plain",)).get_content()
    assert "link-of-7" not in mailing.messages.get().text


class DyingBackend(BaseEmailBackend):
    """A mail server that goes away in the middle of a message."""

    def send_messages(self, email_messages):
        raise SMTPServerDisconnected


def test_a_connection_lost_while_sending_makes_a_message_uncertain_and_it_is_not_sent_again(settings):
    now = timezone.now()
    mailing = compose(kind="test", subject="Hallo", recipients=recipients(1), at=now, hold=False)
    settings.EMAIL_BACKEND = "tests.core.test_mail.DyingBackend"
    send_due(at=now)
    assert mailing.messages.get().state == OutgoingMail.State.UNCERTAIN
    settings.EMAIL_BACKEND = "core.mail.backends.FileOutboxBackend"
    assert send_due(at=now + timedelta(hours=1)) == 0


def test_what_a_dead_worker_left_claimed_becomes_uncertain():
    now = timezone.now()
    mailing = compose(kind="test", subject="Hallo", recipients=recipients(1), at=now, hold=False)
    Mailing.objects.filter(pk=mailing.pk).update(state=Mailing.State.SENDING)
    mailing.messages.update(state=OutgoingMail.State.CLAIMED, claimed_at=now)
    assert send_due(at=now + timedelta(minutes=6)) == 0
    assert mailing.messages.get().state == OutgoingMail.State.UNCERTAIN
    assert delivered() == []


class RefusingBackend(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError


def test_a_server_that_cannot_be_reached_is_tried_again(settings):
    now = timezone.now()
    mailing = compose(kind="test", subject="Hallo", recipients=recipients(1), at=now, hold=False)
    settings.EMAIL_BACKEND = "tests.core.test_mail.RefusingBackend"
    assert send_due(at=now) == 0
    assert mailing.messages.get().state == OutgoingMail.State.WAITING
    settings.EMAIL_BACKEND = "core.mail.backends.FileOutboxBackend"
    assert send_due(at=now + timedelta(minutes=1)) == 1


def test_the_same_address_is_never_twice_in_one_mailing():
    from django.db import IntegrityError, transaction

    twice = [Recipient(address="a@example.nl", text="x")] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        compose(kind="test", subject="Hallo", recipients=twice, at=timezone.now())


@pytest.mark.parametrize(
    ("name", "subject", "text"),
    [
        ("[[nobody_fills_this]]", "Hallo", "Beste [[nobody_fills_this]]"),
        ("P", "Hallo", "U schreef: [[value_of_another_room]]"),
        ("P\r\nBcc: everybody@example.nl", "Hallo", "Dag"),
        ("P", "Hallo\nBcc: everybody@example.nl", "Dag"),
        ('P" <evil@example.nl>, "Q\\', "Hallo", "Dag"),
    ],
)
def test_what_people_type_never_holds_up_the_mail_of_others_and_never_becomes_a_header(name, subject, text, maker):
    """One poisoned message used to end the whole round: nobody after it got mail."""
    now = timezone.now()
    poisoned = [Recipient(address="a@example.nl", name=name, subject=subject, text=text, value_reference="giver:x")]
    compose(kind="test", subject="Hallo", recipients=poisoned, at=now - timedelta(hours=1), by=maker)
    compose(kind="test", subject="Hallo", recipients=recipients(2), at=now, by=maker)
    of_another_room = MailValue("value_of_another_room", lambda reference: str(int(reference)))
    with mock.patch.dict(mail_values._items, {of_another_room.name: of_another_room}):
        send_due(at=now + timedelta(minutes=3))
    assert {str(mail["To"]) for mail in delivered()} >= {"P 0 <p0@example.nl>", "P 1 <p1@example.nl>"}
    for mail in delivered():
        assert mail["Bcc"] is None
        assert mail["To"].addresses[0].addr_spec.endswith("@example.nl")
        assert "evil@example.nl" not in [address.addr_spec for address in mail["To"].addresses]
    assert not OutgoingMail.objects.filter(state=OutgoingMail.State.CLAIMED).exists()
