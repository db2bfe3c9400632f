"""Chainable filters of the registry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value

from .fields import Plain, current

if TYPE_CHECKING:
    from .assignment import AccountAssignment  # noqa: F401
    from .contact import ContactMoment  # noqa: F401
    from .organisation import Organisation  # noqa: F401
    from .person import Person, Position  # noqa: F401
    from .standing import Standing  # noqa: F401

# How much of what was typed must be found in a name; low enough for two letters swapped in a word of eight.
SIMILAR_ENOUGH = 0.45


Records = TypeVar("Records", bound="models.QuerySet[Any]")


def matching(records: Records, words: str) -> Records:
    """The records whose search key holds every word, or resembles the whole; best match first."""
    words = " ".join(words.replace("\0", "").split())[:100]
    if not words:
        return records
    holds_all = Q()
    for word in words.split():
        holds_all &= Q(search_key__contains=Plain(Value(word)))
    return (
        records.annotate(resemblance=TrigramWordSimilarity(Plain(Value(words)), "search_key"))  # type: ignore[arg-type]
        .filter(holds_all | Q(resemblance__gte=SIMILAR_ENOUGH))
        .order_by("-resemblance", "sort_key", "pk")
    )


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
        return matching(self, words)

    def _held(self, role: str, on: date) -> Exists:
        from .assignment import AccountAssignment

        return Exists(AccountAssignment.objects.filter(current(on), organisation=OuterRef("pk"), role=role))

    def without(self, role: str, *, on: date) -> OrganisationQuerySet:
        """Nobody holds this role (account_manager, deputy) on that day."""
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
        return matching(self, words)


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


class ContactMomentQuerySet(models.QuerySet["ContactMoment"]):
    """Contact moments."""

    def active(self) -> ContactMomentQuerySet:
        """In use."""
        return self.filter(status="active")

    def two_way(self) -> ContactMomentQuerySet:
        """In use, and both sides had the floor (KPI K14)."""
        return self.active().filter(direction="both")

    def matching(self, words: str) -> ContactMomentQuerySet:
        """In whose subject, summary or place every word stands, whatever the accents; by index, so no resemblance."""
        found = self
        for word in words.replace("\0", "").split()[:10]:
            found = found.filter(search_key__contains=Plain(Value(word)))
        return found


class StandingQuerySet(models.QuerySet["Standing"]):
    """Places in the matrix."""

    def as_of(self, on: date) -> StandingQuerySet:
        """The newest of each organisation up to and including that day."""
        return self.filter(on__lte=on).order_by("organisation_id", "-on", "-pk").distinct("organisation_id")
