"""Who belongs to an address or a name: persons of the registry and colleagues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from stakeholders.models import ContactChannel, ContactPoint, Organisation, Person, Position


@dataclass
class Matched:
    """What a list of names and addresses turned out to be."""

    persons: list[Person] = field(default_factory=list)
    colleagues: list[Any] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)


def match_people(pairs: Sequence[tuple[str, str]], *, organisations: Iterable[int] = (), on: date) -> Matched:
    """Find each (name, address): a colleague or person by address, else a person of these organisations by name.

    Archived persons count as well; four queries whatever the number.
    """
    addresses = {address.lower() for _name, address in pairs if address}
    names = {name.lower() for name, address in pairs if name and not address}
    colleagues = {user.email.lower(): user for user in _users(addresses)}
    persons = _persons(addresses)
    by_name: dict[str, Person] = {}
    if names:
        held = Position.objects.current(on).filter(organisation__in=list(organisations)).select_related("person")
        by_name = {row.person.name.lower(): row.person for row in held if row.person.name.lower() in names}
    result = Matched()
    for name, address in pairs:
        if address.lower() in colleagues:
            _once(result.colleagues, colleagues[address.lower()])
        elif found := persons.get(address.lower()) or (None if address else by_name.get(name.lower())):
            _once(result.persons, found)
        else:
            _once(result.others, (name, address))
    return result


def _persons(addresses: set[str]) -> dict[str, Person]:
    """Persons by address, their main one before another; archived ones only when nobody else has it."""
    found: dict[str, Person] = {}
    for channel in ContactChannel.objects.filter(kind="email", value__in=addresses).select_related("person"):
        found[channel.value] = channel.person
    for person in Person.objects.filter(email__in=addresses).order_by("-status", "pk"):
        found[person.email] = person
    return found


def _users(addresses: set[str]) -> list[Any]:
    if not addresses:
        return []
    by_address = Q(email__in=addresses)
    return list(get_user_model()._default_manager.filter(by_address))


def _once(found: list[Any], item: Any) -> None:
    if item not in found:
        found.append(item)


def organisations_of(persons: Iterable[Person], *, on: date) -> list[Organisation]:
    """The organisations in use where these persons have a function on that day; without one, where they had it."""
    wanted = [person.pk for person in persons]
    held = Position.objects.filter(person__in=wanted, organisation__status="active")
    found = list(Organisation.objects.filter(positions__in=held.current(on)).distinct())
    return found or list(Organisation.objects.filter(positions__in=held).distinct())


def organisation_of_contact_point(addresses: Iterable[str]) -> list[Organisation]:
    """Organisations in use with a general address among these."""
    wanted = [address.lower() for address in addresses if address]
    points = ContactPoint.objects.filter(email__in=wanted, organisation__status="active")
    return list(Organisation.objects.filter(contact_points__in=points).distinct())
