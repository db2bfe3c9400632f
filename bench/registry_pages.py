"""Pages and search of the registry at its largest: time in the server and number of queries of each.

Requests go through the whole of Django (middleware, permissions, queries, templates) inside this process, so what is
measured is the server's own time: no network, no other requests.
"""

import logging
import os
import time
from collections.abc import Iterator
from statistics import quantiles

from bench import registry_data
from bench.registry import Row, benchmark

TIMES = int(os.environ.get("BENCH_TIMES", "20"))
PAGES: dict[str, list[str]] = {
    "organisations": ["/organisaties/"],
    "org filtered": [
        "/organisaties/?soort=education&meting=ja",
        "/organisaties/?domein=asylum",
        "/organisaties/?contact=zonder",
        "/organisaties/?contact=mijn",
    ],
    "org sorted": [
        "/organisaties/?sort=-name",
        "/organisaties/?sort=account_manager",
        "/organisaties/?sort=abbreviation",
    ],
    "org deep": ["/organisaties/?page=400", "/organisaties/?page=760"],
    "org found": ["/organisaties/?q=gemeente", "/organisaties/?q=universitiet", "/organisaties/?q=zwolle+haven"],
    "persons": ["/personen/"],
    "person deep": ["/personen/?sort=-name", "/personen/?page=1900", "/personen/?page=3800"],
    "person found": [
        "/personen/?q=jansen",
        "/personen/?q=visser+zwolle",
        "/personen/?q=huismna",
        "/personen/?uitnodigen=nee",
    ],
    "moments": ["/contactmomenten/"],
    "moments found": ["/contactmomenten/?q=gezinshereniging", "/contactmomenten/?q=terugkeer+tolk"],
    "moments deep": ["/contactmomenten/?page=2000", "/contactmomenten/?page=15000"],
    "find typed": [f"/zoeken/?q={'vluchtelingen'[:letters]}" for letters in range(2, 13)],
    "find errors": [
        f"/zoeken/?q={word}" for word in ("vlugtelingen", "universitiet", "huismna", "amersfort", "jansne")
    ],
    "find rare": [f"/zoeken/?q={word}" for word in ("p99123", "0600054321", "ouattara+wethouder", "xyzzy")],
    "find common": [f"/zoeken/?q={word}" for word in ("jan", "de", "overleg", "gemeente", "van+den", "jan+de+jong")],
    "find pages": ["/zoeken/?q=jansen&soort=person&page=3", "/zoeken/?q=overleg&soort=contact_moment&page=9"],
    "organisation": [f"/organisaties/{number}/" for number in (1234, 9876, 15432)],
    "biggest": ["/organisaties/1/", "/organisaties/2/"],
    "person": [f"/personen/{number}/" for number in (1, 5000, 99999)],
    "home page": ["/"],
}


@benchmark("registry-pages", "pages and search of 20,000 organisations, 100,000 persons and 500,000 contact moments")
def registry_pages() -> Iterator[Row]:
    """Measure each page many times; the first request of each is not counted (compiled templates, warm cache)."""
    from django.conf import settings
    from django.test import Client
    from django.test.utils import setup_test_environment, teardown_test_environment

    from core.database import connected_as_owner

    user = _colleagues()
    with connected_as_owner():
        made = registry_data.make()
    yield Row("registry-pages", "made", {"rows s": made.rows, "documents s": made.documents}, "with its indexes")
    setup_test_environment()
    settings.SECOND_FACTOR_REQUIRED = False  # signing in is not what is measured
    logging.disable(logging.INFO)
    try:
        client = Client()
        client.force_login(user)
        worst = 0.0
        for name, paths in PAGES.items():
            row = _measure(client, name, paths)
            worst = max(worst, row.figures["p95 ms"])
            yield row
        yield Row("registry-pages", "worst", {"p95 ms": worst})
    finally:
        logging.disable(logging.NOTSET)
        teardown_test_environment()


def _measure(client: object, name: str, paths: list[str]) -> Row:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken: list[float] = []
    queries: set[int] = set()
    slowest, slow_path = 0.0, ""
    for path in paths:
        response = client.get(path)  # type: ignore[attr-defined]
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        with CaptureQueriesContext(connection) as captured:
            client.get(path)  # type: ignore[attr-defined]
        queries.add(len(captured))
        if explained := os.environ.get("BENCH_SLOW"):
            _tell(captured, path, float(explained))
        own = []
        for _each in range(TIMES):
            began = time.perf_counter()
            client.get(path)  # type: ignore[attr-defined]
            own.append((time.perf_counter() - began) * 1000)
        taken += own
        if (middle := sorted(own)[len(own) // 2]) > slowest:
            slowest, slow_path = middle, path
    cuts = quantiles(taken, n=20)
    figures = {"p50 ms": cuts[9], "p95 ms": cuts[18], "queries": float(max(queries))}
    notes = f"slowest {slow_path} {slowest:.0f} ms" if len(paths) > 1 else ""
    return Row("registry-pages", name, figures, notes)


def _tell(captured: object, path: str, least: float) -> None:
    """Print the queries that took longer than `least` milliseconds (BENCH_SLOW)."""
    for query in captured.captured_queries:  # type: ignore[attr-defined]
        if float(query["time"]) * 1000 >= least:
            print(f"    {path}: {query['time']} s: {query['sql']}")


def _colleagues() -> object:
    """Make the account managers; return the first."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from accounts.roles import ACCOUNT_MANAGER

    group = Group.objects.get(name=ACCOUNT_MANAGER)
    users = []
    for number in range(registry_data.MANAGERS):
        user = get_user_model()._default_manager.create(email=f"bench{number}@example.org", name=f"Collega {number}")
        user.groups.add(group)
        users.append(user)
    return users[0]
