"""Background work that a person starts: runs once, shows progress, can be cancelled, fails in words."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from accounts.models import User
from core.jobs import JobRefused, cancel_job, enqueue, report_progress, run_job, start_job
from core.jobs.services import waiting_job_ids
from core.models import Job
from core.registry import JobKind, job_kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.objects.create_user("u@example.nl", "U")


@pytest.fixture
def kind():
    """Declare a job kind for the length of a test; call it with the function to run."""
    patches = []

    def declare(run):
        patch = mock.patch.dict(job_kinds._items, {"test": JobKind("test", "Test", run)})
        patch.start()
        patches.append(patch)

    yield declare
    for patch in patches:
        patch.stop()


def test_a_job_runs_once_however_often_it_is_queued(kind, user):
    runs = []
    kind(lambda job: runs.append(job.pk) or {"rows": 3})
    job = start_job(kind="test", title="Test", user=user, at=timezone.now())
    for _again in range(2):
        run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert runs == [job.pk]
    assert (job.state, job.result) == (Job.State.DONE, {"rows": 3})


def test_a_refusal_is_told_in_its_own_words_and_a_crash_in_plain_ones(kind, user):
    def refuse(job):
        raise JobRefused("De kolom “naam” ontbreekt.")

    kind(refuse)
    job = start_job(kind="test", title="Test", user=user, at=timezone.now())
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "De kolom “naam” ontbreekt.")

    kind(lambda job: 1 / 0)
    job = start_job(kind="test", title="Test", user=user, at=timezone.now())
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "ZeroDivision" not in job.message


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(kind, user):
    runs = []
    kind(lambda job: runs.append(1) or {})
    job = start_job(kind="test", title="Test", user=user, at=timezone.now())
    cancel_job(job, at=timezone.now())
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert (job.state, runs) == (Job.State.CANCELLED, [])


def test_a_running_job_stops_at_its_next_report(kind, user):
    def work(job):
        report_progress(job, done=1, total=4)
        cancel_job(job, at=timezone.now())
        report_progress(job, done=2, total=4)
        raise AssertionError("went on after the cancel")

    kind(work)
    job = start_job(kind="test", title="Test", user=user, at=timezone.now())
    run_job(job_id=str(job.pk), at=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.percent) == (Job.State.CANCELLED, 50)


def test_a_job_lost_with_its_worker_is_marked_failed_and_a_waiting_one_is_found(kind, user):
    kind(lambda job: {})
    now = timezone.now()
    lost = start_job(kind="test", title="Lost", user=user, at=now)
    Job.objects.filter(pk=lost.pk).update(state=Job.State.RUNNING, seen_at=now - timedelta(minutes=16))
    waiting = start_job(kind="test", title="Waiting", user=user, at=now)
    assert waiting_job_ids(at=now) == [str(waiting.pk)]
    lost.refresh_from_db()
    assert lost.state == Job.State.FAILED


def test_a_dead_broker_does_not_stop_the_request(django_capture_on_commit_callbacks):
    with (
        mock.patch("core.jobs.queue.current_app.send_task", side_effect=OSError("no broker")),
        django_capture_on_commit_callbacks(execute=True) as callbacks,
    ):
        enqueue("core.tasks.send_due_mail")
    assert len(callbacks) == 1
