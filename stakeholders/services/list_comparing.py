"""Compares the rows of a list with the registry: new, changed, unchanged, perhaps known already, or wrong.

Writes nothing but the staged rows. Certain matches go by number, name or address; likely ones by
`queries.duplicates`, set-based.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.history import event_model
from core.periods import local_date
from stakeholders.models import ImportRow, ImportRun, Merge, Organisation, Person
from stakeholders.models.imports import Decision, RowState
from stakeholders.queries import duplicates

from .list_differences import Differences
from .list_values import Reader, web_domain
from .set_based import copy_in

Progress = Callable[[int, int, str], None]


def compare(*, run: ImportRun, at: datetime, progress: Progress) -> int:
    """Compare all rows anew and store what came out; returns how many rows came out otherwise than was shown.

    Decisions are kept where they still apply; a row that came out otherwise is marked to look at again.
    """
    before = {row.line: row for row in ImportRow.objects.filter(run=run)}
    was_shown = run.state == ImportRun.State.READY
    last = _last_change(persons=run.is_about_persons)
    # Without a change in the registry the same rows look like the same records.
    known = {line: row.candidates for line, row in before.items()} if was_shown and run.seen_event == last else None
    rows = _Comparison(run, local_date(at), progress).rows(before.values(), known)
    otherwise = 0
    for row in rows:
        old = before[row.line]
        row.look_again = was_shown and (old.look_again or signature(old) != signature(row))
        otherwise += was_shown and signature(old) != signature(row)
    with transaction.atomic():
        if otherwise or not was_shown:  # else everything stands as it was shown
            ImportRow.objects.filter(run=run).delete()
            copy_in(ImportRow, rows)
        ImportRun.objects.filter(pk=run.pk).update(
            state=ImportRun.State.READY, counts=counts_of(rows), seen_event=last
        )
    return otherwise


def signature(row: ImportRow) -> str:
    """What was shown of a row, and what importing it would do."""
    if row.decision == Decision.SKIP:
        return Decision.SKIP
    shown = [row.state, row.matched_id, row.changes, row.problems, row.decision, row.target_id]
    return json.dumps([*shown, sorted(item["id"] for item in row.candidates)], sort_keys=True, default=str)


def counts_of(rows: Iterable[ImportRow]) -> dict[str, int]:
    """How many rows are in each state."""
    counts: dict[str, int] = dict.fromkeys((RowState.NEW, RowState.CHANGED, RowState.UNCHANGED), 0)
    counts |= {str(RowState.ASK): 0, str(RowState.PROBLEM): 0}
    for row in rows:
        counts[row.state] += 1
    return counts


class _Comparison:
    """One run through all rows."""

    def __init__(self, run: ImportRun, today: date, progress: Progress) -> None:
        self._run = run
        self._persons = run.is_about_persons
        self._today = today
        self._progress = progress

    def rows(self, before: Iterable[ImportRow], known: dict[int, list[Any]] | None) -> list[ImportRow]:
        """New rows in the place of the old ones; `known`: likely duplicates that need not be looked for again."""
        rows = self._read(sorted(before, key=lambda row: row.line))
        self._progress(1, 4, _("Comparing with what we know"))
        self._match(rows)
        self._progress(2, 4, _("Looking for likely duplicates"))
        if known is None:
            self._look_for_alike(rows)
        else:
            _copy_alike(rows, known)
        self._progress(3, 4, _("Noting what would change"))
        self._note_changes(rows)
        return rows

    def _read(self, before: list[ImportRow]) -> list[ImportRow]:
        source = _("List %(file)s, %(day)s") % {"file": self._run.file_name[:120], "day": f"{self._today:%d-%m-%Y}"}
        reader = Reader(persons=self._persons, source=source)
        columns = {int(place): column for place, column in self._run.mapping.items()}
        rows = []
        for old in before:
            cells = {column: old.cells[place] for place, column in columns.items() if place < len(old.cells)}
            values, problems = reader.read(cells)
            row = ImportRow(
                run=self._run,
                line=old.line,
                cells=old.cells,
                values=values,
                title=str(values.get("name", cells.get("name", "")))[:300],
                email=str(values.get("email", "")),
                web_domain="" if self._persons else web_domain(values),
                problems=problems,
                decision=old.decision,
                target_id=old.target_id,
                state=RowState.PROBLEM if problems else RowState.NEW,
            )
            rows.append(row)
        return rows

    def _match(self, rows: list[ImportRow]) -> None:
        """The record each row is certainly about; two rows about one record are a problem of the second."""
        known = _known_persons() if self._persons else _known_organisations()
        lines: dict[Any, int] = {}
        for row in rows:
            if row.problems:
                continue
            keys = _keys(row.values, persons=self._persons)
            found = {pk for key in keys for pk in known.get(key, ())}
            if len(found) > 1 and not self._persons:
                self._refuse(row, _("points at more than one record that we know"))
                continue
            if len(found) == 1:
                row.matched_id = found.pop()
            elif found:
                row.candidates = [{"id": pk, "likeness": 1.0, "reasons": ["email"]} for pk in sorted(found)[:3]]
            own: list[Any] = [("record", row.matched_id)] if row.matched_id else keys
            place = row.values.get("organisation_id", 0)
            first = min((lines[key, place] for key in own if (key, place) in lines), default=None)
            if first is not None:
                self._refuse(row, _("is about the same as line %(line)d") % {"line": first})
                continue
            if row.decision != Decision.SKIP:
                lines |= {(key, place): row.line for key in own}

    @staticmethod
    def _refuse(row: ImportRow, text: str) -> None:
        row.problems = [*row.problems, text]
        row.state, row.matched_id = RowState.PROBLEM, None

    def _look_for_alike(self, rows: list[ImportRow]) -> None:
        """Likely duplicates of rows without a certain match; rows stand in the table only while they are compared."""
        asked = [row for row in rows if row.matched_id is None and row.state != RowState.PROBLEM]
        if not asked:
            return
        by_id: dict[int, ImportRow] = {}
        by_line = {row.line: row for row in asked}
        with transaction.atomic():
            ImportRow.objects.filter(run=self._run).delete()
            copy_in(ImportRow, (_compared(row) for row in asked))
            by_id = {pk: by_line[line] for pk, line in self._run.rows.values_list("pk", "line")}
            best = duplicates.best_of(duplicates.staged_alike(run_id=self._run.pk, persons=self._persons))
            transaction.set_rollback(True)
        for pk, pairs in best.items():
            row = by_id[pk]
            held = {item["id"] for item in row.candidates}
            row.candidates += [
                {"id": pair.second, "likeness": pair.likeness, "reasons": list(pair.reasons)}
                for pair in pairs
                if pair.second not in held
            ]
        for row in asked:
            if row.candidates:
                row.state = RowState.ASK

    def _note_changes(self, rows: list[ImportRow]) -> None:
        """What would change in the record of each row; decisions that no longer apply are taken away."""
        for row in rows:
            _settle(row)
        targets = {pk for row in rows if (pk := row.target_id or row.matched_id)}
        differences = Differences(run=self._run, keys=targets, today=self._today)
        for row in rows:
            target = row.target_id or row.matched_id
            if target is None or row.state == RowState.PROBLEM:
                continue
            if not differences.knows(target):
                row.decision, row.target_id = Decision.NONE, None
                continue
            row.changes, problem = differences.between(target, row.values)
            if problem:
                self._refuse(row, problem)
            elif row.state != RowState.ASK:
                row.state = RowState.CHANGED if row.changes else RowState.UNCHANGED


def _compared(row: ImportRow) -> ImportRow:
    """What the search for likely duplicates looks at."""
    looked_at = ("abbreviation", "phone", "organisation_id")
    values = {name: row.values[name] for name in looked_at if name in row.values}
    return ImportRow(
        run_id=row.run_id,
        line=row.line,
        title=row.title,
        email=row.email,
        web_domain=row.web_domain,
        values=values,
        state=row.state,
    )


def _copy_alike(rows: list[ImportRow], known: dict[int, list[Any]]) -> None:
    for row in rows:
        if row.matched_id is None and row.state != RowState.PROBLEM and known[row.line]:
            row.candidates, row.state = known[row.line], RowState.ASK


def _last_change(*, persons: bool) -> int:
    """The newest recorded change of what rows are compared with."""
    events = event_model("stakeholders.Person" if persons else "stakeholders.Organisation")
    found = events._default_manager.aggregate(last=Max("pgh_id"))["last"]
    return int(found or 0)


def _settle(row: ImportRow) -> None:
    """Take away a decision that no longer fits what the row is."""
    fits = (
        row.decision == Decision.SKIP
        or (row.decision == Decision.NEW and row.state == RowState.ASK)
        or (row.decision == Decision.UPDATE and row.target_id in [item["id"] for item in row.candidates])
    )
    if not fits:
        row.decision, row.target_id = Decision.NONE, None


def _keys(values: dict[str, Any], *, persons: bool) -> list[tuple[Any, ...]]:
    """By what a record is recognised with certainty."""
    name = values["name"].casefold()
    if persons:
        if values.get("email"):
            return [("email", values["email"])]
        return [("name", name, values["organisation_id"])] if "organisation_id" in values else []
    numbers: list[tuple[Any, ...]] = [(key, values[key]) for key in ("kvk_number", "rsin") if key in values]
    return [*numbers, ("name", name)]


def _known_organisations() -> dict[tuple[Any, ...], set[int]]:
    went_up = dict(Merge.objects.filter(kind="organisation", undone_at=None).values_list("loser_id", "winner_id"))
    found: dict[tuple[Any, ...], set[int]] = {}
    for pk, name, kvk, rsin in Organisation.objects.values_list("pk", "name", "kvk_number", "rsin"):
        while pk in went_up:
            pk = went_up[pk]
        found.setdefault(("name", name.casefold()), set()).add(pk)
        if kvk:
            found.setdefault(("kvk_number", kvk), set()).add(pk)
        if rsin:
            found.setdefault(("rsin", rsin), set()).add(pk)
    return found


def _known_persons() -> dict[tuple[Any, ...], set[int]]:
    """By address, and who has none by name at an organisation."""
    went_up = dict(Merge.objects.filter(kind="person", undone_at=None).values_list("loser_id", "winner_id"))
    found: dict[tuple[Any, ...], set[int]] = {}
    rows = Person.objects.values_list("pk", "name", "email", "positions__organisation_id")
    for pk, name, email, organisation in rows:
        while pk in went_up:
            pk = went_up[pk]
        if email:
            found.setdefault(("email", email), set()).add(pk)
        elif organisation:
            found.setdefault(("name", name.casefold(), organisation), set()).add(pk)
    return found
