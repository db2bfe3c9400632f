"""Named reads of the registry for other rooms: who may be asked, who is in the measurement, whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from stakeholders.models import AccountAssignment, ContactPoint, Organisation, Person, Position
from stakeholders.models.querysets import OrganisationQuerySet, PersonQuerySet


@dataclass(frozen=True)
class MeasurementContact:
    """A person who may be invited for a measurement among stakeholders, at one organisation."""

    organisation_id: int
    organisation: str
    person_id: int
    name: str
    email: str
    language: str
    kinds: tuple[str, ...]  # codes
    domains: tuple[str, ...]  # codes; empty: whole agency or not known


def measurement_contacts(*, on: date) -> list[MeasurementContact]:
    """Active persons who may be invited, at active organisations in the measurement, on that day.

    Left out are those who do not want to be and those at whose address nothing arrives. Someone with functions at two
    of these organisations gives two rows. Ordered by organisation and person; the number of queries stays the same.
    """
    positions = (
        Position.objects.current(on)
        .filter(
            person__in=Person.objects.invitable(),
            organisation__in_measurement=True,
            organisation__status="active",
        )
        .select_related("person", "organisation")
        .prefetch_related("organisation__kinds", "organisation__domains")
        .order_by("organisation__sort_key", "organisation_id", "person__sort_key", "person_id")
    )
    return [
        MeasurementContact(
            organisation_id=position.organisation_id,
            organisation=position.organisation.name,
            person_id=position.person_id,
            name=position.person.name,
            email=position.person.email,
            language=position.person.language,
            kinds=tuple(kind.code for kind in position.organisation.kinds.all()),
            domains=tuple(domain.code for domain in position.organisation.domains.all()),
        )
        for position in positions
    ]


CONTACTS_SHOWN = 12  # on the page of an organisation; the list of persons holds all of them


@dataclass(frozen=True)
class Reachability:
    """The answer to "whom do I call": at our side and at theirs."""

    account_manager: AccountAssignment | None
    deputy: AccountAssignment | None
    contacts: tuple[Position, ...]  # the first CONTACTS_SHOWN
    has_more_contacts: bool
    contact_points: tuple[ContactPoint, ...]


def reachability(*, organisation: Organisation, on: date) -> Reachability:
    """Fixed contact, deputy, contact persons and contact points of one organisation on that day."""
    assignments = {
        assignment.role: assignment
        for assignment in AccountAssignment.objects.held(on).filter(organisation=organisation).select_related("user")
    }
    positions = Position.objects.current(on).filter(organisation=organisation, person__status="active")
    shown = positions.select_related("person").order_by("person__sort_key", "pk")
    contacts = tuple(shown[: CONTACTS_SHOWN + 1])
    return Reachability(
        account_manager=assignments.get(AccountAssignment.Role.ACCOUNT_MANAGER),
        deputy=assignments.get(AccountAssignment.Role.DEPUTY),
        contacts=contacts[:CONTACTS_SHOWN],
        has_more_contacts=len(contacts) > CONTACTS_SHOWN,
        contact_points=tuple(ContactPoint.objects.filter(organisation=organisation)),
    )


def organisation_list(*, on: date) -> OrganisationQuerySet:
    """Organisations with kinds, domains and the names of account manager and deputy on that day."""

    def name_of(role: str) -> Subquery:
        held = AccountAssignment.objects.held(on).filter(organisation=OuterRef("pk"), role=role)
        return Subquery(held.values("user__name")[:1])

    return Organisation.objects.annotate(
        account_manager=name_of(AccountAssignment.Role.ACCOUNT_MANAGER), deputy=name_of(AccountAssignment.Role.DEPUTY)
    ).prefetch_related("kinds", "domains")


def person_list(*, on: date) -> PersonQuerySet:
    """Persons with their functions on that day as `current_positions`."""
    held = Position.objects.current(on).select_related("organisation")
    return Person.objects.prefetch_related(Prefetch("positions", queryset=held, to_attr="current_positions"))


def possible_account_managers(*, roles: Sequence[str]) -> QuerySet[Any]:
    """Active colleagues with one of these roles, by name."""
    return get_user_model()._default_manager.filter(is_active=True, groups__name__in=roles).distinct().order_by("name")
