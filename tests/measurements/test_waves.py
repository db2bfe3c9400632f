"""The life of a wave: five steps in the browser, its moves, its mails."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.urls import reverse

from core import mail
from core.models import Mailing, OutgoingMail
from measurements.choices import ALLOWED_MOVES, Mode, State
from measurements.exceptions import MoveNotAllowed, WaveIsFrozen, WaveNotReady
from measurements.fieldwork import wave_fieldwork
from measurements.models import FrameMember, Invitation, Wave, WaveStateRow
from measurements.services import frames, invitations, waves
from measurements.services.frames import Address, BadList
from measurements.services.instruments import import_instrument
from stakeholders.services.segments import create_segment
from tests.stakeholders.factories import PositionFactory

from .asking import AT, LIBRARY, Respondent, confirm_all, draft_wave, filled_wave, open_wave, ready_wave, tokens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(AT, tick=False):
        yield


def test_a_zero_measurement_in_five_steps(client_as, researcher):
    import_instrument(raw=LIBRARY.read_bytes(), by=researcher, at=AT)
    client = client_as(researcher)

    step_two = client.post(reverse("measurements:wave-new"), {"level": "stakeholders"})
    assert step_two.status_code == 302
    form = client.get(step_two.url).context["form"]
    answers = {
        "instrument_version": form.initial["instrument_version"].pk,
        "title": "Nulmeting partners",
        "mode": form.initial["mode"],
        "languages": ["nl", "en"],
        "closes_on": "2026-12-18",
        "floor": "10",
        "cuts": ["REL1"],
    }
    confirm_all(form.initial["instrument_version"])
    step_three = client.post(step_two.url, answers)
    wave = Wave.objects.get()
    assert (wave.level, wave.mode, wave.cuts) == ("stakeholders", Mode.CONFIDENTIAL, ["REL1"])
    assert step_three.url == reverse("measurements:wave-who", args=[wave.pk])

    people = "email;naam;taal;organisatie\n" + "".join(
        f"p{n}@example.org;Persoon {n};{'en' if n == 1 else 'nl'};Organisatie {n // 2}\n" for n in range(12)
    )
    client.post(step_three.url, {"pasted": people})
    assert FrameMember.objects.filter(wave=wave).count() == 12

    texts = client.get(reverse("measurements:wave-texts", args=[wave.pk]))
    assert "Persoon 1 &lt;p1@example.org&gt;" in texts.content.decode()
    fields = {name: texts.context["form"].initial[name] for name in texts.context["form"].fields}
    step_five = client.post(
        reverse("measurements:wave-texts", args=[wave.pk]), {**fields, "nl_invitation_subject": "Dag!", "verder": "1"}
    )
    page = client.get(step_five.url)
    link = re.search(r'href="[^"]*(/s/proef[^"?]*)', page.content.decode()).group(1)
    assert client.get(link).status_code == 200

    client.post(step_five.url)
    wave.refresh_from_db()
    assert wave.state == State.READY
    client.post(reverse("measurements:wave-open", args=[wave.pk]))
    wave.refresh_from_db()
    assert wave.state == State.OPEN
    assert OutgoingMail.objects.filter(subject="Dag!").count() == 11
    assert client.get(reverse("measurements:wave", args=[wave.pk])).status_code == 200


def test_the_link_is_in_the_mail_and_stored_nowhere():
    wave = open_wave()
    mail.send_due(at=AT + timedelta(minutes=3))
    bodies = {message.to[0]: message.body for message in django_mail.outbox}
    assert len(bodies) == 12
    token = tokens(wave)[0]
    text = next(body for to, body in bodies.items() if "p0000@" in to)
    assert f"/s/{token}/?taal=nl" in text
    assert "Persoon 0" in text
    stored = json.dumps(list(OutgoingMail.objects.values("subject", "text", "html", "value_reference")), default=str)
    assert token not in stored
    assert Respondent(token).open().status_code == 200


def test_a_mail_to_somebody_without_a_name_reads_well():
    wave = draft_wave()
    letter = invitations.letter_for(wave=wave, kind="invitation", language="nl", name="", organisation="")
    assert "Beste relatie," in letter.text
    assert "vanuit uw organisatie" in letter.text
    assert "{" not in letter.text


def test_nobody_is_mailed_twice_by_one_mailing():
    open_wave()
    for minute in (3, 4, 5):
        mail.send_due(at=AT + timedelta(minutes=minute))
    assert len(django_mail.outbox) == 12


def test_above_twenty_five_a_second_person_releases(researcher, communications):
    open_wave(people=26, by=researcher)
    mailing = Mailing.objects.get()
    assert mailing.state == Mailing.State.NEEDS_RELEASE
    with pytest.raises(mail.SamePerson):
        mail.release(mailing, by=researcher, at=AT)
    mail.release(mailing, by=communications, at=AT)
    mail.send_due(at=AT + timedelta(minutes=3))
    assert len(django_mail.outbox) == 26


def test_closing_calls_back_mail_that_has_not_gone_out():
    wave = open_wave()
    waves.close_wave(wave=wave, by=None, at=AT)
    assert mail.send_due(at=AT + timedelta(minutes=3)) == 0


def test_the_way_of_a_wave_leaves_a_row_for_each_move(researcher):
    wave = open_wave(by=researcher)
    waves.close_wave(wave=wave, by=researcher, at=AT)
    assert list(WaveStateRow.objects.values_list("state", flat=True)) == ["draft", "ready", "open", "closed"]


MOVES = {
    State.READY: waves.make_ready,
    State.DRAFT: waves.back_to_draft,
    State.OPEN: waves.open_wave,
    State.CLOSED: waves.close_wave,
    State.PUBLISHED: waves.publish_wave,
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("to", list(MOVES))
def test_every_move_outside_the_table_is_refused(state, to):
    if to in ALLOWED_MOVES[state]:
        return
    wave = draft_wave()
    settled = state in (State.CLOSED, State.PUBLISHED)
    Wave.objects.filter(pk=wave.pk).update(state=state, is_settled=settled)
    with pytest.raises(MoveNotAllowed):
        MOVES[to](wave=wave, by=None, at=AT)


def test_what_is_missing_for_a_ready_wave_is_said_in_words():
    wave = draft_wave(closes_at=None)
    waves.change_wave(wave=wave, texts={"nl": {"invitation_text": "zonder link {nobody}"}})
    with pytest.raises(WaveNotReady) as refusal:
        waves.make_ready(wave=wave, by=None, at=AT)
    said = " ".join(refusal.value.reasons)
    assert "nog niemand uitgenodigd" in said
    assert "nobody" in said
    assert len(refusal.value.reasons) >= 5


def test_fewer_people_than_the_floor_cannot_be_made_ready():
    with pytest.raises(WaveNotReady):
        ready_wave(people=9)


def test_a_wave_that_is_ready_is_frozen_and_can_go_back():
    wave = ready_wave()
    with pytest.raises(WaveIsFrozen):
        waves.change_wave(wave=wave, mode=Mode.CONFIDENTIAL)
    with pytest.raises(WaveIsFrozen):
        frames.add_members(wave=wave, addresses=[Address("late@example.org")])
    old = tokens(wave)
    waves.back_to_draft(wave=wave, by=None, at=AT)
    assert not Invitation.objects.exists()
    waves.make_ready(wave=wave, by=None, at=AT)
    assert not set(old) & set(tokens(wave))


def test_waves_open_and_close_at_their_moment():
    wave = ready_wave(opens_at=AT + timedelta(days=1))
    assert waves.move_by_time(at=AT) == 0
    assert waves.move_by_time(at=AT + timedelta(days=1)) == 1
    assert Wave.objects.get(pk=wave.pk).state == State.OPEN
    assert waves.move_by_time(at=AT + timedelta(days=30)) == 1
    assert Wave.objects.get(pk=wave.pk).state == State.CLOSED


def test_publishing_waits_until_the_answers_are_filed():
    wave = open_wave()
    waves.close_wave(wave=wave, by=None, at=AT)
    with pytest.raises(WaveNotReady):
        waves.publish_wave(wave=wave, by=None, at=AT)
    Wave.objects.filter(pk=wave.pk).update(is_settled=True, done_count=9)
    with pytest.raises(WaveNotReady):
        waves.publish_wave(wave=wave, by=None, at=AT)
    Wave.objects.filter(pk=wave.pk).update(done_count=10)
    waves.publish_wave(wave=wave, by=None, at=AT)


def test_a_repeat_takes_over_everything_but_people_and_names_its_baseline():
    wave = open_wave(cuts=["REL1"])
    repeat = waves.repeat_wave(wave=wave, title="Herhaling", by=None, at=AT)
    third = waves.repeat_wave(wave=repeat, title="Nog eens", by=None, at=AT)
    assert (repeat.baseline, third.baseline, repeat.cuts) == (wave, wave, ["REL1"])
    assert not repeat.members.exists()


def test_a_language_nobody_asked_for_becomes_the_default():
    wave = draft_wave(languages=["nl"])
    frames.add_members(wave=wave, addresses=[Address("a@example.org", language="en")])
    assert FrameMember.objects.get().language == "nl"


def test_the_registry_fills_the_frame(client_as, monkeypatch):
    from types import SimpleNamespace

    contact = SimpleNamespace(email="a@example.org", name="A", language="en", organisation="Org")
    monkeypatch.setattr("measurements.services.frames.measurement_contacts", lambda on: [contact, contact])
    wave = draft_wave()
    client_as("researcher").post(reverse("measurements:wave-who-registry", args=[wave.pk]))
    member = FrameMember.objects.get()
    assert (member.email, member.organisation, member.language) == ("a@example.org", "Org", "en")


def test_a_segment_narrows_the_frame_to_who_is_in_it_today(client_as):
    inside = PositionFactory(organisation__in_measurement=True, organisation__channel="direct_line").person
    PositionFactory(organisation__in_measurement=True)
    PositionFactory(organisation__channel="direct_line")
    values = {"name": "Directe lijn", "rules": {"channel": ["direct_line"]}}
    segment = create_segment(values=values, by=None, at=AT)
    wave = draft_wave()
    client, address = client_as("researcher"), reverse("measurements:wave-who-registry", args=[wave.pk])
    client.post(address, {"segment": 999_999})
    assert not FrameMember.objects.exists()
    assert "Directe lijn" in client.get(reverse("measurements:wave-who", args=[wave.pk])).content.decode()
    client.post(address, {"segment": segment.pk})
    assert [member.email for member in FrameMember.objects.all()] == [inside.email]


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("a@example.org\nnot an address\n", 3),
        ("email,name\na@example.org,A\n@@,B\n", 3),
        ("naam;leeftijd\nA;3\n", 0),
        ("", 0),
    ],
)
def test_a_bad_list_is_refused_whole_with_line_numbers(pasted, line):
    wave = draft_wave()
    with pytest.raises(BadList) as refusal:
        frames.fill_from_list(wave=wave, raw=pasted.encode())
    assert line in [number for number, _sentence in refusal.value.problems]
    assert not FrameMember.objects.exists()


def test_the_same_list_twice_changes_nothing():
    wave = draft_wave()
    lines = b"A@example.org\nb@example.org\n"
    assert frames.fill_from_list(wave=wave, raw=lines).added == 2
    assert frames.fill_from_list(wave=wave, raw=lines).added == 0


def test_texts_without_link_or_with_an_unknown_placeholder_are_refused(client_as):
    wave = filled_wave()
    client = client_as("researcher")
    address = reverse("measurements:wave-texts", args=[wave.pk])
    form = client.get(address).context["form"]
    fields = {name: form.initial[name] for name in form.fields}
    page = client.post(address, {**fields, "nl_invitation_text": "Dag {voornaam}"})
    assert page.status_code == 422
    assert set(page.context["form"].errors["nl_invitation_text"])
    assert "voornaam" in page.content.decode()


def test_counters_add_up(researcher):
    wave = open_wave(by=researcher)
    for token in tokens(wave)[:3]:
        Respondent(token).answer()
    fieldwork = wave_fieldwork(wave=wave)
    assert (fieldwork.invited, fieldwork.received, fieldwork.response) == (12, 3, 25)
    assert fieldwork.pages == ((2, 3),)
    assert fieldwork.durations == (3, 0, 0, 0)


STAFF_PAGES = ["wave", "wave-edit", "wave-who", "wave-texts", "wave-test", "wave-open", "wave-close", "wave-repeat"]


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_a_page_of_a_wave_opens_for_the_researcher_only(client_as, name):
    wave = filled_wave()
    address = reverse(f"measurements:{name}", args=[wave.pk])
    assert client_as("researcher").get(address).status_code == 200
    assert client_as("manager").get(address).status_code == 403
    assert client_as("researcher").get(reverse(f"measurements:{name}", args=[wave.pk + 999])).status_code == 404


def test_communications_looks_and_does_not_touch(client_as):
    wave = filled_wave()
    client = client_as("communications")
    page = client.get(reverse("measurements:wave", args=[wave.pk]))
    assert page.status_code == 200
    assert reverse("measurements:wave-who", args=[wave.pk]) not in page.content.decode()
    assert client.post(reverse("measurements:wave-open", args=[wave.pk])).status_code == 403


def test_a_step_of_a_wave_that_is_open_leads_to_its_page(client_as):
    wave = open_wave()
    page = client_as("researcher").get(reverse("measurements:wave-who", args=[wave.pk]))
    assert page.url == reverse("measurements:wave", args=[wave.pk])


def test_the_list_searches_filters_and_pages(client_as):
    draft_wave()
    client = client_as("researcher")
    assert "Proefmeting" in client.get(reverse("measurements:waves")).content.decode()
    assert "Proefmeting" not in client.get(reverse("measurements:waves"), {"stand": "open"}).content.decode()
    assert "Proefmeting" not in client.get(reverse("measurements:waves"), {"q": "iets anders"}).content.decode()


def test_the_home_page_names_what_is_under_way(client_as):
    open_wave()
    assert "Proefmeting" in client_as("researcher").get("/").content.decode()


def test_a_mail_whose_secret_is_gone_is_not_sent():
    wave = open_wave()
    from measurements.services import secrets

    secrets.destroy_wave_secrets(wave.key_name)
    assert mail.send_due(at=AT + timedelta(minutes=3)) == 0
    assert not django_mail.outbox
    with pytest.raises(OSError, match="link"):
        invitations.survey_link(f"{wave.key_name}:{Invitation.objects.first().number}:nl")


def test_a_wave_that_closes_on_the_last_day_of_the_calendar_can_be_opened():
    wave = ready_wave(closes_at=datetime(9999, 12, 31, 22, 59, 59, tzinfo=UTC))
    assert waves.open_wave(wave=wave, by=None, at=AT).state == State.OPEN


def test_a_wave_that_cannot_be_moved_does_not_keep_the_others_where_they_are(monkeypatch):
    good = ready_wave(opens_at=AT + timedelta(hours=1))
    bad = ready_wave(opens_at=AT + timedelta(minutes=30))
    make = waves.make_filing_keys

    def fails_for_one(*, wave, at):
        if wave.pk == bad.pk:
            raise OSError("no space left")
        return make(wave=wave, at=at)

    monkeypatch.setattr(waves, "make_filing_keys", fails_for_one)
    assert waves.move_by_time(at=AT + timedelta(days=1)) == 1
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == (State.OPEN, State.READY)
