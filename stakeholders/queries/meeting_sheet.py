"""The meeting sheet (gespreksbriefje): everything for one conversation, for one organisation or for one gathering.

It reads what other subjects put into the slots `open_items` and `coming_changes`; never who answered a survey. The
number of queries depends neither on how many organisations take part nor on how much there is to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.periods import local_date
from core.registry import Coming, OpenItem, coming_changes, open_items
from stakeholders import access, gathering_access
from stakeholders.models import (
    AccountAssignment,
    AgendaItem,
    ContactPoint,
    Gathering,
    JointGoal,
    MomentOrganisation,
    Organisation,
    Participant,
    Position,
    SheetNote,
)

from .joint_goals import MeasureState, goals_with_measures, measure_states

VIEW_MOMENTS = "stakeholders.view_contactmoment"
CONTACTS, MOMENTS, ITEMS, COMING, GOALS = 8, 6, 12, 8, 5


@dataclass(frozen=True)
class People:
    """Who is who at one organisation, and at our side for it."""

    organisation: Organisation
    contacts: tuple[Position, ...]
    points: tuple[ContactPoint, ...]
    account_manager: AccountAssignment | None
    deputy: AccountAssignment | None

    @property
    def shown_contacts(self) -> tuple[Position, ...]:
        """The contact persons on the sheet; the list of persons holds all of them."""
        return self.contacts[:CONTACTS]

    @property
    def has_more_contacts(self) -> bool:
        """Whether there are more contact persons than on the sheet."""
        return len(self.contacts) > CONTACTS


@dataclass(frozen=True)
class Recent:
    """One moment of contact."""

    day: date
    kind: str
    title: str
    summary: str
    url: str
    organisations: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """The first lines of a section, and how many more there are."""

    lines: Sequence[Any]
    more: int = 0

    @classmethod
    def of(cls, found: Sequence[Any], limit: int) -> Part:
        """At most `limit` lines."""
        return cls(found[:limit], max(0, len(found) - limit))


@dataclass(frozen=True)
class GoalLine:
    """One joint goal with where its measures stand."""

    goal: JointGoal
    measures: tuple[MeasureState, ...]


@dataclass(frozen=True)
class Sheet:
    """What stands on the sheet."""

    title: str
    organisations: tuple[Organisation, ...]
    gathering: Gathering | None
    people: tuple[People, ...]
    participants: tuple[Participant, ...]
    agenda: tuple[AgendaItem, ...]
    recent: Part
    ours: Part  # what they may expect of us
    theirs: Part  # what we may expect of them
    coming: Part
    goals: Part
    note: str
    at: datetime

    @property
    def names(self) -> dict[int, str]:
        """Short names of the organisations, by primary key."""
        return {item.pk: item.abbreviation or item.name for item in self.organisations}

    @property
    def is_joint(self) -> bool:
        """Whether lines must say which organisation they are about."""
        return len(self.organisations) > 1


def organisation_sheet(*, organisation: Organisation, user: Any, at: datetime) -> Sheet:
    """The sheet for a conversation with one organisation, with what this user may see."""
    return _sheet(organisation.name, [organisation], None, user=user, at=at)


def gathering_sheet(*, gathering: Gathering, user: Any, at: datetime) -> Sheet:
    """The sheet for a gathering: all its organisations together."""
    return _sheet(gathering.title, list(gathering.organisations.all()), gathering, user=user, at=at)


def _sheet(
    title: str, organisations: list[Organisation], gathering: Gathering | None, *, user: Any, at: datetime
) -> Sheet:
    keys = [organisation.pk for organisation in organisations]
    items = open_items_of(keys, user=user, at=at)
    agenda: tuple[AgendaItem, ...] = ()
    participants: tuple[Participant, ...] = ()
    if gathering is not None:
        agenda = tuple(gathering.agenda.all())
        participants = tuple(gathering.participants.select_related("person", "colleague", "organisation"))
    return Sheet(
        title=title,
        organisations=tuple(organisations),
        gathering=gathering,
        people=people_of(organisations, on=local_date(at), with_persons=user.has_perm(access.VIEW_PERSONS)),
        participants=participants,
        agenda=agenda,
        recent=recent_contacts(keys, limit=MOMENTS) if user.has_perm(VIEW_MOMENTS) else Part(()),
        ours=Part.of([item for item in items if item.is_ours], ITEMS),
        theirs=Part.of([item for item in items if not item.is_ours], ITEMS),
        coming=Part.of(coming_for(keys, user=user, at=at, without=gathering), COMING),
        goals=_goals(keys) if user.has_perm(gathering_access.VIEW_GOALS) else Part(()),
        note=_note(organisations, gathering),
        at=at,
    )


def people_of(organisations: Iterable[Organisation], *, on: date, with_persons: bool) -> tuple[People, ...]:
    """Contact persons, contact points, account manager and deputy of each organisation on that day; three queries."""
    found = list(organisations)
    keys = [organisation.pk for organisation in found]
    contacts: dict[int, list[Position]] = defaultdict(list)
    if with_persons:
        positions = Position.objects.current(on).filter(organisation__in=keys, person__status="active")
        for position in positions.select_related("person").order_by("person__sort_key", "pk"):
            contacts[position.organisation_id].append(position)
    points: dict[int, list[ContactPoint]] = defaultdict(list)
    for point in ContactPoint.objects.filter(organisation__in=keys):
        points[point.organisation_id].append(point)
    held: dict[tuple[int, str], AccountAssignment] = {}
    for assignment in AccountAssignment.objects.current(on).filter(organisation__in=keys).select_related("user"):
        held[assignment.organisation_id, assignment.role] = assignment
    return tuple(
        People(
            organisation=organisation,
            contacts=tuple(contacts[organisation.pk]),
            points=tuple(points[organisation.pk]),
            account_manager=held.get((organisation.pk, AccountAssignment.Role.ACCOUNT_MANAGER)),
            deputy=held.get((organisation.pk, AccountAssignment.Role.DEPUTY)),
        )
        for organisation in found
    )


def recent_contacts(organisations: Sequence[int], *, limit: int) -> Part:
    """The last moments of contact with any of these organisations, newest first; two queries."""
    links = MomentOrganisation.objects.filter(organisation__in=organisations, is_live=True)
    # A moment with several of them stands in several rows, so more rows are read than shown.
    newest = list(
        links.order_by("-held_on", "-moment_id").values_list("moment_id", flat=True)[
            : limit * max(1, len(organisations))
        ]
    )
    chosen = list(dict.fromkeys(newest))[:limit]
    shown: dict[int, Recent] = {}
    names: dict[int, list[str]] = defaultdict(list)
    for link in MomentOrganisation.objects.filter(moment__in=chosen, organisation__in=organisations).select_related(
        "moment", "organisation"
    ):
        names[link.moment_id].append(link.organisation.abbreviation or link.organisation.name)
        moment = link.moment
        shown[link.moment_id] = Recent(
            day=moment.held_on,
            kind=moment.get_form_display(),
            title=moment.title,
            summary=moment.summary if moment.subject else "",
            url=moment.get_absolute_url(),
            organisations=tuple(sorted(names[link.moment_id])),
        )
    return Part([shown[key] for key in chosen if key in shown])


def open_items_of(organisations: Sequence[int], *, user: Any, at: datetime) -> list[OpenItem]:
    """What is not finished with these organisations, from every source this user may see: late first, then by date.

    An item that concerns several of them stands there once.
    """
    found: dict[str, OpenItem] = {}
    for source in open_items:
        if user.has_perm(source.permission):
            for item in source.find(organisations, at):
                found.setdefault(item.reference, item)
    return sorted(found.values(), key=lambda item: (not item.is_late, item.due or date.max, item.title))


def coming_for(
    organisations: Sequence[int], *, user: Any, at: datetime, without: Gathering | None = None
) -> list[Coming]:
    """What is coming for these organisations, soonest first; not the gathering the sheet is for."""
    own = without.get_absolute_url() if without else ""
    found: dict[tuple[date, str, str], Coming] = {}
    for source in coming_changes:
        if user.has_perm(source.permission):
            for coming in source.find(organisations, at):
                if not own or coming.url != own:
                    found.setdefault((coming.day, coming.title, coming.url), coming)
    return sorted(found.values(), key=lambda coming: (coming.day, coming.title))


def _goals(organisations: Sequence[int]) -> Part:
    goals = goals_with_measures(JointGoal.objects.running().filter(partners__in=organisations).distinct())
    states = measure_states(goals)
    return Part.of([GoalLine(goal, tuple(states[goal.pk])) for goal in goals], GOALS)


def _note(organisations: Sequence[Organisation], gathering: Gathering | None) -> str:
    notes = (
        SheetNote.objects.filter(gathering=gathering)
        if gathering
        else SheetNote.objects.filter(organisation=organisations[0])
    )
    note = notes.first()
    return note.text if note else ""
