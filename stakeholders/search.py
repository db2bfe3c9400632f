"""What the search box finds in the registry."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.registry import SearchHit, SearchSource

from .access import VIEW, VIEW_PERSONS
from .models import Organisation, Person


def find_organisations(user: Any, words: str, limit: int) -> list[SearchHit]:
    """Organisations in use, by name or abbreviation."""
    found = Organisation.objects.active().matching(words)[:limit]
    return [SearchHit(item.name, item.get_absolute_url(), _("Organisations"), item.abbreviation) for item in found]


def find_persons(user: Any, words: str, limit: int) -> list[SearchHit]:
    """Persons in use, by name or address, with where they work."""
    found = Person.objects.active().matching(words).prefetch_related("positions__organisation")[:limit]
    return [
        SearchHit(
            person.name,
            person.get_absolute_url(),
            _("Persons"),
            ", ".join(position.organisation.name for position in person.positions.all() if position.until_on is None),
        )
        for person in found
    ]


SOURCES = (
    SearchSource("stakeholders.organisations", find_organisations, VIEW, order=10),
    SearchSource("stakeholders.persons", find_persons, VIEW_PERSONS, order=20),
)
