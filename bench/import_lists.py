"""Importing 20,000 organisations, and 20,000 persons, with likely duplicates, over a registry that holds as many."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from typing import Any

from bench.made_up import misspelt, organisations, persons
from bench.registry import Row, benchmark

ROWS = 20_000
_SUFFIX = 97


@benchmark("import_lists", about="20,000 rows over 20,000 records: read, compare with duplicates, write")
def run() -> list[Row]:
    """Import one list of each kind; seconds of each step, and seconds of this process's processor in all."""
    from stakeholders.models import Organisation, Person

    by = _user()
    names = organisations(ROWS + ROWS // 4)
    Organisation.objects.bulk_create([Organisation(name=name) for name in names[:ROWS]], batch_size=2000)
    people = [f"{name} {number % _SUFFIX}" for number, name in enumerate(persons(ROWS + ROWS // 4))]
    Person.objects.bulk_create(
        [Person(name=name, email=f"p{n}@o{n % 900}.example", source="bench") for n, name in enumerate(people[:ROWS])],
        batch_size=2000,
    )
    return [
        _import("organisations", _organisations(names), by),
        _import("persons", _persons(people, names), by),
    ]


def _import(kind: str, content: bytes, by: Any) -> Row:
    from django.utils import timezone

    from stakeholders.models import ImportRow, ImportRun
    from stakeholders.services import list_comparing, list_reading, list_writing

    now = timezone.now()
    run = ImportRun.objects.create(kind=kind, file_name="bench.csv", started_by=by, created_at=now)
    marks: list[float] = []

    def progress(done: int, total: int, text: str) -> None:
        """Note when each part began."""
        marks.append(time.perf_counter())

    used = time.process_time()
    figures = {"read_s": _timed(lambda: list_reading.read_list(run=run, source=io.BytesIO(content)))}
    run.refresh_from_db()
    start = time.perf_counter()
    list_comparing.compare(run=run, at=now, progress=progress)
    parts = [start, *marks, time.perf_counter()]
    names = ("map_s", "match_s", "detect_s", "differ_s")
    figures |= {name: later - earlier for name, earlier, later in zip(names, parts, parts[1:], strict=False)}
    run.refresh_from_db()
    alike = ImportRow.objects.filter(run=run, state="ask").count()
    figures["decide_s"] = _timed(lambda: _decide(run, now))
    figures["write_s"] = _timed(lambda: list_writing.write_list(run=run, at=now, progress=progress))
    run.refresh_from_db()
    figures["total_s"] = sum(figures.values())
    figures["python_cpu_s"] = time.process_time() - used
    return Row("import_lists", kind, figures, notes=f"{alike} likely duplicates; {run.counts}")


def _decide(run: Any, now: Any) -> None:
    from stakeholders.services import list_writing

    list_writing.decide_all(run=run, decision="update", at=now)
    list_writing.decide_all(run=run, decision="skip", at=now)


def _organisations(names: list[str]) -> bytes:
    """A quarter unchanged, a quarter changed, a quarter misspelt, a quarter new."""
    quarter = ROWS // 4
    rows = [["Naam organisatie", "Website", "Afkorting"]]
    for number, name in enumerate(names[:quarter]):
        rows.append([name, "", ""])
        rows.append([names[quarter + number], f"https://o{number}.example", ""])
        rows.append([misspelt(names[2 * quarter + number], seed=number), "", ""])
        rows.append([names[ROWS + number], f"https://n{number}.example", f"N{number}"])
    return _csv(rows)


def _persons(people: list[str], places: list[str]) -> bytes:
    """A quarter unchanged, a quarter with another function, a quarter misspelt without address, a quarter new."""
    quarter = ROWS // 4
    rows = [["Naam", "E-mail", "Organisatie", "Functie"]]
    for n, name in enumerate(people[:quarter]):
        rows.append([name, f"p{n}@o{n % 900}.example", "", ""])
        other = quarter + n
        rows.append([people[other], f"p{other}@o{other % 900}.example", places[n], "adviseur"])
        rows.append([misspelt(people[2 * quarter + n], seed=n), "", "", ""])
        rows.append([people[ROWS + n], f"n{n}@o{n % 900}.example", places[n], "directeur"])
    return _csv(rows)


def _csv(rows: list[list[str]]) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows(rows)
    return target.getvalue().encode()


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _user() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.create_user("bench@ind.example", "Bench")
