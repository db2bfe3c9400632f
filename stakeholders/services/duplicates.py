"""Finds records of the registry that are likely the same, and remembers which are not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stakeholders.models import LikelyDuplicate
from stakeholders.models.merging import RecordKind
from stakeholders.queries import duplicates

# More than anybody will look at; the best come first.
KEPT_AT_MOST = 2000


def find_duplicates(*, kind: str, at: datetime) -> int:
    """Look through all records of a kind; returns how many pairs wait. "Not a duplicate" stays remembered."""
    pairs = duplicates.persons_alike() if kind == RecordKind.PERSON else duplicates.organisations_alike()
    with transaction.atomic():
        open_pairs = LikelyDuplicate.objects.filter(kind=kind, dismissed_at=None)
        open_pairs.delete()
        LikelyDuplicate.objects.bulk_create(
            [
                LikelyDuplicate(
                    kind=kind,
                    first_id=pair.first,
                    second_id=pair.second,
                    likeness=pair.likeness,
                    reasons=list(pair.reasons),
                    found_at=at,
                )
                for pair in pairs[:KEPT_AT_MOST]
            ],
            ignore_conflicts=True,  # those that were said not to be a duplicate
        )
        return open_pairs.count()


def say_different(*, pair: LikelyDuplicate, by: Any, at: datetime) -> None:
    """Remember that these two are not the same."""
    LikelyDuplicate.objects.filter(pk=pair.pk, dismissed_at=None).update(dismissed_by=by, dismissed_at=at)


def look_again(*, pair: LikelyDuplicate) -> None:
    """Take back that these two are not the same."""
    LikelyDuplicate.objects.filter(pk=pair.pk).update(dismissed_by=None, dismissed_at=None)
