"""Recorded numbers of queries per page: a list that starts to ask more for each row shows up as a changed number.

    with query_counts("stakeholders:organisations"):
        client.get(...)

The numbers stand in query_counts.json beside this file. `UPDATE_QUERY_COUNTS=1` records them anew; the change is then
seen in review. A difference fails with the queries in words.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).with_name("query_counts.json")
UPDATE = "UPDATE_QUERY_COUNTS"


@contextmanager
def query_counts(name: str) -> Iterator[None]:
    """Compare the number of queries inside the block with the one recorded under `name`."""
    # Which types of records this process looked up before depends on the tests that ran earlier.
    ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)
    with CaptureQueriesContext(connection) as captured:
        yield
    # Savepoints belong to the test's own transaction handling, not to the page.
    queries = [entry["sql"] for entry in captured.captured_queries if "SAVEPOINT" not in entry["sql"]]
    if os.environ.get(UPDATE):
        _record(name, len(queries))
        return
    recorded = json.loads(FILE.read_text()).get(name)
    assert recorded is not None, f"No number of queries is recorded for {name}; run with {UPDATE}=1"
    listing = "\n".join(f"{number}. {sql[:300]}" for number, sql in enumerate(queries, start=1))
    assert len(queries) == recorded, f"{name}: {len(queries)} queries, recorded are {recorded}\n{listing}"


def _record(name: str, count: int) -> None:
    FILE.touch()
    with FILE.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        counts = json.loads(file.read() or "{}")
        counts[name] = count
        file.seek(0)
        file.truncate()
        file.write(json.dumps(counts, indent=2, sort_keys=True) + "\n")
