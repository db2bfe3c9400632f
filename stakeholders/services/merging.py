"""Merges two organisations or two persons into one, with everything that hangs on them, and takes a merge back.

What hangs on a record is found by introspection, so that tables of other rooms come along. A row that cannot move
(the other has the same, or its period overlaps) stays with the archived record; nothing is ever deleted. Values that
were not chosen go to the archived record, so that nothing is lost either.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import BigIntegerField, Case, F, Value, When
from django.utils.translation import gettext as _

from core.database import APPEND_ONLY_SUFFIXES
from stakeholders.exceptions import EditedMeanwhile
from stakeholders.models import LikelyDuplicate, Merge, MergeMove, Organisation, Person
from stakeholders.models.merging import RecordKind
from stakeholders.models.organisation import Status

# The job that looks for likely duplicates.
FIND = "stakeholders.find_duplicates"
MODELS: dict[str, Any] = {RecordKind.ORGANISATION: Organisation, RecordKind.PERSON: Person}
# What a record is, not what it says: never a choice between two.
_NOT_A_CHOICE = ("id", "status", "archived_at", "version")
# Fields that say something about another field, and go where that goes.
FOLLOWS = {
    "do_not_invite_reason": "do_not_invite",
    "email_undeliverable_on": "email",
    "email_undeliverable_reason": "email",
}


class MergeRefused(Exception):
    """These two cannot be merged, or this merge cannot be undone; the message says why."""


@dataclass(frozen=True)
class Relation:
    """A column somewhere that points at records of one kind; `content_type` for links without a table of their own."""

    model: type[models.Model]
    column: str  # attname
    content_type: str = ""

    def rows(self, key: int, kind: str) -> models.QuerySet[Any]:
        """The rows that point at this record."""
        found = self.model._base_manager.filter(**{self.column: key})
        if self.content_type:
            found = found.filter(**{self.content_type: ContentType.objects.get_for_model(MODELS[kind])})
        return found

    @property
    def label(self) -> str:
        """The rows in words."""
        return self.of_managed_list or str(self.model._meta.verbose_name_plural)

    @property
    def word(self) -> str:
        """One of the rows in words."""
        return self.of_managed_list or str(self.model._meta.verbose_name)

    @property
    def of_managed_list(self) -> str:
        """What an organisation calls its choices from a managed list; these rows have no words of their own."""
        own = [field for field in Organisation._meta.many_to_many if field.remote_field.through is self.model]
        return str(own[0].verbose_name) if own else ""


@dataclass(frozen=True)
class Stayed:
    """A row that could not move: what it is, and with which row it collides when that can be chosen."""

    relation: str
    row: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What a merge did, or would do."""

    moved: dict[str, int]
    stayed: tuple[Stayed, ...]
    merge: Merge | None = None


@dataclass(frozen=True)
class UndoOutcome:
    """What undoing a merge did, or would do: how many rows went back, and in words what could not."""

    returned: int
    impossible: tuple[str, ...]


def relations_of(kind: str) -> list[Relation]:
    """Everything that can point at a record of this kind, hidden and in other rooms too; no history."""
    model = MODELS[kind]
    found = [
        Relation(field.related_model, field.field.attname)
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
    ]
    for other in apps.get_models(include_auto_created=True):
        links = [field for field in other._meta.private_fields if isinstance(field, GenericForeignKey)]
        found += [Relation(other, field.fk_field, field.ct_field) for field in links]
    return [relation for relation in found if _can_move(relation.model)]


def _can_move(model: type[models.Model]) -> bool:
    is_history = hasattr(model, "pgh_tracked_model") or model._meta.db_table.endswith(APPEND_ONLY_SUFFIXES)
    return model._meta.managed and not model._meta.proxy and not is_history


def choosable_fields(kind: str) -> list[Any]:
    """The fields of a record of which one of two values must be chosen."""
    return [field for field in _own_fields(kind) if field.name not in FOLLOWS]


def _own_fields(kind: str) -> list[Any]:
    return [
        field
        for field in MODELS[kind]._meta.concrete_fields
        if field.name not in _NOT_A_CHOICE and not getattr(field, "generated", False)
    ]


