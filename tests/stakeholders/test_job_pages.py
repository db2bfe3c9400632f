"""Pages of background work: progress, result, stopping, and when it is thrown away."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from core.imports import CHECK
from core.jobs import remove_old_jobs, start_job
from core.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(administrator, now):
    return start_job(
        kind=CHECK,
        title="A list",
        user=administrator,
        at=now,
        parameters={"kind": "organisations"},
        upload=ContentFile(b"name\nA\n", "list.csv"),
    )


@pytest.fixture
def client(client_as, administrator):
    return client_as(administrator)


def test_my_jobs_are_mine(client, client_as, make_user, job):
    assert "A list" in client.get("/taken/").content.decode()
    assert "A list" not in client_as(make_user("administrator")).get("/taken/").content.decode()


def test_a_running_job_shows_progress_and_a_link_to_look_again(client, job):
    Job.objects.update(state="running", progress=3, total=10, message="Reading")
    text = client.get(reverse("job", args=[job.pk])).content.decode()
    assert 'value="3" max="10"' in text
    assert "Reading" in text
    assert f'href="{reverse("job", args=[job.pk])}"' in text
    assert 'hx-trigger="every 2s"' in text


def test_htmx_gets_the_part_that_changes_and_stops_asking_at_the_end(client, job, now):
    Job.objects.update(state="failed", finished_at=now, message="It failed because")
    text = client.get(reverse("job", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    assert text.lstrip().startswith('<div id="job"')
    assert "It failed because" in text
    assert "hx-get" not in text


def test_stopping_a_waiting_job(client, job):
    client.post(reverse("job-cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == "cancelled"


@pytest.mark.parametrize("name", ["job", "job-output", "job-cancel"])
def test_somebody_elses_job_is_not_there(client_as, make_user, job, name):
    client = client_as(make_user("administrator"))
    url = reverse(name, args=[job.pk])
    assert (client.post(url) if name == "job-cancel" else client.get(url)).status_code == 404


def test_a_job_without_a_file_has_nothing_to_download(client, job):
    assert client.get(reverse("job-output", args=[job.pk])).status_code == 404


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client_as, job):
    assert client_as(None).get(reverse("job", args=[job.pk])).status_code == 302


def test_finished_jobs_and_their_files_go_after_thirty_days(job, now):
    storage, name = job.upload.storage, job.upload.name
    Job.objects.update(state="done", finished_at=now)
    assert remove_old_jobs(at=now + timedelta(days=30)) == 0
    assert remove_old_jobs(at=now + timedelta(days=30, seconds=1)) == 1
    assert not storage.exists(name)


def test_a_job_that_still_waits_is_kept(job, now):
    assert remove_old_jobs(at=now + timedelta(days=100)) == 0
