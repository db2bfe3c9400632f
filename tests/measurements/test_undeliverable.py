"""Mail that comes back: delivery reports of several makers, what they mark, and what they never touch."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import mail
from core.mail.bounces import read_report, sweep_reports, take_in_report
from core.models import OutgoingMail
from measurements import fieldwork_mail
from measurements.models import FrameMember, Invitation
from measurements.services.secrets import opt_out_token
from stakeholders.models import Person
from tests.stakeholders.factories import PersonFactory

from .asking import AT, Respondent, open_wave, tokens

SOON = AT + timedelta(minutes=3)


def report(message_id, *, action="failed", status="5.1.1", returned="message/rfc822", extra="") -> bytes:
    return f"""From: MAILER-DAEMON@mail.example
To: terug@ind.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <other@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Type: text/plain; charset=utf-8

Helaas, dit kon niet worden bezorgd.

--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; p0001@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <p0001@example.org> onbekende gebruiker
{extra}
--grens
Content-Type: {returned}

From: reputatie@ind.example
To: p0001@example.org
Subject: Hoe ziet u de IND?
References: <ignored@ind.example>
Message-ID: {message_id}

Beste
--grens--
""".encode()


@pytest.fixture
def wave(db):
    wave = open_wave()
    mail.send_due(at=SOON)
    return wave


def message(number=1):
    return OutgoingMail.objects.get(to_address=f"p{number:04d}@example.org")


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_marks_message_member_and_registry_once_and_no_answer(wave, returned):
    person = PersonFactory(email="p0001@example.org")
    Respondent(tokens(wave)[1]).answer()
    content = report(message().message_id, returned=returned)
    assert [take_in_report(content, at=SOON) for _time in range(2)] == [1, 0]
    member = FrameMember.objects.get(email="p0001@example.org")
    assert (message().state, member.reach) == ("bounced", "undeliverable")
    assert "@" not in member.reach_reason
    person.refresh_from_db()
    assert person.email_undeliverable_on is not None
    assert person not in Person.objects.invitable()
    assert Invitation.objects.get(member=member).is_done is True
    assert fieldwork_mail.disposition(wave=wave).undeliverable == 1


def test_at_other_levels_the_registry_is_left_alone(wave):
    type(wave).objects.filter(pk=wave.pk).update(level="employees")
    person = PersonFactory(email="p0001@example.org")
    assert take_in_report(report(message().message_id), at=SOON) == 1
    person.refresh_from_db()
    assert person.email_undeliverable_on is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"action": "delayed", "status": "4.4.7"}, 0),
        ({"action": "failed", "status": "4.2.2"}, 0),
        ({"action": "delivered", "status": "2.0.0"}, 0),
        ({"action": "failed", "status": ""}, 1),
        ({"action": "FAILED", "status": "5.7.1 (geweigerd)"}, 1),
    ],
)
def test_only_what_failed_for_good_is_undeliverable(wave, fields, expected):
    assert take_in_report(report(message().message_id, **fields), at=SOON) == expected
    assert message().state == ("bounced" if expected else "sent")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 500,
        b"Subject: hallo\n\nGewoon een mail",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n",
        report("<geen-nummer@ind.example>"),
        report("<00000000-0000-4000-8000-000000000000@elders.example>"),
        b"x" * (3 * 1024 * 1024),
    ],
)
def test_what_is_no_report_about_our_mail_changes_nothing(wave, content):
    assert take_in_report(content, at=SOON) == 0
    assert not OutgoingMail.objects.filter(state="bounced").exists()
    assert read_report(content) is None or not read_report(content).ids or b"0000" in content


def test_a_dropped_file_is_read_once_and_removed(wave, settings, tmp_path):
    settings.BOUNCE_DIR = tmp_path
    file = tmp_path / "terug.eml"
    file.write_bytes(report(message().message_id))
    os.utime(file, (0, 0))
    assert sweep_reports(at=SOON) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_mail_program_opts_out_by_mail(wave):
    token = opt_out_token(wave.key_name, Invitation.objects.get(member__email="p0002@example.org").number)
    take_in_report(f"From: p2@example.org\nSubject: afmelden {token}\n\n".encode(), at=SOON)
    take_in_report(b"From: p2@example.org\nSubject: afmelden " + b"a" * 32 + b"\n\n", at=SOON)
    assert list(FrameMember.objects.filter(reach="opted_out").values_list("email", flat=True)) == ["p0002@example.org"]


def test_the_envelope_asks_for_mail_to_come_back_to_the_right_address(settings, db):
    from django.core import mail as django_mail

    settings.BOUNCE_ADDRESS = "terug@ind.example"
    open_wave()
    mail.send_due(at=SOON)
    sent = django_mail.outbox[0]
    assert sent.from_email == "terug@ind.example"
    assert sent.message()["From"] == settings.DEFAULT_FROM_EMAIL
    assert "mailto:terug@ind.example" in sent.message()["List-Unsubscribe"]


def test_a_report_can_be_dropped_on_the_page_and_anything_else_is_refused_there(wave, client_as, researcher):
    client, page = client_as(researcher), reverse("measurements:wave-returned", args=[wave.pk])
    good = SimpleUploadedFile("terug.eml", report(message().message_id))
    assert client.post(page, {"file": good}).status_code == 302
    assert "p0001@example.org" in client.get(page).content.decode()
    for content in (b"x", b"y" * (3 * 1024 * 1024), report(message().message_id)):
        assert client.post(page, {"file": SimpleUploadedFile("terug.eml", content)}).status_code == 422
    assert client.post(page, {}).status_code == 422


def test_at_other_levels_the_page_names_nobody(wave, client_as, researcher):
    type(wave).objects.filter(pk=wave.pk).update(level="employees")
    take_in_report(report(message().message_id), at=SOON)
    page = client_as(researcher).get(reverse("measurements:wave-returned", args=[wave.pk])).content.decode()
    assert "@example.org" not in page
