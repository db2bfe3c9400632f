"""Erasing a person: nothing is findable afterwards, in no table and no file, and what was done stays known."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.exceptions import NoPackage, NotThisMove
from accounts.models import AuditEntry, PrivacyFile, PrivacyRequest
from accounts.models.privacy import RequestState
from accounts.services import privacy_requests
from core.erasing import erased_since, keyed_hash
from core.history import event_model
from core.jobs import run_job
from core.models import ErasedText, Job, OutgoingMail
from core.registry import erasers
from feedback.models import Giver, Signal
from stakeholders.models import (
    Attachment,
    ContactMoment,
    IncomingMail,
    Merge,
    Organisation,
    Participant,
    Person,
    Position,
    SegmentPick,
)
from stakeholders.services.forgetting import forget_history

from .conftest import data_files
from .names import EMAIL, NAME, TRACES

pytestmark = pytest.mark.django_db


def erase(request, *, by, at, keep=(), why_kept="", run):
    job = privacy_requests.start_erasing(request=request, keep=keep, why_kept=why_kept, by=by, at=at)
    with run(execute=True):
        run_job(job_id=str(job.pk), at=at)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    request.refresh_from_db()


def places_in_the_database() -> list[tuple[str, str, str]]:
    """Every column of every table, as text, in which a trace stands."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT attisdropped "
            "AND has_table_privilege(c.oid, 'SELECT')"
        )
        for table, column in cursor.fetchall():
            for trace in TRACES:
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s', [f"%{trace}%"])
                if cursor.fetchone()[0]:
                    found.append((table, column, trace))
    return found


def files_with_a_trace() -> list[str]:
    found = []
    for path in data_files():
        raw = path.read_bytes()
        texts = [raw.decode("utf-8", "ignore")]
        texts += [
            base64.b64decode(line, validate=False).decode("utf-8", "ignore")
            for line in raw.split()
            if len(line) % 4 == 0 and line.isalnum()
        ]
        found += [str(path) for trace in TRACES if any(trace.lower() in text.lower() for text in texts)]
    return found


def test_after_an_erasure_the_person_is_nowhere(
    everywhere, prepared, privacy_officer, now, django_capture_on_commit_callbacks
):
    assert len({table for table, _column, _trace in places_in_the_database()}) > 30
    assert files_with_a_trace() != []
    request = prepared("erasure")
    erase(request, by=privacy_officer, at=now, run=django_capture_on_commit_callbacks)
    assert places_in_the_database() == []
    assert files_with_a_trace() == []
    assert request.outcome["left"] == 0
    assert request.state == RequestState.DONE


def test_what_is_left_of_somebody_who_was_everywhere(
    everywhere, prepared, privacy_officer, now, django_capture_on_commit_callbacks
):
    request = prepared("erasure")
    by_hand = [what for what, _page in request.file.look["by_hand"]]
    assert [what.split(" (")[0] for what in by_hand] == ["gespreksverslag.pdf"]
    assert any("CV_Femke_Vondeling.pdf" in what for _table, what, _page in request.file.look["file_list"])
    erase(request, by=privacy_officer, at=now, run=django_capture_on_commit_callbacks)
    assert [what.split(" (")[0] for what, _page in request.outcome["by_hand"]] == ["gespreksverslag.pdf"]
    # Files that name nobody stay; those that do are gone with their rows.
    assert set(Attachment.objects.values_list("name", flat=True)) == {"gespreksverslag.pdf", "planning.txt"}
    # Conversations stay, with somebody at them; waiting mail, the place at the meeting to come and the picks are gone.
    assert ContactMoment.objects.count() == 2
    assert Participant.objects.filter(person__isnull=False).count() == 1
    assert [(mail.state, mail.text) for mail in IncomingMail.objects.all()] == [("filed", "")]
    assert IncomingMail.objects.get().recipients == [["Ander", "ander@example.org"]]
    assert not SegmentPick.objects.exists()
    assert Merge.objects.get().is_final
    assert set(Person.objects.exclude(name="Ander Mens").values_list("name", "email")) == {("[verwijderd]", "")}
    channels = event_model("stakeholders.ContactChannel").objects.values_list("value", "source")
    assert set(channels) == {("[verwijderd]", "[verwijderd]")}
    places = ErasedText.objects.values_list("table_name", flat=True)
    assert {"stakeholders_contactchannelevent", "stakeholders_positionevent"} <= set(places)


