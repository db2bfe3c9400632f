"""Letters with a QR code, who gets what, words of a wave, and the announcement by the account manager."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.jobs import run_job
from core.models import Job
from measurements.announcing import announcements_for
from measurements.exceptions import NotOwnOrganisation, WaveIsFrozen
from measurements.models import Announcement, FrameMember, Wave, WaveWords
from measurements.services import frames, letters, waves
from measurements.services.announcements import mark_announced
from measurements.services.secrets import token_for
from measurements.services.words import first_page_words, save_words, words_of
from tests.stakeholders.factories import AssignmentFactory, OrganisationFactory

from .asking import AT, Respondent, filled_wave, open_wave, ready_wave, tokens

pytestmark = pytest.mark.django_db
PAPER = "email;name;address\n;Opa Jansen;Dorpsstraat 1|1234 AB Ons Dorp\n;Oma Jansen;Dorpsstraat 1|1234 AB Ons Dorp\n"


def paper_wave(by):
    wave = filled_wave(by=by, at=timezone.now())
    frames.fill_from_list(wave=wave, raw=PAPER.encode())
    ready = waves.make_ready(wave=wave, by=by, at=timezone.now())
    return waves.open_wave(wave=ready, by=by, at=timezone.now())


def made(client, wave):
    client.post(reverse("measurements:wave-letters", args=[wave.pk]))
    job = Job.objects.get(kind=letters.KIND)
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    return job


def test_whoever_has_only_a_postal_address_gets_a_letter_and_no_mail(client_as, researcher):
    wave = paper_wave(researcher)
    mailing = wave.members.filter(email="").count(), Wave.objects.get(pk=wave.pk).invited_count
    assert mailing == (2, 14)
    job = made(client_as(researcher), wave)
    assert (job.state, job.result, job.progress) == ("done", {"letters": 2}, 2)
    with job.output.open("rb") as file:
        pdf = PdfReader(io.BytesIO(file.read()))
    words = [page.extract_text() for page in pdf.pages]
    assert len(words) == 2
    for member, text in zip(letters.letter_members(wave), words, strict=True):
        assert member.name in text
        assert "1234 AB Ons Dorp" in text
        assert token_for(wave.key_name, member.invitation.number) in text.replace("\n", "")
    assert "p0001@example.org" not in "".join(words)
    link = token_for(wave.key_name, FrameMember.objects.filter(email="").first().invitation.number)
    assert Respondent(link).answer().status_code == 200


def test_letters_are_removed_after_a_day_or_when_the_wave_closes(client_as, researcher):
    wave = paper_wave(researcher)
    job = made(client_as(researcher), wave)
    storage, name = job.output.storage, job.output.name
    assert letters.remove_old_letters(at=timezone.now() + timedelta(hours=23)) == 0
    assert storage.exists(name)
    waves.close_wave(wave=wave, by=researcher, at=timezone.now())
    assert letters.remove_old_letters(at=timezone.now()) == 1
    assert not storage.exists(name)
    assert client_as(researcher).get(reverse("job-output", args=[job.pk])).status_code == 404


def test_no_letters_after_closing_without_addresses_or_for_other_roles(client_as, researcher, communications):
    mail_only = open_wave(by=researcher, at=timezone.now())
    client_as(researcher).post(reverse("measurements:wave-letters", args=[mail_only.pk]))
    assert not Job.objects.exists()
    response = client_as(communications).post(reverse("measurements:wave-letters", args=[mail_only.pk]))
    assert response.status_code == 403
    job = Job.objects.create(
        kind=letters.KIND,
        title="x",
        started_by=communications,
        created_at=timezone.now(),
        parameters={"wave": mail_only.pk},
    )
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert job.state == "failed"


def test_a_list_line_without_any_address_is_refused_and_so_is_such_a_row():
    wave = filled_wave()
    with pytest.raises(frames.BadList):
        frames.fill_from_list(wave=wave, raw=b"email;name;address\n;Niemand;\n")
    with pytest.raises(IntegrityError), transaction.atomic():
        FrameMember.objects.create(wave=wave, name="Niemand")
    twice = frames.fill_from_list(wave=wave, raw=PAPER.encode()), frames.fill_from_list(wave=wave, raw=PAPER.encode())
    assert [(filled.added, filled.known) for filled in twice] == [(2, 0), (0, 2)]


def test_who_gets_what_is_by_name_for_stakeholders_and_in_counts_for_other_levels(
    client_as, researcher, communications
):
    wave = ready_wave(by=researcher)
    address = reverse("measurements:wave-audience", args=[wave.pk])
    page = client_as(researcher).get(address).content.decode()
    assert "p0001@example.org" in page
    assert "[[survey_link]]" in page
    assert "[[opt_out_link]]" in page
    Wave.objects.filter(pk=wave.pk).update(level="employees")
    page = client_as(researcher).get(address).content.decode()
    assert "@example.org" not in page
    assert "Persoon 1" not in page
    assert "12" in page
    assert client_as(communications).get(address).status_code == 403


# Words


def test_consent_and_privacy_stand_on_the_first_page_and_are_frozen_with_the_wave(client_as, researcher):
    wave = filled_wave(by=researcher, at=timezone.now())
    client, page = client_as(researcher), reverse("measurements:wave-words", args=[wave.pk])
    form = {f"{code}_{name}": text for code, words in words_of(wave).items() for name, text in words.items()}
    assert client.post(page, {**form, "nl_consent": "Ik doe mee met {onzin}"}).status_code == 422
    assert client.post(page, {**form, "nl_consent": "x" * 1001}).status_code == 422
    assert client.post(page, {**form, "nl_consent": "Eigen zin over meedoen."}).status_code == 302
    assert WaveWords.objects.get(wave=wave, language="nl").consent == "Eigen zin over meedoen."
    ready = waves.make_ready(wave=wave, by=researcher, at=timezone.now())
    opened = waves.open_wave(wave=ready, by=researcher, at=timezone.now())
    first = Respondent(tokens(opened)[0]).open().content.decode()
    assert "Eigen zin over meedoen." in first
    assert "Wat er met uw antwoorden gebeurt" in first
    with pytest.raises(WaveIsFrozen):
        save_words(wave=opened, words={"nl": {"consent": "Toch anders"}})
    client.post(page, {**form, "nl_consent": "Toch anders"})
    assert first_page_words(wave_id=wave.pk, language="nl", is_open=False)[0] == "Eigen zin over meedoen."


# Announcing


@pytest.fixture
def own(account_manager):
    wave = ready_wave()
    organisation = OrganisationFactory(name="Organisatie 1")
    AssignmentFactory(organisation=organisation, user=account_manager)
    AssignmentFactory(organisation=OrganisationFactory(name="Niet uitgenodigd"), user=account_manager)
    OrganisationFactory(name="Organisatie 2")  # invited, but somebody else's
    return wave, organisation


def test_an_account_manager_sees_own_invited_organisations_with_a_text_and_marks_them(own, client_as, account_manager):
    wave, organisation = own
    client, page = client_as(account_manager), reverse("measurements:announcements")
    shown = client.get(page).content.decode()
    assert "Organisatie 1" in shown
    assert "Niet uitgenodigd" not in shown
    assert "Organisatie 2" not in shown
    assert "@example.org" not in shown
    done = reverse("measurements:announcement-done", args=[wave.pk, organisation.pk])
    assert client.get(done).status_code == 405
    for _time in range(2):
        client.post(done)
    assert Announcement.objects.get().done_by == account_manager
    assert [each.done is None for each in announcements_for(account_manager, at=timezone.now())] == [False]
    client.post(done, {"terug": "1"})
    assert not Announcement.objects.exists()


def test_nobody_announces_to_organisations_of_others_or_after_closing(own, client_as, account_manager, researcher):
    wave, organisation = own
    other = OrganisationFactory(name="Organisatie 3")
    client = client_as(account_manager)
    assert client.post(reverse("measurements:announcement-done", args=[wave.pk, other.pk])).status_code == 404
    assert client.post(reverse("measurements:announcement-done", args=[0, organisation.pk])).status_code == 404
    assert client_as(researcher).get(reverse("measurements:announcements")).status_code == 403
    Wave.objects.filter(pk=wave.pk).update(level="employees")
    assert announcements_for(account_manager, at=AT) == []
    with pytest.raises(NotOwnOrganisation):
        mark_announced(wave_id=wave.pk, organisation_id=organisation.pk, by=account_manager, at=AT)


def test_the_home_page_of_an_account_manager_asks_for_the_announcement(own, client_as, account_manager):
    assert reverse("measurements:announcements") in client_as(account_manager).get("/").content.decode()
