"""The demo of merging: two invented organisations that look alike, and one merge that can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.history import acting
from core.registry import DemoLoader, demo_loaders

from .models import Merge
from .models.merging import RecordKind
from .services import create_organisation, duplicates, merging

_ALIKE = ("Stichting Verzonnen Opvang", "Stichting Verzonnen Opvangg")
_ONE = ("Platform Verzonnen Taal", "Verzonnen Taalplatform")


def load(at: datetime) -> None:
    """Make the invented organisations, merge two of them, and look for likely duplicates."""
    if Merge.objects.exists():
        return
    with acting(None, route="demo"):
        for name in _ALIKE:
            create_organisation(values={"name": name, "website": "https://opvang.example.org"})
        first, second = (create_organisation(values={"name": name}) for name in _ONE)
        merging.merge(
            kind=RecordKind.ORGANISATION, winner=first, loser=second, choices={}, by=None, at=at - timedelta(days=3)
        )
        duplicates.find_duplicates(kind=RecordKind.ORGANISATION, at=at)


demo_loaders.register(DemoLoader("stakeholders.merging", load, order=90))
