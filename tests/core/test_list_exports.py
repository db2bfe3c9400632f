"""Every list with a table can be taken along as it is shown; by whoever may see it."""

import pytest

from core.jobs import run_job
from core.models import Job
from core.registry import list_exports

pytestmark = pytest.mark.django_db
LISTS = {
    "signals": "communications",
    "waves": "researcher",
    "access-log": "privacy_officer",
    "users": "administrator",
    "segments": "account_manager",
    "outgoing-mail": "communications",
}


def test_every_declared_list_is_tried_here():
    assert {item.name for item in list_exports} >= set(LISTS)


@pytest.mark.parametrize(("name", "role"), LISTS.items())
def test_a_list_comes_along_as_csv_and_as_workbook(client_as, now, name, role):
    client = client_as(role)
    response = client.get(f"/lijsten/{name}/meenemen/?vorm=excel")
    content = b"".join(response.streaming_content)
    assert content.startswith("\ufeff".encode())
    assert client.post(f"/lijsten/{name}/meenemen/").status_code == 302
    job = Job.objects.get()
    run_job(job_id=str(job.pk), at=now)
    job.refresh_from_db()
    assert (job.state, job.output.name.endswith(".xlsx")) == ("done", True)


def test_the_filter_of_the_page_is_that_of_the_file(client_as, make_user):
    client = client_as("privacy_officer")
    everything = b"".join(client.get("/lijsten/access-log/meenemen/").streaming_content)
    assert everything.count(b"\r\n") >= 2
    nothing = b"".join(client.get("/lijsten/access-log/meenemen/?action=erased").streaming_content)
    assert nothing.count(b"\r\n") == 1


@pytest.mark.parametrize("name", LISTS)
def test_who_may_not_see_a_list_may_not_take_it(client_as, name):
    client = client_as("reader")
    assert client.get(f"/lijsten/{name}/meenemen/").status_code == 403
    assert client.get("/lijsten/nothing/meenemen/").status_code == 404


def test_everybody_takes_the_own_jobs_along_and_nobody_elses(client_as, communications, account_manager, now):
    for title, user in (("Mine", communications), ("Theirs", account_manager)):
        Job.objects.create(kind="core.export_list", title=title, started_by=user, created_at=now)
    content = b"".join(client_as(communications).get("/lijsten/jobs/meenemen/").streaming_content).decode()
    assert ("Mine" in content, "Theirs" in content) == (True, False)