def preview(*, kind: str, winner: Any, loser: Any, at: datetime) -> Outcome:
    """What a merge would move and what would stay; writes nothing. Raises MergeRefused."""
    with transaction.atomic():
        outcome = merge(kind=kind, winner=winner, loser=loser, choices={}, by=None, at=at)
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def merge(
    *,
    kind: str,
    winner: Any,
    loser: Any,
    choices: dict[str, str],
    by: Any,
    at: datetime,
    versions: tuple[int, int] | None = None,
    take: Collection[str] = (),
) -> Outcome:
    """Let `loser` go up in `winner`; `choices` says per field whose value stays ("winner", "loser").

    `take`: rows (`relation:key`) of the loser that must stay valid where two collide; the winner's rows then go to the
    archived record. Raises MergeRefused and EditedMeanwhile.
    """
    if winner.pk == loser.pk:
        raise MergeRefused(_("A record cannot be merged with itself."))
    stored = {item.pk: item for item in _locked(kind, winner.pk, loser.pk)}
    first, second = stored[winner.pk], stored[loser.pk]
    if versions and (first.version, second.version) != versions:
        raise EditedMeanwhile(first.version)
    if Merge.objects.filter(kind=kind, loser_id__in=[first.pk, second.pk], undone_at=None).exists():
        raise MergeRefused(_("One of these two went up in another record already."))
    record = Merge.objects.create(
        kind=kind,
        winner_id=first.pk,
        loser_id=second.pk,
        winner_name=str(first)[:200],
        loser_name=str(second)[:200],
        merged_by=by,
        merged_at=at,
    )
    moved, stayed = _move_rows(record, take)
    try:
        with transaction.atomic():
            record.before = _choose(kind, first, second, choices, at)
    except IntegrityError as refusal:
        text = _("The values that were chosen cannot stand together, or another record has them. Choose others.")
        raise MergeRefused(text) from refusal
    record.save(update_fields=["before"])
    LikelyDuplicate.objects.filter(
        kind=kind, first_id=min(first.pk, second.pk), second_id=max(first.pk, second.pk)
    ).delete()
    return Outcome(moved, tuple(stayed), record)


def _locked(kind: str, *keys: int) -> list[Any]:
    found = list(MODELS[kind]._default_manager.select_for_update().filter(pk__in=keys).order_by("pk"))
    if len(found) != len(set(keys)):
        raise MergeRefused(_("One of these two no longer exists."))
    return found


def _move_rows(record: Merge, take: Collection[str]) -> tuple[dict[str, int], list[Stayed]]:
    moved: dict[str, int] = {}
    stayed: list[Stayed] = []
    moves: list[MergeMove] = []
    for relation in relations_of(record.kind):
        rows = list(relation.rows(record.loser_id, record.kind))
        if not rows:
            continue
        done: list[Any] = []
        if not take and _try(partial(_point, relation, [row.pk for row in rows], record.winner_id)):
            done = rows
        else:
            for row in rows:
                mark = f"{relation.model._meta.label}:{row.pk}"
                if _try(partial(_point, relation, [row.pk], record.winner_id)):
                    done.append(row)
                elif mark in take and (swapped := _swap(relation, row, record)):
                    done.append(row)
                    moves += [_noted(record, relation, key, record.winner_id, record.loser_id) for key in swapped]
                elif not relation.of_managed_list:  # the same choice twice is nothing to decide about
                    stayed.append(Stayed(relation.model._meta.label, str(row.pk), _describe(relation, row)))
        moves += [_noted(record, relation, row.pk, record.loser_id, record.winner_id) for row in done]
        if done:
            moved[relation.label] = moved.get(relation.label, 0) + len(done)
    MergeMove.objects.bulk_create(moves, batch_size=2000)
    return moved, stayed


def _noted(record: Merge, relation: Relation, key: Any, origin: int, target: int) -> MergeMove:
    return MergeMove(
        merge=record,
        table=relation.model._meta.label,
        field=relation.column,
        row=str(key),
        moved_from=origin,
        moved_to=target,
    )


def _describe(relation: Relation, row: Any) -> str:
    name = relation.word
    period = [getattr(row, part, None) for part in ("from_on", "until_on")]
    who = str(getattr(row, "user", "") or getattr(row, "title", "") or "")
    days = " – ".join(f"{day:%d-%m-%Y}" if day else "…" for day in period) if period[0] else ""
    role = row.get_role_display() if hasattr(row, "get_role_display") else ""
    return ", ".join(part for part in (name, role, who, days) if part) or name


