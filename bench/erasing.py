"""Erasing one person from the registry at its largest: looking ahead and doing it, as the jobs in the background do.

Every contact moment has a row in its history, as in life; a few hundred texts name the person.
"""

import time
from collections.abc import Iterator
from datetime import timedelta

from bench import registry_data
from bench.registry import Row, benchmark

NAME, EMAIL, PHONE = "Wilhelmina Proefpersoon", "w.proefpersoon@example.org", "06 99 88 77 66"
_HISTORY = """
    INSERT INTO stakeholders_contactmomentevent (pgh_created_at, pgh_label, pgh_obj_id, id, form, level, direction,
        held_on, starts_at, ends_at, subject, summary, location, source, calendar_uid, noted_by_id, noted_at, status,
        archived_at)
    SELECT noted_at, 'insert', id, id, form, level, direction, held_on, starts_at, ends_at, subject, summary, location,
        source, calendar_uid, noted_by_id, noted_at, status, archived_at FROM stakeholders_contactmoment"""
_NAMED = """
    UPDATE stakeholders_contactmoment SET summary = summary || %s WHERE id %% 2500 = 7"""


@benchmark("erasing", "looking ahead at an erasure and doing it, among 500,000 contact moments and their history")
def erasing() -> Iterator[Row]:
    """Measure the two jobs of an erasure."""
    from django.db import connections
    from django.utils import timezone

    from core.database import connected_as_owner
    from core.jobs import run_job
    from stakeholders.models import Person

    with connected_as_owner():
        if Person.objects.count() < registry_data.PERSONS:
            _colleagues()
            registry_data.make()
        with connections["default"].cursor() as cursor:
            cursor.execute(_NAMED, [f" Gesproken met {NAME}, {EMAIL} of {PHONE}."])
            cursor.execute(_HISTORY)
            cursor.execute("VACUUM ANALYZE")
    now = timezone.now()
    Person.objects.create(name=NAME, email=EMAIL, phone=PHONE, source="benchmark")
    request, officer = _request(now)
    for name, start in (("look ahead", _look), ("erase", _erase)):
        began = time.perf_counter()
        job = start(request, officer, now)
        run_job(job_id=str(job.pk), at=now)
        job.refresh_from_db()
        request.refresh_from_db()
        if job.state != job.State.DONE:
            raise RuntimeError(job.message)
        yield Row("erasing", name, {"s": time.perf_counter() - began}, f"{_texts(request)} texts")
        now += timedelta(seconds=1)


def _colleagues() -> None:
    from bench.registry_pages import _colleagues as make

    make()


def _request(now: object) -> tuple:
    from django.contrib.auth import get_user_model

    from accounts.services import privacy_requests
    from core.periods import local_date

    officer = get_user_model()._default_manager.create(email="officer@example.org", name="Officer")
    values = {
        "kind": "erasure",
        "email": EMAIL,
        "asked_on": local_date(now),
        "asked_by": "person",
        "ground": "objection",
        "identity_check": "benchmark",
    }
    return privacy_requests.record_request(values=values, by=officer, at=now), officer


def _look(request: object, officer: object, now: object) -> object:
    from accounts.services import privacy_requests as services

    chosen = [found.key for found in services.candidates(request)]
    return services.prepare(request=request, chosen=chosen, by=officer, at=now)


def _erase(request: object, officer: object, now: object) -> object:
    from accounts.services import privacy_requests as services

    return services.start_erasing(request=request, keep=(), why_kept="", by=officer, at=now)


def _texts(request: object) -> int:
    found = request.outcome.get("texts")
    if found is None:
        return sum(text["rows"] for text in request.file.look["texts"])
    return sum(rows for _place, rows, _history in found)
