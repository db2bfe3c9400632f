"""Invitations by mail: opting out, reminders nobody reads names from, the speed limit, uncertain mail."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import mail
from core.models import Mailing, OutgoingMail
from measurements import fieldwork_mail
from measurements.choices import Reach
from measurements.exceptions import NotOpen, ReminderRefused
from measurements.models import FrameMember, Invitation, ReminderPlan, UncertainDecision
from measurements.services import waves
from measurements.services.invitations import reference_of
from measurements.services.opting_out import find_opting_out, opt_out
from measurements.services.reminders import drop_reminder, plan_reminder, send_due_reminders
from measurements.services.secrets import opt_out_token
from stakeholders.models import Person
from tests.stakeholders.factories import PersonFactory

from .asking import AT, Respondent, open_wave, ready_wave, tokens

pytestmark = pytest.mark.django_db
SOON = AT + timedelta(minutes=3)


def out_tokens(wave):
    numbers = Invitation.objects.filter(wave=wave).order_by("member__email").values_list("number", flat=True)
    return [opt_out_token(wave.key_name, number) for number in numbers]


def member(number):
    return FrameMember.objects.get(email=f"p{number:04d}@example.org")


def mailed(kind="measurements.invitation"):
    return set(OutgoingMail.objects.filter(mailing__kind=kind, state="sent").values_list("to_address", flat=True))


# Opting out


def test_the_opt_out_link_is_in_every_invitation_and_is_not_the_link_to_the_questions():
    wave = open_wave()
    mail.send_due(at=SOON)
    for message, answer, out in zip(django_mail.outbox, tokens(wave), out_tokens(wave), strict=True):
        assert f"/s/{answer}/" in message.body
        assert f"/afmelden/{out}/" in message.body
        assert answer != out
        headers = message_from_bytes(message.message().as_bytes(), policy=default)
        assert f"/afmelden/{out}/>" in headers["List-Unsubscribe"]
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Client().get(f"/s/{out_tokens(wave)[0]}/").status_code == 404
    assert not OutgoingMail.objects.filter(text__contains=out_tokens(wave)[0]).exists()


def test_opening_the_opt_out_link_changes_nothing_and_a_post_does(client):
    wave = open_wave()
    address = f"/afmelden/{out_tokens(wave)[0]}/"
    for _time in range(3):
        page = client.get(address)
        assert (page.status_code, page.cookies) == (200, {})
    assert client.head(address).status_code == 200
    assert member(0).reach == Reach.REACHABLE
    assert "afgemeld" in client.post(address, {"List-Unsubscribe": "One-Click"}).content.decode().lower()
    client.post(address)
    assert member(0).reach == Reach.OPTED_OUT
    assert fieldwork_mail.disposition(wave=wave).refused == 1
    client.post(address, {"actie": "terug"})
    assert member(0).reach == Reach.REACHABLE
    assert fieldwork_mail.disposition(wave=wave).refused == 0


def test_unknown_and_malformed_opt_out_links_get_one_page(client):
    wave = open_wave()
    pages = [
        client.get(f"/afmelden/{text}/") for text in ("onzin", "a" * 32, "%00", "x/y/z", "é" * 40, tokens(wave)[0])
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert client.post("/afmelden/onzin/", {"nooit": "ja"}).status_code == 404


def test_whoever_opts_out_before_the_invitation_went_out_does_not_get_it():
    wave = open_wave()
    opt_out(opting=find_opting_out(out_tokens(wave)[3]), at=AT)
    assert mail.send_due(at=SOON) == 11
    assert "p0003@example.org" not in mailed()
    assert OutgoingMail.objects.get(to_address="p0003@example.org").state == "called_back"


def test_opting_out_after_answering_is_no_refusal_and_takes_nothing_back():
    wave = open_wave()
    Respondent(tokens(wave)[0]).answer()
    opt_out(opting=find_opting_out(out_tokens(wave)[0]), at=AT)
    found = fieldwork_mail.disposition(wave=wave)
    assert (found.answered, found.refused, found.silent) == (1, 0, 11)


def test_a_stakeholder_can_ask_never_to_be_invited_and_the_registry_knows_why(client):
    person = PersonFactory(email="p0000@example.org")
    wave = open_wave()
    page = client.get(f"/afmelden/{out_tokens(wave)[0]}/").content.decode()
    assert 'name="nooit"' in page
    client.post(f"/afmelden/{out_tokens(wave)[0]}/", {"nooit": "ja", "reden": "Te \n druk\0"})
    person.refresh_from_db()
    assert (person.do_not_invite, person.do_not_invite_reason) == (True, "Te druk")
    client.post(f"/afmelden/{out_tokens(wave)[1]}/", {"nooit": "ja", "reden": "x" * 5000})
    assert Person.objects.filter(do_not_invite=True).count() == 1


def test_at_other_levels_opting_out_never_reaches_the_registry(client):
    PersonFactory(email="p0000@example.org")
    wave = open_wave()
    type(wave).objects.filter(pk=wave.pk).update(level="clients")
    assert 'name="nooit"' not in client.get(f"/afmelden/{out_tokens(wave)[0]}/").content.decode()
    client.post(f"/afmelden/{out_tokens(wave)[0]}/", {"nooit": "ja"})
    assert member(0).reach == Reach.OPTED_OUT
    assert not Person.objects.filter(do_not_invite=True).exists()


# Reminders


def test_a_reminder_goes_to_the_silent_only_and_no_page_says_who_they_are(client_as, researcher, communications):
    wave = open_wave(by=researcher, people=30)
    for token in tokens(wave)[:10]:
        Respondent(token).answer()
    opt_out(opting=find_opting_out(out_tokens(wave)[11]), at=AT)
    FrameMember.objects.filter(email="p0012@example.org").update(reach="undeliverable")
    client = client_as(researcher)
    page = client.get(reverse("measurements:wave-remind", args=[wave.pk])).content.decode()
    assert "18" in page
    client.post(reverse("measurements:wave-remind", args=[wave.pk]), {"send_on": timezone.localdate().isoformat()})
    assert send_due_reminders(at=timezone.now(), now=True) == 1
    assert send_due_reminders(at=timezone.now(), now=True) == 0
    Respondent(tokens(wave)[20]).answer()
    mail.send_due(at=timezone.now() + timedelta(minutes=3))
    expected = {f"p{number:04d}@example.org" for number in range(10, 30)} - {
        "p0011@example.org",
        "p0012@example.org",
        "p0020@example.org",  # answered between making and sending
    }
    assert mailed("measurements.reminder") == expected
    mailing = Mailing.objects.get(kind="measurements.reminder")
    for user in (researcher, communications):
        reader = client_as(user)
        assert reader.get(reverse("outgoing-detail", args=[mailing.pk])).status_code == 404
        for name in ("wave", "wave-remind", "wave-uncertain", "wave-returned"):
            shown = reader.get(reverse(f"measurements:{name}", args=[wave.pk])).content.decode()
            assert not any(address in shown for address in expected)


def test_how_many_are_silent_is_not_shown_below_the_floor():
    wave = open_wave()
    assert fieldwork_mail.silent_to_remind(wave=wave) == 12
    Respondent(tokens(wave)[0]).answer()
    assert fieldwork_mail.silent_to_remind(wave=wave) is None


def test_planned_reminders_wait_for_their_day_and_hour_and_go_once():
    wave = open_wave()
    day = timezone.localdate(AT) + timedelta(days=7)
    plan_reminder(wave=wave, send_on=day, by=None, at=AT)
    early = AT + timedelta(days=7) - timedelta(hours=3)
    assert [send_due_reminders(at=moment) for moment in (AT, early, AT + timedelta(days=7))] == [0, 0, 1]
    assert send_due_reminders(at=AT + timedelta(days=8)) == 0
    plan = ReminderPlan.objects.get()
    assert (plan.state, plan.people) == ("sent", 12)
    assert drop_reminder(plan=plan) is False


def test_a_reminder_that_was_taken_back_does_not_go():
    wave = open_wave()
    plan = plan_reminder(wave=wave, send_on=timezone.localdate(AT) + timedelta(days=1), by=None, at=AT)
    assert drop_reminder(plan=plan) is True
    assert send_due_reminders(at=AT + timedelta(days=2)) == 0


def test_wrong_days_and_a_fourth_reminder_are_refused():
    wave = open_wave()
    today = timezone.localdate(AT)
    for day in (-1, 60):
        with pytest.raises(ReminderRefused):
            plan_reminder(wave=wave, send_on=today + timedelta(days=day), by=None, at=AT)
    for day in (1, 2, 3):
        plan_reminder(wave=wave, send_on=today + timedelta(days=day), by=None, at=AT)
    for day in (3, 4):
        with pytest.raises(ReminderRefused):
            plan_reminder(wave=wave, send_on=today + timedelta(days=day), by=None, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderPlan.objects.create(wave=wave, number=4, send_on=today + timedelta(days=9))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderPlan.objects.create(wave=wave, number=1, send_on=today + timedelta(days=9))


def test_a_wave_that_is_not_open_sends_no_reminder():
    ready = ready_wave()
    with pytest.raises(NotOpen):
        plan_reminder(wave=ready, send_on=timezone.localdate(AT), by=None, at=AT)
    opened = waves.open_wave(wave=ready, by=None, at=AT)
    plan_reminder(wave=opened, send_on=timezone.localdate(AT) + timedelta(days=1), by=None, at=AT)
    waves.close_wave(wave=opened, by=None, at=AT)
    assert send_due_reminders(at=AT + timedelta(days=2)) == 0
    with pytest.raises(NotOpen):
        plan_reminder(wave=opened, send_on=timezone.localdate(AT) + timedelta(days=1), by=None, at=AT)


def test_the_page_explains_a_refusal_at_the_field(client_as, researcher):
    wave = open_wave(by=researcher)
    client = client_as(researcher)
    for typed in ("2020-01-01", "morgen", ""):
        page = client.post(reverse("measurements:wave-remind", args=[wave.pk]), {"send_on": typed})
        assert page.status_code == 422
    assert not ReminderPlan.objects.exists()


# Speed and uncertain mail


def test_invitations_keep_to_the_speed_limit_and_other_mail_does_not_wait_for_them(settings):
    settings.MAIL_PER_MINUTE = 5
    open_wave()
    other = mail.Recipient(address="code@example.org", text="Uw code")
    mail.compose(kind="accounts.code", subject="Code", recipients=[other], at=AT)
    assert mail.send_due(at=SOON) == 6
    assert mail.send_due(at=SOON + timedelta(seconds=30)) == 0
    assert mail.send_due(at=SOON + timedelta(seconds=61)) == 5
    assert mail.send_due(at=SOON + timedelta(seconds=122)) == 2


@pytest.mark.parametrize(("choice", "state", "again"), [("opnieuw", "waiting", True), ("laten", "left", False)])
def test_a_person_decides_about_uncertain_mail_of_a_wave(client_as, researcher, choice, state, again):
    wave = open_wave(by=researcher)
    mail.send_due(at=SOON)
    OutgoingMail.objects.filter(to_address="p0004@example.org").update(state="uncertain", sent_at=None)
    client = client_as(researcher)
    page = reverse("measurements:wave-uncertain", args=[wave.pk])
    assert "p0004@example.org" in client.get(page).content.decode()
    assert page in client.get(reverse("measurements:wave", args=[wave.pk])).content.decode()
    client.post(page, {"besluit": "misschien"})
    assert OutgoingMail.objects.get(to_address="p0004@example.org").state == "uncertain"
    client.post(page, {"besluit": choice})
    client.post(page, {"besluit": choice})
    assert OutgoingMail.objects.get(to_address="p0004@example.org").state == state
    decision = UncertainDecision.objects.get()
    assert (decision.sent_again, decision.count, decision.by) == (again, 1, researcher)
    assert mail.send_due(at=SOON + timedelta(hours=1)) == (1 if again else 0)


def test_uncertain_mail_is_not_sent_again_after_closing():
    from measurements.services.uncertain import decide_uncertain

    wave = open_wave()
    mail.send_due(at=SOON)
    OutgoingMail.objects.filter(to_address="p0004@example.org").update(state="uncertain", sent_at=None)
    closed = waves.close_wave(wave=wave, by=None, at=AT)
    with pytest.raises(NotOpen):
        decide_uncertain(wave=closed, again=True, by=None, at=AT)
    assert OutgoingMail.objects.filter(state="uncertain", mailing__reference=reference_of(wave)).count() == 1