def test_a_file_can_be_kept_with_the_reason(
    everywhere, prepared, privacy_officer, now, django_capture_on_commit_callbacks
):
    request = prepared("erasure")
    keep = ["stakeholders_attachment"]
    erase(request, by=privacy_officer, at=now, keep=keep, why_kept="bezwaar", run=django_capture_on_commit_callbacks)
    assert "verslag.eml" in Attachment.objects.values_list("name", flat=True)
    assert "bezwaar" in [why for _app, _what, why in request.outcome["kept"]]


def test_history_of_a_record_that_was_not_forgotten_cannot_be_blanked(person):
    assert forget_history(kind="person", keys=[person.pk], by=None, why="proef") == 0
    assert NAME in person.history.values_list("name", flat=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        forget_history(kind="anything", keys=[1], by=None, why="proef")


def test_the_pages_show_what_must_be_looked_at_by_hand_and_what_goes(everywhere, prepared, privacy_officer, client_as):
    request = prepared("erasure")
    page = client_as(privacy_officer).get(f"/privacyverzoeken/{request.pk}/wissen/").content.decode()
    assert "gespreksverslag.pdf" in page
    assert "CV_Femke_Vondeling.pdf" in page


def test_what_is_no_person_stays(person, prepared, privacy_officer, now, django_capture_on_commit_callbacks):
    erase(prepared("erasure"), by=privacy_officer, at=now, run=django_capture_on_commit_callbacks)
    assert Organisation.objects.get().notes == "Bel [verwijderd] op [verwijderd]."
    assert Signal.objects.get().text == "Groet,\n[verwijderd]\n[verwijderd]"
    giver = Giver.objects.get()
    assert (giver.name, giver.email, giver.phone, giver.wants_mail) == ("", "", "", False)
    person.refresh_from_db()
    assert (person.name, person.email, person.do_not_invite, person.is_archived) == ("[verwijderd]", "", True, True)
    assert Position.objects.get().title == "[verwijderd]"
    assert OutgoingMail.objects.get().state == OutgoingMail.State.SENT


def test_the_record_says_what_was_done_and_kept_and_knows_the_person_by_a_keyed_hash_only(
    person, prepared, privacy_officer, now, django_capture_on_commit_callbacks
):
    request = prepared("erasure")
    erase(request, by=privacy_officer, at=now, run=django_capture_on_commit_callbacks)
    assert keyed_hash(EMAIL.upper()) in request.hashes
    assert (request.email, request.name) == ("", "")
    assert {line[0] for line in request.outcome["kept"]} >= {
        str(erasers[name].label) for name in ("stakeholders", "core.mail")
    }
    assert NAME not in json.dumps(request.outcome)
    entry = AuditEntry.objects.get(action="erased")
    assert (entry.actor, entry.reference) == (privacy_officer, f"accounts.PrivacyRequest:{request.pk}")
    assert erased_since(now - timedelta(days=1))[0]["hashes"] == request.hashes
    assert not PrivacyFile.objects.exists()


def test_looking_ahead_changes_nothing_and_shows_the_words_around(person, prepared):
    request = prepared("erasure")
    look = request.file.look
    assert Person.objects.get(pk=person.pk).name == NAME
    assert 1 in [line[2] for line in look["records"] if line[0] == str(erasers["stakeholders"].label)]
    notes = next(text for text in look["texts"] if text["table"] == "stakeholders_organisation")
    assert notes["excerpts"] == [f"Bel {NAME} op 06-12345678."]
    # History is counted, its words are not shown again.
    assert all(not text["excerpts"] for text in look["texts"] if text["history"])


def test_a_text_that_must_stay_stays_with_the_reason(
    person, prepared, privacy_officer, now, django_capture_on_commit_callbacks
):
    request = prepared("erasure")
    erase(
        request,
        by=privacy_officer,
        at=now,
        keep=["stakeholders_organisation", "stakeholders_organisationevent"],
        why_kept="claim bij de rechter",
        run=django_capture_on_commit_callbacks,
    )
    assert NAME in Organisation.objects.get().notes
    assert "claim bij de rechter" in [line[2] for line in request.outcome["kept"]]
    assert NAME not in Signal.objects.get().text


def test_a_namesake_who_was_not_ticked_keeps_the_record(
    person, ask, privacy_officer, now, django_capture_on_commit_callbacks
):
    other = Person.objects.create(name=NAME, email="ander@example.org", source="x")
    request = ask("erasure", name="Femke Vondeling")
    keys = {found.key: found for found in privacy_requests.candidates(request)}
    assert not privacy_requests.is_sure(keys[f"stakeholders:person:{other.pk}"], request)
    assert privacy_requests.is_sure(keys[f"stakeholders:person:{person.pk}"], request)


def test_a_colleague_who_still_works_here_keeps_the_account_and_the_page_says_why(
    prepared, account_manager, privacy_officer, now, django_capture_on_commit_callbacks
):
    request = prepared("erasure", email=account_manager.email)
    assert any("account" in line[1] for line in request.file.look["kept"])
    erase(request, by=privacy_officer, at=now, run=django_capture_on_commit_callbacks)
    before = account_manager.email
    account_manager.refresh_from_db()
    assert account_manager.email == before
    account_manager.is_active = False
    account_manager.save()
    request = prepared("erasure", email=before)
    erase(request, by=privacy_officer, at=now, run=django_capture_on_commit_callbacks)
    account_manager.refresh_from_db()
    assert account_manager.name == "[verwijderd]"


def test_erasing_needs_a_look_ahead_and_happens_once(person, ask, prepared, privacy_officer, now):
    request = ask("erasure")
    with pytest.raises(NotThisMove):
        privacy_requests.start_erasing(request=request, keep=[], why_kept="", by=privacy_officer, at=now)
    request = prepared("erasure")
    with pytest.raises(NoPackage):
        privacy_requests.start_erasing(
            request=request, keep=[], why_kept="", by=privacy_officer, at=now + timedelta(days=15)
        )


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"},
        {"email": "", "name": ""},
        {"state": "refused", "finished_at": "2026-11-18T09:00Z", "email": "", "name": ""},
        {"ground": "access"},
        {"due_on": "2020-01-01"},
        {"state": "done", "finished_at": "2026-11-18T09:00Z"},
    ],
)
def test_the_database_refuses_a_request_that_cannot_be(ask, values):
    request = ask("erasure")
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivacyRequest.objects.filter(pk=request.pk).update(**values)


def test_whoever_comes_back_with_an_old_backup_is_erased_again(
    person, prepared, privacy_officer, now, django_capture_on_commit_callbacks
):
    erase(prepared("erasure"), by=privacy_officer, at=now, run=django_capture_on_commit_callbacks)
    back = Person.objects.create(name=NAME, email=EMAIL, source="oude back-up")
    stranger = Person.objects.create(name="Ander Mens", email="ander@example.org", source="x")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("replay_erasures", by=privacy_officer.email)
    back.refresh_from_db()
    stranger.refresh_from_db()
    assert (back.name, stranger.name) == ("[verwijderd]", "Ander Mens")
    assert places_in_the_database() == []
    with pytest.raises(CommandError):
        call_command("replay_erasures", by="niemand@example.org")
