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
from core.mail import Recipient, compose, send_due
from core.models import OutgoingMail, RetentionRun
from core.registry import retentions
from feedback.models import Giver, Signal, SignalState
from stakeholders.models import Organisation, Person, Position

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
