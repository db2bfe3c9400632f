"""Chainable filters of the registry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from core.search.finding import matching

from .fields import current

if TYPE_CHECKING:
    from .assignment import AccountAssignment  # noqa: F401
    from .contact import ContactMoment  # noqa: F401
    from .handover import Handover  # noqa: F401
    from .organisation import Organisation  # noqa: F401
    from .person import Person, Position  # noqa: F401
    from .standing import Standing  # noqa: F401


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations."""

    def active(self) -> OrganisationQuerySet:
        """In use."""
        return self.filter(status="active")

    def in_measurement(self) -> OrganisationQuerySet:
        """In use and part of the measurement among stakeholders."""
        return self.active().filter(in_measurement=True)

    def matching(self, words: str) -> OrganisationQuerySet:
        """Found by name or abbreviation, forgiving accents and typing errors."""
        return matching(self, kind="organisation", words=words)

    def _held(self, role: str, on: date) -> Exists:
        from .assignment import AccountAssignment

        return Exists(AccountAssignment.objects.held(on).filter(organisation=OuterRef("pk"), role=role))

    def without(self, role: str, *, on: date) -> OrganisationQuerySet:
        """Nobody who still works here holds this role (account_manager, deputy) on that day."""
        return self.filter(~self._held(role, on))

    def of_user(self, user: Any, *, on: date) -> OrganisationQuerySet:
        """The user is account manager or deputy on that day."""
        from .assignment import AccountAssignment

        return self.filter(
            Exists(AccountAssignment.objects.filter(current(on), organisation=OuterRef("pk"), user=user))
        )


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons."""

    def active(self) -> PersonQuerySet:
        """In use."""
        return self.filter(status="active")

    def invitable(self) -> PersonQuerySet:
        """In use, did not object, and with an address at which mail arrives."""
        return self.active().filter(do_not_invite=False, email_undeliverable_on=None).exclude(email="")

    def matching(self, words: str) -> PersonQuerySet:
        """Found by name or e-mail address, forgiving accents and typing errors."""
        return matching(self, kind="person", words=words)


class PositionQuerySet(models.QuerySet["Position"]):
    """Functions of persons."""

    def current(self, on: date) -> PositionQuerySet:
        """Held on that day."""
        return self.filter(current(on))


class AssignmentQuerySet(models.QuerySet["AccountAssignment"]):
    """Fixed contacts."""

    def current(self, on: date) -> AssignmentQuerySet:
        """Holding on that day."""
        return self.filter(current(on))

    def held(self, on: date) -> AssignmentQuerySet:
        """Holding on that day, by a colleague who still works here; another one is nobody's fixed contact."""
        return self.current(on).filter(user__is_active=True)


def _due() -> Case:
    under_way = ["announced", "introduced"]
    return Case(
        When(state="planned", then="announce_by"),
        When(state__in=under_way, accepted_at=None, then="changes_on"),
        When(state__in=under_way, then="introduce_by"),
        default=Value(None),
        output_field=models.DateField(),
    )


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Handovers."""

    def open(self) -> HandoverQuerySet:
        """Something remains to be done."""
        return self.filter(state__in=["planned", "announced", "introduced"])

    def with_due(self) -> HandoverQuerySet:
        """With `next_due`, the nearest deadline of what is not done (as the property `due`)."""
        return self.annotate(next_due=_due())

    def by_due(self) -> HandoverQuerySet:
        """The nearest deadline first, and with it as `next_due`."""
        return self.annotate(next_due=_due()).order_by("next_due", "organisation__sort_key", "pk")

    def late(self, today: date) -> HandoverQuerySet:
        """A deadline passed without what had to be done."""
        return self.annotate(next_due=_due()).filter(next_due__lt=today)

    def of_user(self, user: Any) -> HandoverQuerySet:
        """The user leaves, takes over, or set it up."""
        return self.filter(Q(leaver=user) | Q(successor=user) | Q(departure__created_by=user))


class ContactMomentQuerySet(models.QuerySet["ContactMoment"]):
    """Contact moments."""

    def active(self) -> ContactMomentQuerySet:
        """In use."""
        return self.filter(status="active")

    def two_way(self) -> ContactMomentQuerySet:
        """In use, and both sides had the floor (KPI K14)."""
        return self.active().filter(direction="both")

    def matching(self, words: str) -> ContactMomentQuerySet:
        """Found by what it was about, by its place or by who took part; the latest first."""
        return matching(self, kind="contact_moment", words=words, is_named=False)


class StandingQuerySet(models.QuerySet["Standing"]):
    """Places in the matrix."""

    def as_of(self, on: date) -> StandingQuerySet:
        """The newest of each organisation up to and including that day."""
        return self.filter(on__lte=on).order_by("organisation_id", "-on", "-pk").distinct("organisation_id")
