"""The sealed inbox: what lies in it, how it is filed, and what is left after closing."""

import json
import stat
import uuid
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from core.key_files import destroy
from measurements.choices import Mode
from measurements.models import (
    Answer,
    ConfidentialAnswer,
    Draft,
    FieldworkCount,
    FilingKey,
    FrameMember,
    Invitation,
    JointCell,
    KeyUse,
    SealedAnswer,
    Wave,
)
from measurements.services import closing, filing, secrets, waves
from measurements.services.drafts import SavedForm, open_draft, remove_old_drafts, save_draft
from measurements.services.keys import destroy_spent_keys
from measurements.services.submission import find_invited, submit_answer

from .asking import AT, open_wave, tokens


def send(wave, *, count, start=0, at=AT):
    """`count` people answer; each writes its own number so that answers can be told apart in a test."""
    links = tokens(wave)[start : start + count]
    for number, token in enumerate(links, start):
        invited = find_invited(token=token, at=at)
        submit_answer(
            invited=invited,
            token=token,
            answers={"REP1": 1 + number % 5, "REP2": 3, "APP1": 7, "KNO1": "true", "OPEN1": f"tekst {number}"},
            at=at,
        )


def settled(wave):
    waves.close_wave(wave=wave, by=None, at=AT)
    assert closing.settle_wave(wave_id=wave.pk)
    return Wave.objects.get(pk=wave.pk)


