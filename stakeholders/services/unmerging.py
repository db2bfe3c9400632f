"""Takes a merge back: rows that still stand where the merge put them return, and so do values nobody changed since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from stakeholders.models import Merge, MergeMove
from stakeholders.models.merging import RecordKind
from stakeholders.models.organisation import Status

from .merging import MODELS, MergeRefused, Relation, UndoOutcome, _describe, _locked, _parked, _point, _try, point_each


def preview_undo(*, merge: Merge, at: datetime) -> UndoOutcome:
    """What undoing would return, and what it could not; writes nothing. Raises MergeRefused."""
    with transaction.atomic():
        outcome = undo(merge=merge, by=None, at=at)
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def undo(*, merge: Merge, by: Any, at: datetime) -> UndoOutcome:
    """Undo a merge as far as later changes allow; says in words what they do not. Raises MergeRefused."""
    stored = Merge.objects.select_for_update().get(pk=merge.pk)
    if stored.undone_at:
        raise MergeRefused(_("This merge was undone already."))
    if stored.is_final:
        raise MergeRefused(
            _("What is needed to undo this merge was erased, because it holds data of a person or is old.")
        )
    later = Merge.objects.filter(kind=stored.kind, undone_at=None)
    if upward := later.filter(loser_id=stored.winner_id).first():
        raise MergeRefused(
            _("“%(name)s” itself went up in “%(other)s” later. Undo that first.")
            % {"name": stored.winner_name, "other": upward.winner_name}
        )
    impossible: list[str] = []
    returned = _return_rows(stored, impossible)
    _return_values(stored, impossible)
    stored.undone_by, stored.undone_at = by, at
    stored.save(update_fields=["undone_by", "undone_at"])
    return UndoOutcome(returned, tuple(impossible))


def _return_rows(merge: Merge, impossible: list[str]) -> int:
    """Rows of the winner that changed places go first out, then come back: so in the order of the merge, reversed."""
    returned = 0
    waiting = list(merge.moves.all())
    while waiting:
        left = [move for move in waiting if not _return_row(move)]
        returned += len(waiting) - len(left)
        if len(left) == len(waiting):
            break
        waiting = left
    if waiting and _try(lambda: _return_together(waiting)):
        return returned + len(waiting)
    impossible += [_why(move) for move in waiting]
    return returned


def _relation(move: MergeMove) -> Relation | None:
    try:
        model = apps.get_model(move.table)
    except LookupError:
        return None
    return (
        Relation(model, move.field) if move.field in {field.attname for field in model._meta.concrete_fields} else None
    )


def _row(move: MergeMove) -> Any:
    """The row when it still stands where the merge put it."""
    relation = _relation(move)
    if relation is None:
        return None
    return relation.model._base_manager.filter(pk=move.row, **{move.field: move.moved_to}).first()


def _return_row(move: MergeMove) -> bool:
    row, relation = _row(move), _relation(move)
    if row is None or relation is None:
        return False
    return _try(lambda: _point(relation, [row.pk], move.moved_from))


def _return_together(moves: list[MergeMove]) -> None:
    """Periods that changed places collide with each other one by one; in one statement they pass."""
    together: dict[Relation, dict[Any, int]] = {}
    for move in moves:
        row, relation = _row(move), _relation(move)
        if row is None or relation is None or not hasattr(row, "from_on"):
            raise _Impossible
        together.setdefault(relation, {})[row.pk] = move.moved_from
    for relation, targets in together.items():
        point_each(relation, targets)


class _Impossible(DatabaseError):
    """A row is gone or is no period."""


def _why(move: MergeMove) -> str:
    relation = _relation(move)
    row = relation.model._base_manager.filter(pk=move.row).first() if relation else None
    if relation is None or row is None:
        return _("%(what)s: removed since the merge") % {"what": relation.label if relation else move.table}
    if getattr(row, move.field) != move.moved_to:
        return _("%(what)s: moved to another record since the merge") % {"what": _describe(relation, row)}
    return _("%(what)s: collides with what was added since the merge") % {"what": _describe(relation, row)}


def _return_values(merge: Merge, impossible: list[str]) -> None:
    model = MODELS[merge.kind]
    records = {item.pk: item for item in _locked(merge.kind, merge.winner_id, merge.loser_id)}
    winner, loser = records[merge.winner_id], records[merge.loser_id]
    mine: dict[str, Any] = {}
    theirs: dict[str, Any] = {}
    for name, (own, other) in merge.before.get("fields", {}).items():
        field = model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
        own_value, other_value = field.to_python(own), field.to_python(other)
        if getattr(winner, name) == other_value and getattr(loser, name) == own_value:
            mine[name], theirs[name] = own_value, other_value
        else:
            impossible.append(_("%(field)s: changed since the merge, stays as it is") % {"field": field.verbose_name})
    back = {"status": merge.before.get("status", Status.ACTIVE), "archived_at": None}
    if back["status"] == Status.ARCHIVED:
        back["archived_at"] = parse_datetime(merge.before["archived_at"])
    manager = model._default_manager

    def write() -> None:
        if merge.kind == RecordKind.ORGANISATION and (parked := _parked(loser, theirs)):
            manager.filter(pk=loser.pk).update(**parked)
        manager.filter(pk=winner.pk).update(version=F("version") + 1, **mine)
        manager.filter(pk=loser.pk).update(version=F("version") + 1, **back, **theirs)

    if not _try(write):
        manager.filter(pk=loser.pk).update(version=F("version") + 1, **back)
        impossible.append(_("The names and numbers stay as they are: another record has them now."))
