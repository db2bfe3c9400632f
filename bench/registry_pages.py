"""Pages and search of the registry at its largest: time in the server and number of queries of each.

Requests go through the whole of Django (middleware, permissions, queries, templates) inside this process, so what is
measured is the server's own time: no network, no other requests. Beside the time that passed stands the time the
processors were at work for a request (this process and its database connection): that one does not change when the
machine is busy with something else. The database uses one processor for a query, as it does when others work too.
"""

import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from bench import registry_data, registry_writes
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
    "org rhythm": [f"/organisaties/?ritme={state}" for state in ("stil", "vaak", "goed", "geen")],
    "org deep": ["/organisaties/?page=400", "/organisaties/?page=760"],
    "org found": ["/organisaties/?q=gemeente", "/organisaties/?q=universitiet", "/organisaties/?q=zwolle+haven"],
    "persons": ["/personen/"],
    "person filter": [
        "/personen/?functie=ja",
        "/personen/?functie=nee",
        "/personen/?adres=zonder",
        "/personen/?taal=nl&grondslag=public_task",
        "/personen/?organisatie=1",
    ],
    "person deep": ["/personen/?sort=-name", "/personen/?page=1900", "/personen/?page=3800"],
    "person found": [
        "/personen/?q=jansen",
        "/personen/?q=visser+zwolle",
        "/personen/?q=huismna",
        "/personen/?uitnodigen=nee",
    ],
    "moments": ["/contactmomenten/"],
    "moment filter": [
        "/contactmomenten/?wie=mijn",
        "/contactmomenten/?wie=organisaties",
        "/contactmomenten/?organisatie=gemeente",
        "/contactmomenten/?persoon=5000",
        "/contactmomenten/?soort=visit&niveau=strategic",
    ],
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
    "meeting sheet": [f"/organisaties/{number}/gespreksbriefje/" for number in (1, 1234, 15432)],
    "gatherings": ["/overleggen/", "/overleggen/?wanneer=geweest", "/overleggen/?wanneer=alle&q=ketenoverleg"],
    "gathering": ["/overleggen/1000/", "/overleggen/1000/gespreksbriefje/", "/overleggen/acties/"],
    "joint goals": ["/ketendoelen/", "/ketendoelen/?staat=alle&q=gemeente"],
    "matrix": [
        "/organisaties/matrix/",
        "/organisaties/matrix/?sinds=2025-01-15",
        "/organisaties/matrix/?domein=asylum",
    ],
    "duplicates": ["/organisaties/dubbel/", "/personen/dubbel/"],
    "segments": ["/segmenten/", "/segmenten/1/", "/segmenten/2/", "/segmenten/3/", "/segmenten/1/wijzigen/"],
    "handovers": ["/overdrachten/"],
    "home page": ["/"],
}


@benchmark("registry-pages", "pages and search of 20,000 organisations, 100,000 persons and 500,000 contact moments")
def registry_pages() -> Iterator[Row]:
    """Measure each page many times; the first request of each is not counted (compiled templates, warm cache)."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment, teardown_test_environment

    from core.database import connected_as_owner

    if not registry_data.is_made():
        registry_data.make_colleagues()
        with connected_as_owner():
            made = registry_data.make()
        yield Row("registry-pages", "made", {"rows s": made.rows, "documents s": made.documents}, "with its indexes")
    setup_test_environment()
    settings.SECOND_FACTOR_REQUIRED = False  # signing in is not what is measured
    logging.disable(logging.INFO)
    try:
        client = Client()
        client.force_login(registry_data.colleague())
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
        worst = 0.0
        wanted = os.environ.get("BENCH_PAGES", "").split(",")
        for name, paths in PAGES.items():
            if wanted == [""] or name in wanted:
                row = _measure(client, name, paths)
                worst = max(worst, row.figures["cpu p95"])
                yield row
        yield Row("registry-pages", "worst", {"cpu p95": worst})
        yield from registry_writes.measure(_Clock)
    finally:
        logging.disable(logging.NOTSET)
        teardown_test_environment()


class _Clock:
    """Milliseconds since it was made: that passed, and of work in this process and in its database connection."""

    def __init__(self) -> None:
        self._began = self._read()

    @staticmethod
    def _read() -> tuple[float, float, float]:
        from django.db import connection

        assert connection.connection is not None
        backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
        return time.perf_counter() * 1000, time.process_time() * 1000, int(backend) / 1_000_000

    def stop(self) -> tuple[float, float, float]:
        """Passed, work in Python, work in the database."""
        passed, python, database = (now - then for now, then in zip(self._read(), self._began, strict=True))
        return passed, python, database


def _measure(client: object, name: str, paths: list[str]) -> Row:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    passed: list[float] = []
    python: list[float] = []
    database: list[float] = []
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
        for _each in range(TIMES):
            clock = _Clock()
            client.get(path)  # type: ignore[attr-defined]
            for taken, value in zip((passed, python, database), clock.stop(), strict=True):
                taken.append(value)
        own = sorted(a + b for a, b in zip(python[-TIMES:], database[-TIMES:], strict=True))
        if (middle := own[len(own) // 2]) > slowest:
            slowest, slow_path = middle, path
    work = quantiles([a + b for a, b in zip(python, database, strict=True)], n=20)
    wall = quantiles(passed, n=20)
    figures = {
        "cpu p50": work[9],
        "cpu p95": work[18],
        "database p50": quantiles(database, n=20)[9],
        "wall p50": wall[9],
        "wall p95": wall[18],
        "queries": float(max(queries)),
    }
    load = f"load {os.getloadavg()[0]:.1f}"
    notes = f"{load}; slowest {slow_path} {slowest:.0f} ms" if len(paths) > 1 else load
    return Row("registry-pages", name, figures, notes)


def _tell(captured: object, path: str, least: float) -> None:
    """Print the queries that took longer than `least` milliseconds (BENCH_SLOW)."""
    for query in captured.captured_queries:  # type: ignore[attr-defined]
        if float(query["time"]) * 1000 >= least:
            print(f"    {path}: {query['time']} s: {query['sql']}")