def _try(write: Callable[[], Any]) -> bool:
    """Whether the database takes it; what it refuses leaves no trace."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            write()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"SET CONSTRAINTS {', '.join(_per_statement())} IMMEDIATE")
    except DatabaseError:
        return False
    return True


def _per_statement() -> list[str]:
    """Rules that are judged at the end of each statement, not at the end of the transaction."""
    return [
        connection.ops.quote_name(rule.name)
        for model in apps.get_models()
        for rule in model._meta.constraints
        if getattr(rule, "deferrable", None) is models.Deferrable.IMMEDIATE
    ]


def _point(relation: Relation, keys: list[Any], target: int) -> int:
    return relation.model._base_manager.filter(pk__in=keys).update(**{relation.column: target})


def _swap(relation: Relation, row: Any, record: Merge) -> list[Any]:
    """Let the winner's rows in the way change places with this one; their keys, empty when that is refused."""
    theirs = [other.pk for other in relation.rows(record.winner_id, record.kind)]
    for key in theirs:
        if _try(partial(_exchange, relation, row.pk, [key], record)):
            return [key]
    return theirs if _try(partial(_exchange, relation, row.pk, theirs, record)) else []


def _exchange(relation: Relation, key: Any, theirs: list[Any], record: Merge) -> None:
    """In one statement: the exclusion of periods is judged when both have their place, and history shows only that."""
    if "from_on" not in {field.name for field in relation.model._meta.concrete_fields}:
        raise DatabaseError("only periods change places")
    point_each(relation, {key: record.winner_id} | dict.fromkeys(theirs, record.loser_id))


def point_each(relation: Relation, targets: dict[Any, int]) -> None:
    """Point each of these rows at its own record, all at once."""
    own = Case(
        *(When(pk=key, then=Value(target)) for key, target in targets.items()),
        default=F(relation.column),
        output_field=BigIntegerField(),
    )
    relation.model._base_manager.filter(pk__in=list(targets)).update(**{relation.column: own})


def _choose(kind: str, winner: Any, loser: Any, choices: dict[str, str], at: datetime) -> dict[str, Any]:
    """Give the winner the chosen values and the loser the others; what both had before and have now, by field."""
    swapped = [
        field
        for field in _own_fields(kind)
        if choices.get(FOLLOWS.get(field.name, field.name)) == "loser"
        and getattr(winner, field.attname) != getattr(loser, field.attname)
    ]
    kept: dict[str, Any] = {"status": loser.status, "archived_at": None, "fields": {}}
    if loser.archived_at:
        kept["archived_at"] = loser.archived_at.isoformat()
    mine, theirs = {}, {}
    for field in swapped:
        kept["fields"][field.attname] = [
            field.value_to_string(winner) if getattr(winner, field.attname) is not None else None,
            field.value_to_string(loser) if getattr(loser, field.attname) is not None else None,
        ]
        mine[field.attname], theirs[field.attname] = getattr(loser, field.attname), getattr(winner, field.attname)
    manager = MODELS[kind]._default_manager
    if kind == RecordKind.ORGANISATION and mine:
        _check(winner, mine)
        if parked := _parked(loser, mine):
            manager.filter(pk=loser.pk).update(**parked)
    manager.filter(pk=winner.pk).update(version=F("version") + 1, **mine)
    archived = loser.archived_at or at
    manager.filter(pk=loser.pk).update(
        version=F("version") + 1, status=Status.ARCHIVED, archived_at=archived, **theirs
    )
    return kept


def _parked(record: Any, fields: Collection[str]) -> dict[str, str]:
    """Values that let go of what may occur once only, until the other record has it."""
    parked = {name: "" for name in ("kvk_number", "rsin") if name in fields}
    return parked | ({"name": f"{record.name[:190]} ({record.pk})"} if "name" in fields else {})


def _check(winner: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(winner, name, value)
    try:
        winner.clean_fields()
    except ValidationError as refusal:
        raise MergeRefused("; ".join(refusal.messages)) from refusal


def merges_of(kind: str, key: int) -> models.QuerySet[Merge]:
    """The merges that went up in this record and stand, newest first."""
    return Merge.objects.filter(kind=kind, winner_id=key, undone_at=None).select_related("merged_by")


def went_up_in(kind: str, key: int) -> Merge | None:
    """The merge by which this record went up in another, when it stands."""
    return Merge.objects.filter(kind=kind, loser_id=key, undone_at=None).first()
