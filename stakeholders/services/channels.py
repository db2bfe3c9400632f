"""More ways to reach a person, and the ground and source of each personal field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from stakeholders.models import ContactChannel, FieldBasis, Person


@dataclass(frozen=True)
class Ground:
    """On what ground, from where and since when one personal field is kept."""

    legal_basis: str
    source: str
    noted_on: date


@transaction.atomic
def save_channel(*, person: Person, values: dict[str, Any], channel: ContactChannel | None = None) -> ContactChannel:
    """Add or change a way to reach a person; a preferred one takes the place of the other. Raises ValidationError."""
    kept = channel or ContactChannel(person=person)
    for name, value in values.items():
        setattr(kept, name, value)
    if kept.is_preferred:
        person.channels.filter(is_preferred=True).exclude(pk=kept.pk).update(is_preferred=False)
    kept.full_clean()
    kept.save()
    return kept


def remove_channel(*, channel: ContactChannel) -> None:
    """Forget a way to reach somebody; the history keeps it."""
    channel.delete()


@transaction.atomic
def set_grounds(*, person: Person, grounds: Mapping[str, Ground]) -> None:
    """Keep the ground of each field that differs from the one of the person; the others follow the person.

    Raises ValidationError for a field that does not exist or a ground without source.
    """
    stored = {basis.field: basis for basis in person.field_bases.select_for_update()}
    for name, ground in grounds.items():
        basis = stored.get(name)
        if (ground.legal_basis, ground.source) == (person.legal_basis, person.source):
            if basis:
                basis.delete()
            continue
        if basis and (basis.legal_basis, basis.source, basis.noted_on) == (
            ground.legal_basis,
            ground.source,
            ground.noted_on,
        ):
            continue
        basis = basis or FieldBasis(person=person, field=name)
        basis.legal_basis, basis.source, basis.noted_on = ground.legal_basis, ground.source, ground.noted_on
        basis.full_clean()
        basis.save()
