"""Does everything work? Each part says so in a sentence, also when the check itself fails."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django_celery_beat.models import PeriodicTask

from accounts import health as accounts_health
from accounts import home, queries
from core import health
from core.mail import Recipient, compose
from core.models import Heartbeat, Job, Mailing, OutgoingMail
from core.registry import HealthCheck, Slot

pytestmark = pytest.mark.django_db


def test_every_part_gives_a_known_state_and_a_sentence(client_as):
    page = client_as("administrator").get(reverse("accounts:system-health"))
    lines = page.context["lines"]
    assert len(lines) >= 9
    assert all(line["sentence"] for line in lines)
    assert {line["state"] for line in lines} <= {"ok", "warning", "error"}


def test_a_check_that_breaks_is_shown_as_not_working(client_as, monkeypatch):
    slot = Slot("health_checks")
    slot.register(HealthCheck("broken", "Broken", lambda: 1 / 0))
    monkeypatch.setattr("accounts.health.health_checks", slot)
    page = client_as("administrator").get(reverse("accounts:system-health"))
    assert page.status_code == 200
    assert page.context["lines"][0]["state"] == "error"


def test_the_worker_is_missed_after_five_minutes():
    assert health.check_worker()[0] == "error"
    Heartbeat.objects.create(name="worker", seen_at=timezone.now())
    assert health.check_worker()[0] == "ok"
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    assert health.check_worker()[0] == "error"


def test_a_paused_entry_of_the_schedule_is_named():
    assert health.check_schedule()[0] == "ok"
    PeriodicTask.objects.filter(name="core.note_heartbeat").update(enabled=False)
    state, sentence = health.check_schedule()
    assert state == "warning"
    assert "core.note_heartbeat" in sentence


def test_mail_that_should_have_gone_out_is_an_error(manager):
    assert health.check_mail()[0] == "ok"
    compose(
        kind="t",
        subject="s",
        recipients=[Recipient("a@ind.example", "x")],
        at=timezone.now() - timedelta(hours=1),
    )
    assert health.check_mail()[0] == "error"
    OutgoingMail.objects.update(state=OutgoingMail.State.UNCERTAIN)
    Mailing.objects.update(state=Mailing.State.SENT)
    assert health.check_mail()[0] == "warning"


def test_stuck_and_failed_jobs_are_counted(manager):
    now = timezone.now()
    job = Job.objects.create(kind="x", title="x", started_by=manager, created_at=now - timedelta(hours=1))
    assert health.check_jobs()[0] == "error"
    job.state, job.finished_at = Job.State.FAILED, now
    job.save()
    assert health.check_jobs()[0] == "warning"


def test_the_database_fits_the_program():
    assert health.check_migrations()[0] == "ok"
    assert health.check_database()[0] == "ok"


def test_a_test_mail_goes_to_who_asks(client_as, administrator):
    client_as(administrator).post(reverse("accounts:system-test-mail"))
    assert OutgoingMail.objects.get().to_address == administrator.email


def test_the_home_page_names_what_needs_the_administrator(client_as):
    page = client_as("administrator").get(reverse("home")).content.decode()
    assert reverse("accounts:system-health") in page
    assert "Wie mag wat zien" in page or "Who may see what" in page


def test_a_check_that_breaks_is_a_part_that_does_not_work(monkeypatch):
    def broken() -> tuple[str, str]:
        raise RuntimeError

    one = HealthCheck("test.broken", "Broken part", broken, order=1)
    monkeypatch.setattr(accounts_health, "health_checks", [one])
    assert [(line.label, line.state) for line in accounts_health.health_lines()] == [("Broken part", "error")]
    assert [item.tone for item in home.parts_in_trouble(None, timezone.now())] == ["negative"]


def test_the_privacy_officer_is_asked_to_sign_until_it_is_signed(client_as):
    client = client_as("privacy_officer")
    link = f'href="{reverse("accounts:access-report")}"'
    assert link in client.get(reverse("home")).content.decode()
    client.post(reverse("accounts:access-report-sign"), {"remark": ""})
    assert link not in client.get(reverse("home")).content.decode()


def test_every_right_is_said_in_words(db):
    with translation.override("nl"):
        lines = queries.permission_lines()
    assert [line.words for line in lines if line.words.startswith("Can ")] == []
