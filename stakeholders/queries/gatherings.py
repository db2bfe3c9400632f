"""Named reads of gatherings: the list, the coming ones of a person, the next of a series, open actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q

from core.periods import AMSTERDAM, local_date
from stakeholders.domain.rhythm import NextDay, next_day
from stakeholders.models import ActionItem, Gathering, GatheringSeries, Organisation, Participant, Position
from stakeholders.models.gathering_querysets import ActionQuerySet, GatheringQuerySet

AHEAD = timedelta(days=14)


def gathering_list() -> GatheringQuerySet:
    """Gatherings with organisations and answers."""
    return Gathering.objects.with_answers().select_related("owner", "series").prefetch_related("organisations")


def action_list() -> ActionQuerySet:
    """Actions with where they were agreed and who does them."""
    return ActionItem.objects.select_related("gathering", "owner", "organisation").prefetch_related(
        "gathering__organisations"
    )


def coming_of_user(*, user: Any, at: datetime) -> GatheringQuerySet:
    """Planned gatherings of a colleague from the beginning of today, two weeks ahead, soonest first."""
    start = datetime.combine(local_date(at), datetime.min.time(), AMSTERDAM)
    return Gathering.objects.planned().of_user(user).between(start, start + AHEAD).order_by("starts_at", "pk")


def to_write_up(*, user: Any, at: datetime) -> GatheringQuerySet:
    """Gatherings this colleague organised that are over and have no minutes yet."""
    return Gathering.objects.planned().filter(owner=user, ends_at__lt=at).order_by("starts_at", "pk")


def next_of_series(*, series: GatheringSeries) -> tuple[NextDay, datetime] | None:
    """When the next gathering would be, from the last that was not cancelled: its day, and when it begins.

    None without any gathering.
    """
    last = series.gatherings.exclude(state="cancelled").order_by("-starts_at").first()
    last = last or series.gatherings.order_by("-starts_at").first()
    if last is None:
        return None
    following = next_day(last.rhythm_on, every=series.every, unit=series.unit)
    begins = last.starts_at.astimezone(AMSTERDAM).time()
    return following, datetime.combine(following.day, begins, AMSTERDAM)


def planned_for(organisations: Iterable[int], *, at: datetime) -> list[tuple[Gathering, int]]:
    """Planned gatherings that have not begun, with each of these organisations they are with; two queries."""
    keys = set(organisations)
    chosen = Prefetch("organisations", queryset=Organisation.objects.filter(pk__in=keys), to_attr="chosen")
    found = Gathering.objects.planned().filter(starts_at__gte=at, organisations__in=keys).distinct()
    return [
        (gathering, organisation.pk)
        for gathering in found.order_by("starts_at").prefetch_related(chosen)
        for organisation in gathering.chosen  # type: ignore[attr-defined]
    ]


def open_actions_with(organisations: Iterable[int]) -> list[tuple[ActionItem, int]]:
    """Open actions with each of these organisations they are about; two queries."""
    keys = set(organisations)
    chosen = Prefetch("gathering__organisations", queryset=Organisation.objects.filter(pk__in=keys))
    found = ActionItem.objects.open().of_organisations(keys).select_related("gathering", "owner")
    pairs = []
    for action in found.prefetch_related(chosen):
        if action.organisation_id is not None:
            pairs.append((action, action.organisation_id))
        else:
            pairs += [(action, organisation.pk) for organisation in action.gathering.organisations.all()]
    return pairs


def positions_at(gathering: Gathering, *, at: datetime) -> list[Position]:
    """Functions today at the organisations of a gathering, from which participants are chosen; and those chosen."""
    today = local_date(at)
    chosen = Participant.objects.filter(gathering=gathering, person__isnull=False).values(
        "person_id", "organisation_id"
    )
    pairs = Q()
    for row in chosen:
        pairs |= Q(person=row["person_id"], organisation=row["organisation_id"])
    current = Q(pk__in=Position.objects.current(today).values("pk")) & Q(
        organisation__in=gathering.organisations.all(), person__status="active"
    )
    found = Position.objects.filter(current | pairs if pairs else current).select_related("person", "organisation")
    # One line for each person at each organisation, the latest function.
    lines: dict[tuple[int, int], Position] = {}
    for position in found.order_by("organisation__sort_key", "person__sort_key", "-from_on"):
        lines.setdefault((position.organisation_id, position.person_id), position)
    return list(lines.values())
