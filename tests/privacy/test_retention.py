"""Retention: the night reports first, and a week later removes only what it had reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import AuditEntry, Notification, User
from accounts.queries import check_chain
from accounts.services import audit, retention
from accounts.tasks import keep_to_retention
from core.history import event_model
from core.mail import Recipient, compose, send_due
from core.models import OutgoingMail, RetentionRun
from core.registry import retentions
from feedback.models import Giver, Signal, SignalState
from stakeholders.models import (
    Attachment,
    ContactMoment,
    Gathering,
    IncomingMail,
    Organisation,
    Participant,
    Person,
    Position,
    SheetNote,
)
from stakeholders.services import Ground, save_channel, set_grounds
from stakeholders.services.privacy import without_ties
from stakeholders.services.retention import MEETINGS, MOMENTS, NOTES, WAITING_MAIL

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def later(now):
    """A night three years after everything was written."""
    return now + timedelta(days=3 * 365)


@pytest.fixture
def gone(now) -> Person:
    """Somebody whose last function ended long ago."""
    person = Person.objects.create(
        name="Joris Vertrokken", email="joris@example.org", phone="070 123 4567", source="x"
    )
    organisation = Organisation.objects.create(name="Stichting Proef")
    Position.objects.create(
        person=person, organisation=organisation, from_on=date(2020, 1, 1), until_on=date(2021, 1, 1)
    )
    return person


def test_a_night_reports_a_week_passes_and_what_was_reported_goes(gone, later, privacy_officer):
    retention.keep_to_retention(at=later)
    run = RetentionRun.objects.get(name="stakeholders.persons")
    assert (run.due, run.removed) == (1, None)
    assert Notification.objects.filter(user=privacy_officer).count() == 1
    retention.keep_to_retention(at=later + WEEK - timedelta(seconds=1))
    gone.refresh_from_db()
    assert gone.name == "Joris Vertrokken"
    retention.keep_to_retention(at=later + WEEK)
    gone.refresh_from_db()
    run.refresh_from_db()
    assert (gone.name, gone.email, run.removed) == ("[verwijderd]", "", 1)
    assert set(gone.history.values_list("name", flat=True)) == {"[verwijderd]"}
    assert AuditEntry.objects.filter(action="retention").exists()
    retention.keep_to_retention(at=later + 3 * WEEK)
    assert RetentionRun.objects.filter(name="stakeholders.persons").count() == 1


def test_what_is_held_stays(gone, later, privacy_officer):
    retention.keep_to_retention(at=later)
    run = RetentionRun.objects.get(name="stakeholders.persons")
    retention.hold(run=run, reason="onderzoek", by=privacy_officer, at=later)
    retention.keep_to_retention(at=later + 4 * WEEK)
    gone.refresh_from_db()
    assert gone.name == "Joris Vertrokken"


def test_what_became_due_after_the_report_is_not_removed_with_it(gone, later):
    organisation = Organisation.objects.get()
    newer = Person.objects.create(name="Nel Net", source="x")
    limit = (later - timedelta(days=730)).date()
    Position.objects.create(
        person=newer, organisation=organisation, from_on=date(2020, 1, 1), until_on=limit + timedelta(days=3)
    )
    retention.keep_to_retention(at=later)
    retention.keep_to_retention(at=later + WEEK)
    newer.refresh_from_db()
    assert newer.name == "Nel Net"


def test_one_kind_that_breaks_does_not_stop_the_others_and_it_is_said(gone, later):
    broken = replace(retentions["core.mail"], due=lambda at: 1 // 0)
    with mock.patch.dict(retentions._items, {"core.mail": broken}):
        retention.keep_to_retention(at=later)
    assert RetentionRun.objects.filter(name="stakeholders.persons").exists()


def test_whoever_was_spoken_with_or_invited_lately_is_not_forgotten(gone, later, account_manager):
    organisation = Organisation.objects.get()
    met = Person.objects.create(name="Nel Net", source="x")
    moment = ContactMoment.objects.create(held_on=(later - timedelta(days=30)).date(), subject="x", noted_at=later)
    moment.participants.create(person=met)
    invited = Person.objects.create(name="Piet Pas", source="x")
    start = later - timedelta(days=700)
    gathering = Gathering.objects.create(
        title="x", starts_at=start, ends_at=start + timedelta(hours=1), rhythm_on=start.date(), owner=account_manager
    )
    gathering.participants.create(person=invited, organisation=organisation, link_hash="x")
    assert list(without_ties(later)) == [gone]
    assert set(without_ties(later + timedelta(days=100))) == {gone, invited}


def test_forgetting_old_persons_blanks_the_history_of_channels_and_grounds_too(gone, later):
    values = {"kind": "other", "value": "@joris", "label": "privé", "source": "beurs", "noted_on": date(2020, 1, 1)}
    save_channel(person=gone, values=values)
    set_grounds(person=gone, grounds={"name": Ground("consent", "zelf gezegd", date(2020, 1, 1))})
    assert retentions["stakeholders.persons"].carry_out(later) == 1
    channels = event_model("stakeholders.ContactChannel").objects
    assert set(channels.values_list("value", "label", "source")) == {("[verwijderd]",) * 3}
    assert set(event_model("stakeholders.FieldBasis").objects.values_list("source", flat=True)) == {"[verwijderd]"}
    assert not gone.channels.exists()


def test_old_contact_moments_and_meetings_keep_that_they_took_place_only(everywhere, now, account_manager):
    later = now + timedelta(days=2700)
    before = ContactMoment.objects.count()
    for name in (MOMENTS, MEETINGS):
        kind = retentions[name]
        assert kind.due(now) == 0
        assert kind.carry_out(later) == 2
        assert kind.due(later) == 0
    assert ContactMoment.objects.count() == before
    assert set(ContactMoment.objects.values_list("subject", "summary")) == {("[verwijderd]", "")}
    assert set(event_model("stakeholders.ContactMoment").objects.values_list("subject", flat=True)) == {"[verwijderd]"}
    assert not Attachment.objects.exists()
    assert not IncomingMail.objects.filter(moment__isnull=False).exists()
    assert not Participant.objects.filter(person__isnull=False).exists()
    assert set(Gathering.objects.values_list("summary", "purpose")) == {("[verwijderd]", "")}


def test_mail_nobody_sorted_and_short_notes_go(everywhere, now, django_capture_on_commit_callbacks):
    mail, notes = retentions[WAITING_MAIL], retentions[NOTES]
    raw = IncomingMail.objects.get(state="waiting").raw
    assert (mail.due(now), notes.due(now)) == (0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert mail.carry_out(now + timedelta(days=91)) == 2
    assert not raw.storage.exists(raw.name)
    later = now + timedelta(days=400)
    assert notes.due(later) == notes.carry_out(later) == 4
    assert not SheetNote.objects.exists()
    assert set(event_model("stakeholders.SheetNote").objects.values_list("text", flat=True)) == {"[verwijderd]"}
    assert notes.due(later) == 0


def test_the_text_of_old_mail_goes_and_that_it_was_sent_stays(now):
    compose(kind="t", subject="Beste Nel", recipients=[Recipient("nel@example.org", "Dag")], at=now, hold=False)
    send_due(at=now)
    kind = retentions["core.mail"]
    assert (kind.due(now + timedelta(days=730)), kind.due(now + timedelta(days=731))) == (0, 1)
    assert kind.carry_out(now + timedelta(days=731)) == 1
    mail = OutgoingMail.objects.get()
    assert (mail.text, mail.state) == ("[verwijderd]", "sent")
    assert "nel" not in mail.to_address
    assert kind.due(now + timedelta(days=800)) == 0


def test_the_giver_of_a_signal_closed_long_ago_is_forgotten(now):
    day = now.date()
    signal = Signal.objects.create(
        kind="offer", source="form", title="t", text="t", received_on=day, confirm_by=day, tell_by=day
    )
    Giver.objects.create(signal=signal, name="Nel", email="nel@example.org")
    SignalState.objects.create(signal=signal, state="received", on=day)
    kind = retentions["feedback.givers"]
    later = now + timedelta(days=1900)
    assert kind.due(later) == 0
    with mock.patch("feedback.privacy._past_time", return_value=Giver.objects.all()):
        assert kind.carry_out(later) == 1
    assert Giver.objects.get().name == ""


def test_users_who_left_long_ago_become_nameless(now, reader):
    User.objects.filter(pk=reader.pk).update(is_active=False, date_joined=now - timedelta(days=1000))
    kind = retentions["accounts.users"]
    assert kind.due(now) == 1
    assert kind.carry_out(now) == 1
    reader.refresh_from_db()
    assert reader.name == "[verwijderd]"
    assert kind.due(now) == 0


def test_the_oldest_log_entries_go_and_the_rest_is_still_a_whole_chain(now, reader):
    old = now - timedelta(days=3000)
    for number in range(3):
        audit(action="export", at=old, actor=reader, subject=f"{number}")
    audit(action="export", at=now, actor=reader)
    kind = retentions["accounts.log"]
    assert (kind.due(now), kind.carry_out(now)) == (3, 3)
    assert check_chain().broken_id is None
    assert AuditEntry.objects.count() == 2


def test_the_log_cannot_be_shortened_without_saying_so_or_within_a_month(now, reader):
    old = audit(action="export", at=now - timedelta(days=3000), actor=reader)
    fresh = audit(action="export", at=now, actor=reader)
    for entry in (old, fresh):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT accounts_forget_log(%s)", [entry.pk])


@pytest.mark.parametrize(
    "values",
    [
        {"carried_out_at": "2020-01-01T00:00Z", "removed": 1},
        {"removed": 1},
        {"held_at": "2026-11-18T00:00Z"},
    ],
)
def test_the_database_refuses_a_removal_before_its_time_or_a_hold_without_reason(now, values):
    run = RetentionRun.objects.create(name="x", reported_at=now, due=1, not_before=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRun.objects.filter(pk=run.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRun.objects.create(name="x", reported_at=now, due=1, not_before=now)


def test_every_kind_says_its_period_and_reason_and_costs_few_queries_when_nothing_is_due(
    now, django_assert_max_num_queries
):
    assert len(list(retentions)) >= 9
    for kind in retentions:
        assert str(kind.period)
        assert str(kind.reason)
        with django_assert_max_num_queries(3):
            assert kind.due(now) == 0


def test_the_task_runs_on_an_empty_house_and_twice():
    keep_to_retention()
    keep_to_retention()