@pytest.mark.django_db
class TestFiling:
    """While the wave is open."""

    def test_boxes_cannot_be_read_and_are_all_of_one_size(self):
        wave = open_wave()
        send(wave, count=3)
        boxes = [bytes(box) for box in SealedAnswer.objects.values_list("box", flat=True)]
        assert len({len(box) for box in boxes}) == 1
        assert all(b"tekst" not in box and b"REP1" not in box for box in boxes)

    def test_a_batch_is_never_smaller_than_the_floor_and_leaves_the_floor_behind(self):
        wave = open_wave(people=60)
        send(wave, count=19)
        assert filing.file_wave(wave_id=wave.pk, at=AT) == 0
        send(wave, count=6, start=19)
        assert filing.file_wave(wave_id=wave.pk, at=AT) == 15
        assert SealedAnswer.objects.count() == 10
        assert filing.file_wave(wave_id=wave.pk, at=AT) == 0

    def test_filed_answers_have_their_counts_and_their_array(self):
        wave = open_wave(people=40)
        send(wave, count=30)
        filing.file_wave(wave_id=wave.pk, at=AT)
        answer = Answer.objects.first()
        assert answer.answers["APP1"] == 7
        assert answer.items[1:] == [3, None, 7, None, 1]
        assert sum(JointCell.objects.filter(wave=wave, measure="APP").values_list("count", flat=True)) == 20

    def test_answers_are_not_written_in_the_order_in_which_they_came(self):
        wave = open_wave(people=60)
        send(wave, count=60)
        filing.file_wave(wave_id=wave.pk, at=AT)
        with connection.cursor() as cursor:
            cursor.execute("SELECT answers->>'OPEN1' FROM measurements_answer ORDER BY ctid")
            order = [int(text.split()[1]) for (text,) in cursor.fetchall()]
        assert len(order) == 50
        assert order != sorted(order)

    def test_private_keys_lie_outside_the_database_for_their_owner_only(self):
        wave = open_wave()
        for path in (Path(settings.KEYS_DIR) / "filing").glob(f"{wave.key_name}-*"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert not FilingKey.objects.filter(public_key=path.read_bytes()).exists()
        assert FilingKey.objects.filter(wave=wave).count() == 33

    def test_answering_works_for_weeks_without_any_background_work(self):
        wave = open_wave()
        send(wave, count=1, at=AT + timedelta(days=29))
        assert SealedAnswer.objects.count() == 1

    def test_a_key_is_destroyed_when_its_last_answer_is_filed(self):
        wave = open_wave(people=60)
        send(wave, count=12)
        send(wave, count=12, start=12, at=AT + timedelta(days=1))
        later = AT + timedelta(days=2)
        assert destroy_spent_keys(wave=wave, before=later.date()) == 0
        SealedAnswer.objects.filter(key__day=AT.date()).delete()
        assert destroy_spent_keys(wave=wave, before=later.date()) == 1
        assert not secrets.filing_key_file(wave.key_name, AT.date()).exists()
        assert secrets.filing_key_file(wave.key_name, later.date()).exists()

    def test_answers_whose_key_was_lost_stay_closed_and_do_not_shrink_a_batch(self):
        wave = open_wave(people=60)
        send(wave, count=15)
        send(wave, count=25, start=15, at=AT + timedelta(days=1))
        destroy(secrets.filing_key_file(wave.key_name, AT.date()))
        assert filing.file_wave(wave_id=wave.pk, at=AT) == 15
        assert SealedAnswer.objects.filter(key__day=AT.date()).count() == 15

    def test_a_confidential_answer_carries_a_pseudonym_and_its_organisation_cluster(self):
        wave = open_wave(people=40, mode=Mode.CONFIDENTIAL)
        send(wave, count=40)
        filing.file_wave(wave_id=wave.pk, at=AT)
        assert not Answer.objects.exists()
        clusters = list(ConfidentialAnswer.objects.values_list("cluster", flat=True))
        assert len(clusters) == 30
        assert max(map(clusters.count, clusters)) == 2
        assert all(isinstance(cluster, uuid.UUID) for cluster in clusters)

    def test_declared_groups_are_kept_with_the_answer(self):
        wave = open_wave(people=25, cuts=["REL1"])
        send(wave, count=25)
        filing.file_wave(wave_id=wave.pk, at=AT)
        assert set(map(json.dumps, Answer.objects.values_list("strata", flat=True))) == {'{"REL1": "unknown"}'}

    def test_a_draft_is_padded_and_forgotten_after_thirty_days(self):
        wave = open_wave()
        token = tokens(wave)[0]
        short, long = SavedForm({"OPEN1": ["a"]}, 0, "nl"), SavedForm({"OPEN1": ["b" * 400]}, 1, "en")
        sizes = set()
        for form in (short, long):
            save_draft(wave_id=wave.pk, key_name=wave.key_name, token=token, form=form, size=4096, at=AT)
            sizes.add(len(bytes(Draft.objects.get().box)))
        assert len(sizes) == 1
        assert open_draft(key_name=wave.key_name, token=token) == long
        assert open_draft(key_name=wave.key_name, token=tokens(wave)[1]) is None
        assert remove_old_drafts(at=AT + timedelta(days=30)) == 0
        assert remove_old_drafts(at=AT + timedelta(days=31)) == 1


@pytest.mark.django_db
def test_the_same_link_used_by_two_requests_at_once_gives_one_answer():
    from measurements.exceptions import AlreadyAnswered

    wave = open_wave()
    token = tokens(wave)[0]
    first, second = find_invited(token=token, at=AT), find_invited(token=token, at=AT)
    submit_answer(invited=first, token=token, answers={"REP1": 1}, at=AT)
    with pytest.raises(AlreadyAnswered):
        submit_answer(invited=second, token=token, answers={"REP1": 5}, at=AT)
    assert SealedAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestClosing:
    """Closing needs real commits: the owner rewrites what the application committed."""

    def test_closing_files_the_rest_and_destroys_every_secret(self):
        wave = open_wave(people=40)
        send(wave, count=30)
        filing.file_wave(wave_id=wave.pk, at=AT)
        send(wave, count=5, start=30)
        token = tokens(wave)[39]
        form = SavedForm({"OPEN1": ["half"]}, 0, "nl")
        save_draft(wave_id=wave.pk, key_name=wave.key_name, token=token, form=form, size=4096, at=AT)

        wave = settled(wave)

        assert (wave.is_settled, wave.done_count) == (True, 35)
        assert Answer.objects.filter(wave=wave).count() == 35
        assert Invitation.objects.filter(wave=wave, is_done=True).count() == 35
        assert not SealedAnswer.objects.exists()
        assert not FilingKey.objects.exists()
        assert not Draft.objects.exists()
        assert not [path for path in Path(settings.KEYS_DIR).rglob("*") if str(wave.key_name) in path.name]

    def test_after_closing_neither_place_nor_transaction_of_a_row_tells_anything(self):
        wave = open_wave(people=40)
        send(wave, count=40)
        filing.file_wave(wave_id=wave.pk, at=AT)
        settled(wave)
        with connection.cursor() as cursor:
            for table in ("measurements_answer", "measurements_invitation"):
                cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {table} WHERE wave_id = %s", [wave.pk])
                assert cursor.fetchone()[0] == 1, table
            cursor.execute("SELECT answers->>'OPEN1' FROM measurements_answer ORDER BY ctid")
            order = [int(text.split()[1]) for (text,) in cursor.fetchall()]
            cursor.execute(
                "SELECT m.email FROM measurements_invitation i JOIN measurements_framemember m ON m.id = i.member_id "
                "ORDER BY i.ctid"
            )
            people = [email for (email,) in cursor.fetchall()]
        assert order != sorted(order)
        assert people != sorted(people)

    def test_a_wave_that_ends_below_its_floor_is_destroyed_unopened(self):
        wave = open_wave(people=12)
        send(wave, count=9)
        wave = settled(wave)
        assert not Answer.objects.exists()
        assert not SealedAnswer.objects.exists()
        assert not JointCell.objects.exists()
        assert not wave.has_results
        assert FieldworkCount.objects.filter(wave=wave).count() == 0

    def test_answers_whose_key_was_lost_are_counted_and_said(self):
        wave = open_wave(people=40)
        send(wave, count=4)
        send(wave, count=20, start=4, at=AT + timedelta(days=1))
        destroy(secrets.filing_key_file(wave.key_name, AT.date()))
        wave = settled(wave)
        assert (wave.done_count, wave.lost_count) == (20, 4)

    def test_a_damaged_box_is_lost_and_does_not_stop_the_others(self):
        wave = open_wave(people=40)
        send(wave, count=14)
        damaged = SealedAnswer.objects.first()
        SealedAnswer.objects.filter(pk=damaged.pk).update(box=bytes(damaged.box)[:-1] + b"x")
        wave = settled(wave)
        assert (wave.done_count, wave.lost_count) == (13, 1)

    def test_damage_that_brings_a_wave_below_its_floor_leaves_nothing_written(self):
        wave = open_wave(people=12)
        send(wave, count=10)
        damaged = SealedAnswer.objects.first()
        SealedAnswer.objects.filter(pk=damaged.pk).update(box=b"rubbish")
        wave = settled(wave)
        assert not Answer.objects.exists()
        assert not JointCell.objects.exists()
        assert not SealedAnswer.objects.exists()
        assert wave.done_count == 0

    def test_settling_twice_does_nothing(self):
        wave = open_wave(people=12)
        send(wave, count=12)
        settled(wave)
        assert not closing.settle_wave(wave_id=wave.pk)

    def test_an_answer_that_comes_in_while_its_key_is_destroyed_is_refused_and_not_marked_done(self):
        from measurements.exceptions import NotOpen

        wave = open_wave()
        token = tokens(wave)[0]
        invited = find_invited(token=token, at=AT)
        FilingKey.objects.filter(wave=wave).delete()
        with pytest.raises(NotOpen):
            submit_answer(invited=invited, token=token, answers={"REP1": 1}, at=AT)
        assert not SealedAnswer.objects.exists()
        assert not Invitation.objects.filter(is_done=True).exists()

    def test_a_key_with_waiting_answers_cannot_be_deleted(self):
        wave = open_wave()
        send(wave, count=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            FilingKey.objects.filter(wave=wave)._raw_delete("default")

    def test_the_frame_goes_after_ninety_days_and_the_counts_stay(self):
        wave = open_wave(people=12)
        send(wave, count=12)
        settled(wave)
        assert closing.remove_old_frames(at=AT + timedelta(days=89)) == 0
        assert closing.remove_old_frames(at=AT + timedelta(days=90)) == 12
        assert not FrameMember.objects.exists()
        assert not Invitation.objects.exists()
        wave.refresh_from_db()
        assert (wave.invited_count, wave.done_count) == (12, 12)
        assert Answer.objects.count() == 12

    def test_the_application_cannot_change_who_used_the_key(self, researcher):
        wave = open_wave(mode=Mode.CONFIDENTIAL)
        KeyUse.objects.create(wave=wave, by=researcher, at=AT, reason="steekproef", linked=0)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            KeyUse.objects.all().delete()

    def test_the_owner_connection_is_the_owner(self):
        with psycopg.connect(closing.owner_connection()) as owner:
            name = owner.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'measurements_answer'").fetchone()
            assert owner.execute("SELECT current_user").fetchone() == name


@pytest.mark.django_db
@pytest.mark.parametrize(("module", "name"), [(filing, "file_wave"), (closing, "settle_wave")])
def test_a_wave_that_fails_does_not_hold_up_the_others(monkeypatch, module, name):
    failing, good = open_wave(people=24), open_wave(people=24)
    for wave in (failing, good):
        send(wave, count=24)
    work = getattr(module, name)

    def fails_for_one(*, wave_id, **fields):
        if wave_id == failing.pk:
            raise RuntimeError("something typed")
        return work(wave_id=wave_id, **fields)

    monkeypatch.setattr(module, name, fails_for_one)
    if module is closing:
        for wave in (failing, good):
            waves.close_wave(wave=wave, by=None, at=AT)
        assert closing.settle_closed_waves() == [good.pk]
    else:
        assert filing.file_open_waves(at=AT) == 14
    assert Answer.objects.filter(wave=good).exists()
