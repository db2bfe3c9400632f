"""Signals in every state, made through the services."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from core.mail import send_due
from feedback.models import Giver
from feedback.queries import giver_statuses
from feedback.services.receive import GiverData, Words, register_signal
from feedback.services.telling import DecisionData, decide_and_tell, sync_tellings

# A Monday; NOW of tests/conftest.py is Wednesday 18 November 2026, twelve working days later.
RECEIVED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
NOT_NOW = DecisionData(extent="not", reason="Er is geen plaats voor.")
ADOPTED = DecisionData(extent="adopted", reason="U hebt gelijk.", effective_on=date(2027, 3, 1), is_month=True)


@pytest.fixture(autouse=True)
def own_directories(settings, tmp_path):
    """Keys and outgoing mail of each test in a directory of its own."""
    settings.KEYS_DIR = tmp_path / "keys"
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "core.mail.backends.FileOutboxBackend"


@pytest.fixture
def make_signal(db):
    """Makes a signal of a giver with an address; fields of Words or GiverData may be given."""
    numbers = itertools.count(1)

    def make(*, at=RECEIVED, source="mail", by=None, owner=None, giver=..., **words):
        number = next(numbers)
        words = {"kind": "suggestion", "text": f"Bel terug op een vast moment ({number}).", **words}
        if giver is ...:
            giver = GiverData(name=f"Gever {number}", email=f"gever{number}@example.org")
        return register_signal(words=Words(**words), source=source, giver=giver, at=at, by=by, owner=owner)

    return make


@pytest.fixture
def tell(communications):
    """Decides and tells every giver of a signal, and lets the mail go out."""

    def do(signal, *, at=RECEIVED + timedelta(days=1), data=NOT_NOW, send=True, by=None):
        messages = {status.giver.pk: "Ons antwoord." for status in giver_statuses(signal)}
        told = decide_and_tell(signal, data=data, messages=messages, by=by or communications, at=at)
        if send:
            send_due(at=at + timedelta(minutes=3))
            sync_tellings(at=at + timedelta(minutes=3))
            signal.refresh_from_db()
        return told

    return do


@pytest.fixture
def only_giver():
    """The one giver of a signal."""
    return lambda signal: Giver.objects.get(signal=signal)
