"""K16: of the signals whose deadline fell in a month, how many givers were told in time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.periods import Month, local_date
from feedback.domain.workflow import State
from feedback.queries import told_within
from feedback.queries.told import NOBODY_TO_TELL, NOT_YET_DUE, WAITING_FOR_GIVER
from feedback.services.receive import GiverData, add_giver
from feedback.services.telling import tell_giver
from feedback.services.work import merge_signal, move_on

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
# Received on Thursday 1 October 2026: ten working days later is Thursday 15 October.
FIRST = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)


def figures(month=OCTOBER, **options):
    result = told_within(month=month, **options)
    return result.numerator, result.denominator


def test_told_on_the_last_day_is_in_time_and_a_day_later_is_a_miss(make_signal, tell):
    tell(make_signal(at=FIRST), at=DEADLINE)
    assert figures() == (1, 1)
    tell(make_signal(at=FIRST), at=DEADLINE + timedelta(days=1))
    assert figures() == (1, 2)
    assert told_within(month=OCTOBER).share == 0.5


def test_the_month_of_the_deadline_counts_and_not_that_of_receipt(make_signal, tell):
    tell(make_signal(at=datetime(2026, 9, 24, 9, tzinfo=UTC)), at=FIRST)
    assert figures(SEPTEMBER) == (0, 0)
    assert told_within(month=SEPTEMBER).share is None
    assert figures() == (1, 1)


def test_open_and_late_is_a_miss_and_not_yet_due_is_left_out(make_signal):
    make_signal(at=FIRST)
    result = told_within(month=OCTOBER, as_of=date(2026, 10, 14))
    assert (result.denominator, result.excluded) == (0, {NOT_YET_DUE: 1})
    assert figures(as_of=date(2026, 10, 15)) == (0, 1)
    assert figures() == (0, 1)


def test_told_before_the_deadline_counts_at_once(make_signal, tell):
    tell(make_signal(at=FIRST), at=FIRST + timedelta(days=1))
    assert figures(as_of=date(2026, 10, 3)) == (1, 1)


def test_every_giver_must_be_told_in_time(make_signal, tell, communications):
    signal = make_signal(at=FIRST)
    second = add_giver(signal, giver=GiverData(name="Beller"), at=FIRST)
    tell(signal, at=FIRST + timedelta(days=1))
    assert figures() == (0, 1)
    tell_giver(
        second,
        channel="conversation",
        note="Gebeld.",
        by=communications,
        at=DEADLINE + timedelta(days=5),
        told_at=DEADLINE,
    )
    assert figures() == (1, 1)


def test_days_on_which_we_wait_for_the_giver_do_not_count(make_signal, tell, communications):
    signal = make_signal(at=FIRST)
    move_on(signal, to=State.AWAITING_GIVER, by=communications, at=FIRST)
    result = told_within(month=OCTOBER)
    assert (result.denominator, result.excluded) == (0, {WAITING_FOR_GIVER: 1})
    # Three working days: Friday 2, Monday 5 and Tuesday 6 October.
    move_on(signal, to=State.EXAMINING, by=communications, at=FIRST + timedelta(days=5))
    signal.refresh_from_db()
    assert signal.tell_by == date(2026, 10, 20)
    tell(signal, at=datetime(2026, 10, 20, 9, tzinfo=UTC))
    assert figures() == (1, 1)


def test_nobody_to_tell_is_left_out(make_signal, tell, communications, only_giver):
    make_signal(at=FIRST, giver=None)
    signal = make_signal(at=FIRST, giver=GiverData(name="Verhuisd"))
    tell(signal, at=FIRST)
    tell_giver(only_giver(signal), channel="unreachable", note="Nummer vervallen.", by=communications, at=FIRST)
    result = told_within(month=OCTOBER)
    assert (result.denominator, result.excluded) == (0, {NOBODY_TO_TELL: 2})


def test_a_joined_signal_counts_with_its_own_day_and_giver(make_signal, tell, communications):
    lead = make_signal(at=FIRST)
    other = make_signal(at=FIRST - timedelta(days=7))
    merge_signal(other, into=lead, by=communications, at=FIRST)
    tell(lead, at=DEADLINE)
    assert local_date(DEADLINE - timedelta(days=7)) == date(2026, 10, 8)
    assert figures() == (1, 2)


def test_another_norm_moves_the_deadline(make_signal, tell):
    tell(make_signal(at=FIRST), at=DEADLINE)
    assert figures(days=5) == (0, 1)
    assert figures(days=30) == (0, 0)
