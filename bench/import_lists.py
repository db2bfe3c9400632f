"""Importing 20,000 organisations with likely duplicates, over a registry that holds 20,000 already."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from typing import Any

from bench.made_up import misspelt, organisations
from bench.registry import Row, benchmark

ROWS = 20_000


@benchmark("import_lists", about="20,000 rows over 20,000 organisations: read, compare with duplicates, write")
def run() -> list[Row]:
    """Read, compare and write one list; seconds of each step."""
    from django.utils import timezone

    from stakeholders.models import ImportRow, ImportRun, Organisation
    from stakeholders.services import list_comparing, list_reading, list_writing

    now = timezone.now()
    names = organisations(ROWS + ROWS // 4)
    Organisation.objects.bulk_create([Organisation(name=name) for name in names[:ROWS]], batch_size=2000)
    run = ImportRun.objects.create(kind="organisations", file_name="bench.csv", started_by=_user(), created_at=now)

    def progress(done: int, total: int, text: str) -> None:
        """Nobody watches."""

    figures = {
        "read_s": _timed(lambda: list_reading.read_list(run=run, source=io.BytesIO(_list(names)))),
    }
    run.refresh_from_db()
    figures["compare_s"] = _timed(lambda: list_comparing.compare(run=run, at=now, progress=progress))
    run.refresh_from_db()
    alike = ImportRow.objects.filter(run=run, state="ask").count()
    list_writing.decide_all(run=run, decision="update", at=now)
    figures["write_s"] = _timed(lambda: list_writing.write_list(run=run, at=now, progress=progress))
    run.refresh_from_db()
    figures["total_s"] = sum(figures.values())
    return [Row("import_lists", "organisations", figures, notes=f"{alike} likely duplicates; {run.counts}")]


def _list(names: list[str]) -> bytes:
    """A quarter unchanged, a quarter changed, a quarter misspelt, a quarter new."""
    quarter = ROWS // 4
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow(["Naam organisatie", "Website", "Afkorting"])
    for number, name in enumerate(names[:quarter]):
        writer.writerow([name, "", ""])
        writer.writerow([names[quarter + number], f"https://o{number}.example", ""])
        writer.writerow([misspelt(names[2 * quarter + number], seed=number), "", ""])
        writer.writerow([names[ROWS + number], f"https://n{number}.example", f"N{number}"])
    return target.getvalue().encode()


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _user() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.create_user("bench@ind.example", "Bench")
