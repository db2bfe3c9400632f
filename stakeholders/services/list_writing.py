"""Decisions about the rows of a list, and the import itself: whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.jobs import JobRefused, start_job
from core.models import Job
from core.periods import local_date
from stakeholders.models import (
    ContactChannel,
    ContactPoint,
    ImportRow,
    ImportRun,
    Organisation,
    Person,
    Position,
)
from stakeholders.models.imports import Decision, RowState

from .list_comparing import Progress, compare, counts_of
from .list_differences import Differences, current_position, fields_said, new_ways, since_of
from .list_reading import WRITE
from .list_values import MANAGED, WAYS
from .set_based import update_each

_BATCH = 1000


class DecisionRefused(Exception):
    """This decision does not fit this row; the message says why."""


def _language_of(run: ImportRun) -> translation.override:
    """In which jobs compare: words that are noted here are compared with theirs."""
    return translation.override(run.started_by.language)


@transaction.atomic
def decide(*, row: ImportRow, decision: str, target: int | None, at: datetime) -> ImportRow:
    """Store what was decided about one row. Raises DecisionRefused when it does not fit the row."""
    row = ImportRow.objects.select_for_update().select_related("run").get(pk=row.pk)
    if row.run.state != ImportRun.State.READY:
        raise DecisionRefused(_("This list is being worked on, or was imported already."))
    offered = {item["id"] for item in row.candidates}
    if decision == Decision.UPDATE and target not in offered:
        raise DecisionRefused(_("Choose which of the records shown it is."))
    if decision == Decision.NEW and row.state != RowState.ASK:
        raise DecisionRefused(_("This row cannot be made new."))
    row.decision = decision
    row.target_id = target if decision == Decision.UPDATE else None
    row.look_again = False
    row.changes = []
    if row.target_id:
        differences = Differences(run=row.run, keys=[row.target_id], today=local_date(at))
        if not differences.knows(row.target_id):
            raise DecisionRefused(_("This record no longer exists."))
        with _language_of(row.run):
            row.changes, problem = differences.between(row.target_id, row.values)
        if problem:
            raise DecisionRefused(problem)
    row.save(update_fields=["decision", "target_id", "look_again", "changes"])
    return row


@transaction.atomic
def decide_all(*, run: ImportRun, decision: str, at: datetime) -> int:
    """Decide about all rows that wait: the most alike is the same, all are new, or problems are left out."""
    if run.state != ImportRun.State.READY:
        raise DecisionRefused(_("This list is being worked on, or was imported already."))
    rows = ImportRow.objects.select_for_update().filter(run=run, decision=Decision.NONE)
    if decision == Decision.SKIP:
        return rows.filter(state=RowState.PROBLEM).update(decision=Decision.SKIP)
    rows = rows.filter(state=RowState.ASK)
    if decision == Decision.NEW:
        return rows.update(decision=Decision.NEW, target_id=None)
    asked = list(rows)
    differences = Differences(run=run, keys={row.candidates[0]["id"] for row in asked}, today=local_date(at))
    decided: dict[int, tuple[Any, ...]] = {}
    for row in asked:
        target = row.candidates[0]["id"]
        if differences.knows(target):
            with _language_of(run):
                row.changes, problem = differences.between(target, row.values)
            if not problem:
                decided[row.pk] = (Decision.UPDATE, target, False, row.changes)
    return update_each(ImportRow, ("decision", "target_id", "look_again", "changes"), decided)


def waiting(run: ImportRun) -> int:
    """How many rows still stand in the way: not decided, wrong and not left out, or to look at again."""
    rows = ImportRow.objects.filter(run=run)
    return rows.filter(decision=Decision.NONE, state__in=[RowState.ASK, RowState.PROBLEM]).count()


@transaction.atomic
def start_writing(*, run: ImportRun, by: Any, at: datetime) -> Job:
    """Import what was shown, in a job. Raises DecisionRefused while rows stand in the way."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.READY:
        raise DecisionRefused(_("This list is being worked on, or was imported already."))
    if run.job and not run.job.is_finished:
        raise DecisionRefused(_("This list is being worked on, or was imported already."))
    if left := waiting(run):
        raise DecisionRefused(_("Decide first about the %(count)d rows that wait for it.") % {"count": left})
    ImportRow.objects.filter(run=run).update(look_again=False)
    title = _("Importing: %(file)s") % {"file": run.file_name}
    run.job = start_job(kind=WRITE, title=title, user=by, at=at, parameters={"run": str(run.pk)})
    run.save(update_fields=["job"])
    return run.job


