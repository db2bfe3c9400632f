"""Keeping the managed lists: adding, changing, ordering, out of use."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify

from stakeholders.models.managed import ManagedItem

Item = TypeVar("Item", bound=ManagedItem)
_STEP = 10


@transaction.atomic
def add_item(*, model: type[Item], name_nl: str, name_en: str, code: str = "") -> Item:
    """Add an item at the end of a list; without a code it gets one from its English name. Raises ValidationError."""
    last = model._default_manager.order_by("-order").values_list("order", flat=True).first() or 0
    item = model(
        code=code or slugify(name_en)[:40].replace("-", "_"), name_nl=name_nl, name_en=name_en, order=last + _STEP
    )
    item.full_clean()
    item.save()
    return item


@transaction.atomic
def change_item(*, item: Item, name_nl: str, name_en: str) -> Item:
    """Give an item other names; its code stays, because imports know it. Raises ValidationError."""
    item.name_nl, item.name_en = name_nl, name_en
    item.full_clean()
    item.save()
    return item


@transaction.atomic
def move_item(*, item: Item, up: bool) -> None:
    """Change places with the item before (or after) it; at the end of the list nothing happens."""
    manager = type(item)._default_manager
    ordered: list[Any] = list(manager.select_for_update().order_by("order", "code"))
    index = next(number for number, other in enumerate(ordered) if other.pk == item.pk)
    target = index - 1 if up else index + 1
    if not 0 <= target < len(ordered):
        return
    ordered[index], ordered[target] = ordered[target], ordered[index]
    for number, other in enumerate(ordered, start=1):
        if other.order != number * _STEP:
            manager.filter(pk=other.pk).update(order=number * _STEP)


def use_item(*, item: Item, is_active: bool) -> None:
    """Take an item out of use (no longer offered, kept where it stands) or into use again."""
    type(item)._default_manager.filter(pk=item.pk).exclude(is_active=is_active).update(is_active=is_active)
