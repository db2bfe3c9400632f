"""Who is in a segment, and why; who is left out, and why not. The door for other rooms is at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stakeholders.models import Organisation, Person, Position, Segment
from stakeholders.models.segment import Combine, SegmentOf, Way

from .registry import MeasurementContact, measurement_contacts
from .segment_rules import BY_NAME, ORGANISATION, PERSON, Rule


@dataclass(frozen=True)
class Definition:
    """What a segment selects; of a stored one, or of one that is being made."""

    of: str
    way: str = Way.RULES
    combine: str = Combine.ALL
    rules: dict[str, list[str]] = field(default_factory=dict)
    segment_id: int | None = None
    # The condition of each day, worked out once however often a page asks.
    known: dict[date, Q] = field(default_factory=dict, compare=False, repr=False)

    @property
    def chosen(self) -> list[tuple[Rule, list[str]]]:
        """The rules in use, in their usual order; one that no longer exists selects nobody and is shown as gone."""
        return [(rule, self.rules[name]) for name, rule in BY_NAME.items() if self.rules.get(name)]

    @property
    def has_unknown_rules(self) -> bool:
        """Whether a rule of this segment no longer exists."""
        return any(name not in BY_NAME for name in self.rules)


def definition_of(segment: Segment) -> Definition:
    """The definition of a stored segment."""
    return Definition(segment.of, segment.way, segment.combine, segment.rules, segment.pk)


def candidates(definition: Definition, *, on: date) -> QuerySet[Any]:
    """Organisations or persons that the definition selects on that day, by name.

    Rules select among what is in use. Persons fit a rule about organisations by a function they hold on that day; when
    all rules must fit, by one function that fits them all.
    """
    model: Any = Person if definition.of == SegmentOf.PERSONS else Organisation
    found = model.objects.order_by("sort_key", "pk")
    if definition.way == Way.PICKED:
        return found.filter(segment_picks__segment=definition.segment_id)  # type: ignore[no-any-return]
    if not definition.chosen or definition.has_unknown_rules:
        return found.none()  # type: ignore[no-any-return]
    if on not in definition.known:
        definition.known[on] = _condition(definition, on)
    return found.active().filter(definition.known[on])  # type: ignore[no-any-return]


def _condition(definition: Definition, on: date) -> Q:
    own = PERSON if definition.of == SegmentOf.PERSONS else ORGANISATION
    conditions = [rule.narrow(values, on) for rule, values in definition.chosen if rule.about == own]
    others = [rule.narrow(values, on) for rule, values in definition.chosen if rule.about != own]
    if definition.combine == Combine.ANY:
        if others:
            conditions.append(_works_at(_joined(others, any_of=True), on))
        return _joined(conditions, any_of=True)
    if others:
        conditions.append(_works_at(_joined(others, any_of=False), on))
    return _joined(conditions, any_of=False)


def _joined(conditions: list[Q], *, any_of: bool) -> Q:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = whole | condition if any_of else whole & condition
    return whole


def _works_at(condition: Q, on: date) -> Q:
    """Persons with a function on that day at an organisation in use that fits."""
    fitting = Organisation.objects.active().filter(condition).order_by().values("pk")
    return Q(pk__in=Position.objects.current(on).filter(organisation__in=fitting).values("person"))


def reasons(definition: Definition, members: Iterable[Any], *, on: date) -> dict[int, list[str]]:
    """Why each of these members is in: the rules and choices that fit. One query for each choice, not each member."""
    keys = [member.pk for member in members]
    if definition.way == Way.PICKED:
        return {key: [_("picked by hand")] for key in keys}
    is_persons = definition.of == SegmentOf.PERSONS
    model: Any = Person if is_persons else Organisation
    found: dict[int, list[str]] = {key: [] for key in keys}
    for rule, values in definition.chosen:
        fitting: dict[int, list[str]] = {}
        for value in values:
            condition = rule.narrow([value], on)
            if is_persons and rule.about == ORGANISATION:
                condition = _works_at(condition, on)
            for key in model.objects.filter(condition, pk__in=keys).values_list("pk", flat=True):
                fitting.setdefault(key, []).append(value)
        for key, own in fitting.items():
            found[key].append(f"{rule.label}: {rule.words(own)}")
    return found


# ----- the door for other rooms


@dataclass(frozen=True)
class Addressee:
    """Somebody of a segment who may be written to, at one of the organisations."""

    person_id: int
    name: str
    email: str
    language: str
    organisation_id: int | None
    organisation: str


@dataclass(frozen=True)
class LeftOut:
    """Somebody, or an organisation, of a segment who is not written to, with the reason in words."""

    person_id: int | None
    organisation_id: int | None
    name: str
    reason: str


@dataclass(frozen=True)
class Members:
    """A segment on a day: whom it reaches, and who is left out."""

    addressees: tuple[Addressee, ...]
    left_out: tuple[LeftOut, ...]


def why_left_out(person: Person) -> str:
    """Why this person is not written to, in words; empty when nothing stands in the way."""
    if person.is_archived:
        return _("archived")
    if person.do_not_invite:
        return _("does not want to be invited")
    if not person.email:
        return _("no e-mail address")
    if person.email_undeliverable_on:
        return _("mail does not arrive")
    return ""


def persons_of(definition: Definition, *, on: date) -> QuerySet[Person]:
    """The persons a segment stands for: itself, or whoever has a function at its organisations on that day."""
    found = candidates(definition, on=on)
    if definition.of == SegmentOf.PERSONS:
        return found
    held = Position.objects.current(on).filter(organisation__in=found.filter(status="active").order_by().values("pk"))
    return Person.objects.filter(pk__in=held.values("person")).order_by("sort_key", "pk")


def members(segment: Segment, *, on: date) -> Members:
    """Whom a segment reaches on that day, each person once, and who is left out and why. Three queries.

    Of a segment of organisations: the persons with a function there; an organisation without one is left out as such.
    The caller keeps a copy of what it used: tomorrow the same segment may hold others.
    """
    definition = definition_of(segment)
    at_organisations = definition.of == SegmentOf.ORGANISATIONS
    organisations = {item.pk: item for item in candidates(definition, on=on)} if at_organisations else {}
    persons = list(persons_of(definition, on=on))
    works_at: dict[int, Organisation] = {}
    reached: set[int] = set()
    positions = Position.objects.current(on).filter(person__in=persons).select_related("organisation")
    for position in positions.order_by("organisation__sort_key", "organisation_id"):
        if at_organisations and position.organisation_id not in organisations:
            continue
        works_at.setdefault(position.person_id, position.organisation)
        reached.add(position.organisation_id)
    addressees, left_out = [], []
    for person in persons:
        organisation = works_at.get(person.pk)
        if reason := why_left_out(person):
            left_out.append(LeftOut(person.pk, organisation.pk if organisation else None, person.name, reason))
            continue
        addressees.append(
            Addressee(
                person_id=person.pk,
                name=person.name,
                email=person.email,
                language=person.language,
                organisation_id=organisation.pk if organisation else None,
                organisation=organisation.name if organisation else "",
            )
        )
    for key, item in organisations.items():
        if item.is_archived:
            left_out.append(LeftOut(None, key, item.name, _("archived")))
        elif key not in reached:
            left_out.append(LeftOut(None, key, item.name, _("no person known here")))
    return Members(tuple(addressees), tuple(left_out))


def measured_contacts(segment: Segment, *, on: date) -> list[MeasurementContact]:
    """Who of a segment may be invited for a measurement among stakeholders on that day (see measurement_contacts)."""
    keys = set(candidates(definition_of(segment), on=on).values_list("pk", flat=True))
    return [
        contact
        for contact in measurement_contacts(on=on)
        if (contact.person_id if segment.is_of_persons else contact.organisation_id) in keys
    ]


def segments_in_use() -> QuerySet[Segment]:
    """Segments that can be chosen, by name."""
    return Segment.objects.filter(status="active")
