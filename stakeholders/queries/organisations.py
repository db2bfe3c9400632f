"""Named reads of organisations: the story in time, the matrix, links, managed lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet

from core.models import Link
from core.registry import TimelineSource, link_targets, timeline_sources
from stakeholders.models import Organisation, Standing
from stakeholders.models.managed import ManagedItem

if TYPE_CHECKING:
    from core.registry import Text


SHOWN_AT_MOST = 150


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened around an organisation."""

    moment: datetime
    text: str
    url: str
    kind: Text


def story_kinds(*, user: Any) -> list[TimelineSource]:
    """The kinds of entries that this user may see on the page of an organisation."""
    label = Organisation._meta.label
    return [
        source
        for source in timeline_sources
        if source.model == label and (not source.permission or user.has_perm(source.permission))
    ]


def story(*, organisation: Organisation, user: Any, kind: str = "") -> list[StoryLine]:
    """What happened around an organisation, newest first, of every kind this user may see or of one kind.

    Sources give nothing about who answered a survey.
    """
    lines = [
        StoryLine(moment, text, url, source.label)
        for source in story_kinds(user=user)
        if kind in ("", source.name)
        for moment, text, url in source.find(organisation)
    ]
    return sorted(lines, key=lambda line: line.moment, reverse=True)


@dataclass(frozen=True)
class Place:
    """Where an organisation stands in the matrix on a day, and where it stood on an earlier one."""

    organisation: Organisation
    now: Standing
    before: Standing | None

    @property
    def has_moved(self) -> bool:
        """Whether interest or influence differs from the earlier day."""
        return self.before is not None and (self.before.interest, self.before.influence) != (
            self.now.interest,
            self.now.influence,
        )

    @property
    def change_of_attitude(self) -> int:
        """Steps up (positive) or down since the earlier day; 0 when there was none."""
        return self.now.attitude - self.before.attitude if self.before else 0


def matrix(*, organisations: QuerySet[Organisation], on: date, since: date | None = None) -> list[Place]:
    """The places of these organisations as of a day, by name, with those of an earlier day; at most three queries.

    No more than SHOWN_AT_MOST, those with most interest and influence: more dots say nothing.
    """
    newest = Standing.objects.as_of(on).filter(organisation__in=organisations.order_by().values("pk"))
    weightiest = Standing.objects.filter(pk__in=newest.values("pk")).order_by(
        -(F("interest") + F("influence")), "organisation__sort_key"
    )
    standings = {standing.organisation_id: standing for standing in weightiest[:SHOWN_AT_MOST]}
    earlier = {}
    if since:
        known = Standing.objects.as_of(since).filter(organisation__in=list(standings))
        earlier = {standing.organisation_id: standing for standing in known}
    found = Organisation.objects.filter(pk__in=list(standings)).order_by("sort_key", "pk")
    return [Place(item, standings[item.pk], earlier.get(item.pk)) for item in found]


def matrix_dates() -> tuple[date | None, date | None]:
    """The first and the last day on which anything was placed."""
    days = Standing.objects.order_by("on").values_list("on", flat=True)
    return days.first(), days.last()


@dataclass(frozen=True)
class Linked:
    """A record that belongs to another one, ready to show."""

    pk: int  # of the link
    title: str
    url: str
    label: Text
    note: str


def linked_to(record: Any, *, user: Any) -> list[Linked]:
    """The records linked to this one, either way round, of the kinds this user may see; a query, and one per kind."""
    own = ContentType.objects.get_for_model(type(record))
    links = Link.objects.filter(Q(from_type=own, from_id=record.pk) | Q(to_type=own, to_id=record.pk)).order_by(
        "-created_at", "-pk"
    )
    ends: list[tuple[Link, ContentType, int]] = []
    for link in links:
        is_source = (link.from_type_id, link.from_id) == (own.pk, record.pk)
        type_id, key = (link.to_type_id, link.to_id) if is_source else (link.from_type_id, link.from_id)
        ends.append((link, ContentType.objects.get_for_id(type_id), key))
    found: dict[tuple[int, int], Any] = {}
    for kind in {kind for _link, kind, _key in ends}:
        keys = [key for _link, other, key in ends if other == kind]
        model = kind.model_class()
        if model and _target_for(model, user):
            found |= {(kind.pk, item.pk): item for item in model._default_manager.filter(pk__in=keys)}
    lines = []
    for link, kind, key in ends:
        item = found.get((kind.pk, key))
        target = _target_for(type(item), user) if item else None
        if item and target:
            lines.append(Linked(link.pk, str(item), target.url(item), target.label, link.note))
    return lines


def _target_for(model: Any, user: Any) -> Any:
    target = link_targets.get(model._meta.label)
    return target if target and user.has_perm(target.permission) else None


def searchable_targets(*, user: Any) -> list[Any]:
    """The kinds of records this user may search and link to."""
    return [target for target in link_targets if target.search and user.has_perm(target.permission)]


def used_items(model: type[ManagedItem]) -> QuerySet[Any]:
    """The items of a managed list in their order, each with the number of organisations that have it."""
    return model._default_manager.annotate(used=Count("organisations")).order_by("order", "code")


def parts_of(organisation: Organisation) -> Iterable[Organisation]:
    """The organisations in use that belong to this one, by name."""
    return Organisation.objects.active().filter(parent=organisation)