def write_list(*, run: ImportRun, at: datetime, progress: Progress) -> dict[str, int]:
    """Import the list. Raises JobRefused, with nothing written, when it would do something else than was shown.

    Of two lists about the same kind of records the second waits, and is then compared with what the first brought.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [f"import:{run.kind}"])
    try:
        return _write_list(run, at, progress)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"import:{run.kind}"])


def _write_list(run: ImportRun, at: datetime, progress: Progress) -> dict[str, int]:
    progress(0, 4, _("Comparing again with what we know"))
    if otherwise := compare(run=run, at=at, progress=lambda done, total, text: progress(done, total + 2, text)):
        raise JobRefused(
            _(
                "Nothing was imported: %(count)d rows came out otherwise, because our records changed after the"
                " preview. They are marked; your decisions are kept where they still fit."
            )
            % {"count": otherwise}
        )
    if waiting(run):
        raise JobRefused(_("Nothing was imported: rows wait for a decision."))
    rows = list(ImportRow.objects.filter(run=run).exclude(decision=Decision.SKIP))
    try:
        with transaction.atomic():
            writing = _Writing(run, local_date(at), lambda: progress(5, 6, _("Writing")))
            done = writing.write(rows)
            skipped = ImportRow.objects.filter(run=run, decision=Decision.SKIP).count()
            ImportRun.objects.filter(pk=run.pk).update(
                state=ImportRun.State.DONE, finished_at=at, counts={**done, "skipped": skipped}
            )
            # What stood in the file is in the registry now; a second copy of personal data is not kept.
            ImportRow.objects.filter(run=run).delete()
    except (IntegrityError, DatabaseError) as refusal:
        raise JobRefused(
            _("Nothing was imported: our records changed meanwhile, or two rows cannot both be right. Compare again.")
        ) from refusal
    return {**done, "skipped": skipped}


class _Writing:
    """The rows of one list on their way into the registry."""

    def __init__(self, run: ImportRun, today: date, beat: Callable[[], None]) -> None:
        self._run = run
        self._persons = run.is_about_persons
        self._today = today
        self._beat = beat

    def write(self, rows: list[ImportRow]) -> dict[str, int]:
        """Add and change; how many of each."""
        added: list[ImportRow] = []
        changed: list[tuple[int, ImportRow]] = []
        count: Counter[str] = Counter()
        for row in rows:
            target = row.target_id or (None if row.decision == Decision.NEW else row.matched_id)
            if target is None:
                added.append(row)
                count["new"] += 1
            elif row.changes:
                changed.append((target, row))
                count["changed"] += 1
            else:
                count["unchanged"] += 1
        for start in range(0, len(added), _BATCH):
            self._beat()
            self._add(added[start : start + _BATCH])
        for start in range(0, len(changed), _BATCH):
            self._beat()
            self._change(changed[start : start + _BATCH])
        return {name: count[name] for name in ("new", "changed", "unchanged")}

    def _add(self, rows: list[ImportRow]) -> None:
        if self._persons:
            self._add_persons(rows)
            return
        records = [Organisation(**fields_said(row.values, persons=False)) for row in rows]
        Organisation.objects.bulk_create(records)
        pairs = list(zip(records, rows, strict=True))
        for name, model in MANAGED.items():
            self._set_managed(name, model, pairs)
        ContactPoint.objects.bulk_create([point for record, row in pairs for point in _points(record, row.values, ())])

    @staticmethod
    def _set_managed(name: str, model: Any, pairs: list[tuple[Any, ImportRow]]) -> None:
        through: Any = getattr(Organisation, name).through
        key = f"{model._meta.model_name}_id"
        codes = dict(model._default_manager.values_list("code", "pk"))
        through.objects.bulk_create(
            through(organisation_id=record.pk, **{key: codes[code]})
            for record, row in pairs
            for code in row.values.get(name, ())
        )

    def _add_persons(self, rows: list[ImportRow]) -> None:
        """One person for each address, also when the list names several functions of somebody."""
        by_email: dict[str, Person] = {
            person.email: person
            for person in Person.objects.filter(email__in=[row.email for row in rows if row.email])
        }
        persons: list[Person] = []
        held: list[tuple[Person, ImportRow]] = []
        for row in rows:
            person = by_email.get(row.email) if row.email and row.decision != Decision.NEW else None
            if person is None:
                person = Person(source=row.values["source"], **fields_said(row.values, persons=True))
                persons.append(person)
                if row.email:
                    by_email[row.email] = person
            held.append((person, row))
        Person.objects.bulk_create(persons)
        Position.objects.bulk_create(
            self._position(person, row) for person, row in held if "organisation_id" in row.values
        )
        added = {person.pk for person in persons}
        self._add_ways([(person, None if person.pk in added else person, row) for person, row in held])

    def _add_ways(self, rows: list[tuple[Person, Person | None, ImportRow]]) -> None:
        """More ways to reach persons; each once, also when two rows are about one person."""
        found: dict[tuple[int, str, str], ContactChannel] = {}
        for person, known, row in rows:
            for column, value in new_ways(known, row.values).items():
                way = ContactChannel(person=person, kind=WAYS[column], value=value, noted_on=self._today)
                way.source = row.values["source"]
                way.legal_basis = row.values.get("legal_basis", way.legal_basis)
                found.setdefault((person.pk, way.kind, value), way)
        ContactChannel.objects.bulk_create(found.values())

    def _position(self, person: Person, row: ImportRow) -> Position:
        return Position(
            person=person,
            organisation_id=row.values["organisation_id"],
            title=row.values.get("title", ""),
            from_on=since_of(row.values, self._today),
        )

    def _change(self, pairs: list[tuple[int, ImportRow]]) -> None:
        keys = {target for target, _row in pairs}
        records = Differences(run=self._run, keys=keys, today=self._today, lock=True).records
        if self._persons:  # before the fields: a second address may be the first one of before
            self._add_ways([(records[target], records[target], row) for target, row in pairs])
        by_fields: dict[tuple[str, ...], dict[int, tuple[Any, ...]]] = {}
        for target, row in pairs:
            said = fields_said(row.values, persons=self._persons, record=records[target])
            by_fields.setdefault(tuple(said), {})[target] = tuple(said.values())
        model: Any = Person if self._persons else Organisation
        for names, values in by_fields.items():
            update_each(model, names, values, counter="version")
        if self._persons:
            self._change_functions(pairs, records)
        else:
            self._change_relations(pairs, records)

    @staticmethod
    def _change_relations(pairs: list[tuple[int, ImportRow]], records: dict[int, Any]) -> None:
        managed: dict[str, dict[str, Any]] = {
            name: {item.code: item for item in model._default_manager.all()} for name, model in MANAGED.items()
        }
        points = []
        for target, row in pairs:
            record = records[target]
            for name, items in managed.items():
                wanted = row.values.get(name, ())
                if wanted and {item.code for item in getattr(record, name).all()} != set(wanted):
                    getattr(record, name).set([items[code] for code in wanted])
            if row.values.get("email") or row.values.get("phone"):
                points += _points(record, row.values, record.contact_points.all())
        ContactPoint.objects.bulk_create(points)

    def _change_functions(self, pairs: list[tuple[int, ImportRow]], records: dict[int, Any]) -> None:
        added: list[Position] = []
        titles: dict[int, tuple[str]] = {}
        for target, row in pairs:
            if "organisation_id" not in row.values:
                continue
            place = row.values["organisation_id"]
            there = [item for item in records[target].positions.all() if item.organisation_id == place]
            current = current_position(there, self._today)
            if current is None:
                added.append(self._position(records[target], row))
            elif row.values.get("title") and current.title != row.values["title"]:
                titles[current.pk] = (row.values["title"],)
        Position.objects.bulk_create(added)
        update_each(Position, ("title",), titles)


def _points(record: Organisation, values: dict[str, Any], known: Any) -> list[ContactPoint]:
    """The general address and telephone of a list as contact point, when the organisation does not have them."""
    ways = {
        name: values[name]
        for name in ("email", "phone")
        if values.get(name) and values[name].casefold() not in [getattr(point, name).casefold() for point in known]
    }
    return [ContactPoint(organisation=record, label=_("General"), **ways)] if ways else []


__all__ = ["DecisionRefused", "counts_of", "decide", "decide_all", "start_writing", "waiting", "write_list"]
