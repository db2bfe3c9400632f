"""Told is a state: nobody is told without proof, and nothing is closed while somebody is untold."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from unittest import mock

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from core.mail import send_due
from core.models import Mailing, OutgoingMail
from feedback.choices import Channel
from feedback.exceptions import (
    AlreadyTold,
    ChannelDoesNotFit,
    DetailMissing,
    GiverUntold,
    MoveNotAllowed,
    NothingDecided,
    ReopenNeedsReason,
    TooLateToCallBack,
)
from feedback.models import Decision, Giver, Signal, SignalState, Telling
from feedback.queries import giver_statuses, untold_givers
from feedback.services.receive import GiverData, add_giver
from feedback.services.telling import (
    DecisionData,
    call_back_tellings,
    decide,
    decide_and_tell,
    sync_tellings,
    tell_giver,
)
from feedback.services.work import close_signal, merge_signal, reopen_signal, unmerge_signal

from .conftest import ADOPTED, NOT_NOW, RECEIVED

pytestmark = pytest.mark.django_db
LATER = RECEIVED + timedelta(days=1)


def states(signal):
    return [row.state for row in SignalState.objects.filter(signal=signal)]


def test_a_signal_walks_from_received_to_closed_and_every_step_is_a_row(make_signal, tell, communications):
    signal = make_signal()
    tell(signal)
    close_signal(signal, by=communications, at=LATER)
    assert states(signal) == ["received", "confirmed", "decided", "told", "closed"]
    assert signal.word == "closed"
    assert signal.owner_id == communications.pk or Signal.objects.get(pk=signal.pk).owner == communications


def test_the_giver_is_told_when_the_mail_has_gone_out_and_not_before(make_signal, tell, only_giver):
    signal = make_signal()
    tell(signal, send=False)
    telling = Telling.objects.get(giver=only_giver(signal))
    assert telling.told_at is None
    assert telling.mail.state == OutgoingMail.State.WAITING
    assert telling.mail.mailing.send_at == LATER + timedelta(seconds=120)
    assert sync_tellings(at=LATER) == 0
    assert Signal.objects.get(pk=signal.pk).state == "decided"
    send_due(at=LATER + timedelta(minutes=3))
    assert sync_tellings(at=LATER + timedelta(minutes=4)) == 1
    telling.refresh_from_db()
    # The clock of the round that sends, which goes on while it works.
    assert timedelta(0) <= telling.told_at - (LATER + timedelta(minutes=3)) < timedelta(seconds=30)
    assert Signal.objects.get(pk=signal.pk).state == "told"
    assert sync_tellings(at=LATER + timedelta(minutes=5)) == 0


def test_a_signal_cannot_be_closed_while_a_giver_is_untold(make_signal, tell):
    signal = make_signal()
    tell(signal, send=False)
    with pytest.raises(GiverUntold):
        close_signal(signal, at=LATER)


@pytest.mark.parametrize("state", ["told", "closed"])
def test_the_database_refuses_told_and_closed_while_a_giver_is_untold(make_signal, tell, state):
    signal = make_signal()
    tell(signal, send=False)
    with pytest.raises(IntegrityError, match="giver is untold"), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(state=state)


def test_the_database_refuses_told_without_a_decision(make_signal):
    signal = make_signal(giver=None)
    with pytest.raises(IntegrityError, match="without a decision"), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(state="told")


def test_the_database_refuses_to_take_the_proof_away_from_a_told_signal(make_signal, tell):
    signal = make_signal()
    tell(signal)
    for write in (
        lambda: Telling.objects.all().delete(),
        lambda: Telling.objects.update(told_at=None),
        lambda: Telling.objects.update(undone_at=LATER, undone_reason="weg"),
        lambda: Giver.objects.create(signal=signal, name="Nieuw"),
        lambda: Decision.objects.create(
            signal=signal, extent="not", reason="nee", decided_by_id=signal_owner(signal), decided_at=LATER
        ),
    ):
        with pytest.raises(IntegrityError, match="giver is untold"), transaction.atomic():
            write()


def signal_owner(signal):
    return Signal.objects.get(pk=signal.pk).owner_id


def test_states_and_decisions_are_never_changed(make_signal, tell):
    tell(make_signal())
    for model in (SignalState, Decision):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.update(note="x") if model is SignalState else model.objects.update(reason="x")


def test_a_mail_that_comes_back_after_closing_makes_the_giver_untold_and_opens_the_signal(make_signal, tell):
    signal = make_signal()
    tell(signal)
    close_signal(signal, at=LATER)
    OutgoingMail.objects.filter(mailing__kind="feedback.told").update(state=OutgoingMail.State.BOUNCED)
    assert sync_tellings(at=LATER) == 1
    signal.refresh_from_db()
    assert signal.state == "decided"
    assert len(untold_givers(signal)) == 1
    assert states(signal)[-3:] == ["told", "closed", "decided"]


def test_a_refused_address_leaves_the_giver_untold_until_told_another_way(
    make_signal, tell, only_giver, communications
):
    signal = make_signal()
    tell(signal, send=False)
    with mock.patch("core.mail.backends.FileOutboxBackend.send_messages", side_effect=SMTPRecipientsRefused({})):
        send_due(at=LATER + timedelta(minutes=3))
    sync_tellings(at=LATER + timedelta(minutes=3))
    giver = only_giver(signal)
    assert untold_givers(signal) == [giver]
    tell_giver(giver, channel="conversation", note="Gebeld met mevrouw Jansen.", by=communications, at=LATER)
    signal.refresh_from_db()
    assert signal.state == "told"
    assert len(giver_statuses(signal)[0].earlier) == 1


def test_calling_back_within_two_minutes_makes_every_giver_untold(make_signal, tell, communications):
    signal = make_signal()
    add_giver(signal, giver=GiverData(name="Tweede", email="tweede@example.org"), at=RECEIVED)
    tell(signal, send=False)
    assert call_back_tellings(signal, by=communications, at=LATER + timedelta(seconds=30)) == 2
    assert len(untold_givers(signal)) == 2
    assert Mailing.objects.get(kind="feedback.told").state == Mailing.State.CALLED_BACK
    assert sync_tellings(at=LATER) == 0
    with pytest.raises(TooLateToCallBack):
        call_back_tellings(signal, by=communications, at=LATER + timedelta(minutes=5))


def test_a_mail_called_back_in_the_outbox_makes_the_giver_untold_too(make_signal, tell):
    from core.mail import call_back

    signal = make_signal()
    tell(signal, send=False)
    call_back(Mailing.objects.get(kind="feedback.told"), at=LATER)
    assert sync_tellings(at=LATER) == 1
    assert len(untold_givers(signal)) == 1


def test_one_person_behind_two_joined_signals_gets_both_messages(make_signal, tell, communications):
    giver = GiverData(name="Zelfde", email="zelfde@example.org")
    lead, other = make_signal(giver=giver), make_signal(giver=giver)
    merge_signal(other, into=lead, by=communications, at=RECEIVED)
    tell(lead)
    assert OutgoingMail.objects.filter(mailing__kind="feedback.told", state="sent").count() == 2
    assert lead.state == "told"


def test_every_giver_is_told_in_words_of_their_own(make_signal, communications):
    signal = make_signal()
    second = add_giver(signal, giver=GiverData(name="Tweede", email="tweede@example.org"), at=RECEIVED)
    first = Giver.objects.exclude(pk=second.pk).get()
    decide_and_tell(
        signal,
        data=NOT_NOW,
        messages={first.pk: "Voor de eerste.", second.pk: "Voor de tweede."},
        by=communications,
        at=LATER,
    )
    texts = {mail.to_address: mail.text for mail in OutgoingMail.objects.filter(mailing__kind="feedback.told")}
    assert "Voor de tweede." in texts["tweede@example.org"]
    assert "Voor de eerste." in texts["gever1@example.org"]
    assert "Voor de eerste." not in texts["tweede@example.org"]


def test_a_giver_without_an_address_waits_for_a_call(make_signal, tell, only_giver, communications):
    signal = make_signal(source="call", giver=GiverData(name="Beller", phone="n.v.t."))
    told = tell(signal)
    assert told.by_hand == 1
    assert signal.state == "decided"
    with pytest.raises(ChannelDoesNotFit):
        tell_giver(only_giver(signal), channel="mail", message="x", by=communications, at=LATER)
    with pytest.raises(DetailMissing):
        tell_giver(only_giver(signal), channel="letter", by=communications, at=LATER)
    tell_giver(only_giver(signal), channel="letter", note="Brief van 3 november.", by=communications, at=LATER)
    with pytest.raises(AlreadyTold):
        tell_giver(only_giver(signal), channel="letter", note="Nog eens.", by=communications, at=LATER)


def test_nobody_is_told_before_there_is_a_decision(make_signal, only_giver, communications):
    signal = make_signal()
    with pytest.raises(NothingDecided):
        tell_giver(only_giver(signal), channel="conversation", note="Gebeld.", by=communications, at=LATER)


@pytest.mark.parametrize(
    ("data", "missing"),
    [
        (DecisionData(extent="not", reason="  "), "reason"),
        (DecisionData(extent="partly", reason="Omdat", effective_on=ADOPTED.effective_on), "part"),
        (DecisionData(extent="adopted", reason="Omdat"), "effective_on"),
    ],
)
def test_a_decision_needs_its_details(make_signal, communications, data, missing):
    with pytest.raises(DetailMissing, match=missing):
        decide(make_signal(), data=data, by=communications, at=LATER)


@pytest.mark.parametrize(
    "fields",
    [
        {"extent": "not", "reason": ""},
        {"extent": "partly", "reason": "ja", "part": "", "effective_on": ADOPTED.effective_on},
        {"extent": "adopted", "reason": "ja"},
        {"extent": "not", "reason": "ja", "part": "een deel"},
    ],
)
def test_the_database_refuses_an_incomplete_decision(make_signal, communications, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(signal=make_signal(), decided_by=communications, decided_at=LATER, **fields)


def test_a_telling_by_letter_without_proof_is_refused_by_the_database(make_signal, tell, only_giver, communications):
    signal = make_signal(source="call", giver=GiverData(name="Beller"))
    told = tell(signal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.create(
            giver=only_giver(signal),
            decision=told.decision,
            channel=Channel.LETTER,
            told_at=LATER,
            told_by=communications,
        )


def test_opening_again_asks_for_a_sentence_and_gives_a_new_deadline(make_signal, tell, communications):
    signal = make_signal()
    tell(signal)
    with pytest.raises(ReopenNeedsReason):
        reopen_signal(signal, note=" ", by=communications, at=LATER)
    reopen_signal(signal, note="De gever belde: het gaat nog steeds mis.", by=communications, at=LATER)
    assert signal.state == "examining"
    assert SignalState.objects.filter(signal=signal, is_reopening=True).count() == 1
    tell(signal, data=ADOPTED, at=LATER + timedelta(days=2))
    assert signal.state == "told"
    assert Telling.objects.filter(undone_at=None).count() == 2


def test_an_open_signal_cannot_be_opened_again_or_closed(make_signal, communications):
    signal = make_signal(giver=None)
    with pytest.raises(MoveNotAllowed):
        reopen_signal(signal, note="Omdat.", by=communications, at=LATER)
    with pytest.raises(MoveNotAllowed):
        close_signal(signal, by=communications, at=LATER)


def test_joining_links_the_givers_and_taking_apart_gives_them_back(make_signal, tell, communications):
    lead, other = make_signal(), make_signal()
    merge_signal(other, into=lead, by=communications, at=RECEIVED)
    assert len(giver_statuses(lead)) == 2
    assert other.state == "merged"
    unmerge_signal(other, by=communications, at=LATER)
    assert other.state == "confirmed"
    assert other.merged_into_id is None
    assert len(giver_statuses(lead)) == 1
    assert Giver.objects.get(signal=other).name == "Gever 2"


def test_joining_to_a_closed_signal_opens_it_until_the_new_giver_is_told(
    make_signal, tell, communications, only_giver
):
    lead, other = make_signal(), make_signal()
    tell(lead)
    close_signal(lead, at=LATER)
    merge_signal(other, into=lead, by=communications, at=LATER)
    lead.refresh_from_db()
    assert lead.state == "decided"
    tell_giver(only_giver(other), channel="conversation", note="Gebeld.", by=communications, at=LATER)
    lead.refresh_from_db()
    assert lead.state == "told"


def test_taking_the_last_untold_giver_away_completes_the_telling(make_signal, tell, communications):
    lead, other = make_signal(), make_signal()
    tell(lead)
    merge_signal(other, into=lead, by=communications, at=LATER)
    unmerge_signal(other, by=communications, at=LATER)
    lead.refresh_from_db()
    assert lead.state == "told"


def test_history_records_who_changed_what(make_signal, tell):
    signal = make_signal()
    tell(signal)
    labels = list(signal.history.order_by("pgh_id").values_list("pgh_label", "state"))
    assert labels[0] == ("insert", "received")
    assert ("update", "told") in labels
