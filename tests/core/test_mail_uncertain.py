"""Uncertain mail waits for a person, who has it sent again or leaves it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from core.mail import Recipient, compose, send_due
from core.mail.uncertain import leave_uncertain, send_uncertain_again, uncertain_mail
from core.models import Mailing, OutgoingMail

State = OutgoingMail.State


def recipients() -> list[Recipient]:
    return [Recipient(address=f"p{number}@example.org", text="Beste lezer") for number in range(3)]


@pytest.fixture
def uncertain(db):
    maker = User.objects.create_user("maker@example.nl", "Maker")
    now = timezone.now()
    mailing = compose(kind="test", subject="Hallo", recipients=recipients(), at=now, by=maker, reference="x.X:1")
    mailing.messages.filter(to_address="p1@example.org").update(state=State.UNCERTAIN)
    mailing.messages.exclude(to_address="p1@example.org").update(state=State.SENT, sent_at=now)
    Mailing.objects.update(state=Mailing.State.SENT)
    return mailing


def test_a_person_can_have_uncertain_mail_sent_again_under_its_own_message_id(uncertain, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.DATA_DIR = "core.mail.backends.FileOutboxBackend", tmp_path
    [mail] = uncertain_mail(reference="x.X:1")
    assert send_uncertain_again(reference="x.X:1", at=timezone.now()) == 1
    assert send_uncertain_again(reference="x.X:1", at=timezone.now()) == 0
    assert send_due(at=timezone.now()) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.SENT, 1)
    assert f"Message-ID: {mail.message_id}" in next((tmp_path / "outbox").glob("*.eml")).read_text()


def test_uncertain_mail_can_be_left_and_then_is_never_sent(uncertain):
    assert leave_uncertain(reference="x.X:1") == 1
    assert not uncertain_mail(reference="x.X:1")
    assert send_uncertain_again(reference="x.X:1", at=timezone.now()) == 0
    assert send_due(at=timezone.now() + timedelta(days=1)) == 0
