"""What a change costs at the registry's largest: one contact moment, one person, one organisation's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from bench.registry import Row

TIMES = 15


def measure(clock: Callable[[], Any]) -> Iterator[Row]:
    """Milliseconds of work in the database for each change, the middle and the most of TIMES; all are rolled back."""
    from django.utils import timezone

    from bench.registry_data import colleague
    from stakeholders.models import Organisation, Person
    from stakeholders.services import registry
    from stakeholders.services.moments import Attendance, record_moment

    now, user = timezone.now(), colleague()

    def record(number: int) -> None:
        values = {
            "form": "call",
            "level": "operational",
            "direction": "both",
            "held_on": now.date(),
            "subject": f"Overleg {number}",
            "summary": "Over de planning van de opvang.",
        }
        attendance = Attendance(persons=Person.objects.filter(pk__in=[number, number + 500]))
        chosen = Organisation.objects.filter(pk__in=[1, number])
        record_moment(values=values, organisations=chosen, attendance=attendance, by=user, at=now)

    def phone(number: int) -> None:
        person = Person.objects.get(pk=number)
        registry.change_person(person=person, version=person.version, values={"phone": f"06 {number:08d}"})

    def name(number: int) -> None:
        person = Person.objects.get(pk=number)
        registry.change_person(person=person, version=person.version, values={"name": f"{person.name} B"})

    def website(number: int) -> None:
        organisation = Organisation.objects.get(pk=number)
        registry.change_organisation(
            organisation=organisation,
            version=organisation.version,
            values={"website": "https://voorbeeld.example.org"},
            kinds=organisation.kinds.all(),
            domains=organisation.domains.all(),
        )

    changes = {"record contact": record, "person phone": phone, "person name": name, "organisation": website}
    for variant, change in changes.items():
        yield _times(clock, variant, change)


def _times(clock: Callable[[], Any], variant: str, change: Callable[[int], None]) -> Row:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    passed, python, database, queries = [], [], [], 0
    for number in range(1000, 1000 + TIMES):
        with transaction.atomic():
            with CaptureQueriesContext(connection) as captured:
                watch = clock()
                change(number)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                taken = watch.stop()
            transaction.set_rollback(True)
        queries = max(queries, len(captured))
        for values, value in zip((passed, python, database), taken, strict=True):
            values.append(value)
    figures = {
        "python p50": median(python),
        "database p50": median(database),
        "database max": max(database),
        "wall p50": median(passed),
        "queries": float(queries),
    }
    return Row("registry-pages", variant, figures, "written and rolled back")
