"""Taking back what was archived, removed or taken out of use in the registry."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from core.history import event_model
from core.models import Link
from core.registry import Undoable, undoables

from .access import EDIT, LISTS
from .models import ContactChannel, ContactPoint, Domain, Organisation, OrganisationKind, Person, Standing, Tag, Topic
from .services import restore, use_item

ARCHIVE = "stakeholders.archive"
REMOVE = "stakeholders.remove"
LIST_ITEM = "stakeholders.list_item"
_MODELS: dict[str, type[Organisation] | type[Person]] = {"organisation": Organisation, "person": Person}
_REMOVABLE: dict[str, type[models.Model]] = {
    model._meta.label: model for model in (ContactChannel, ContactPoint, Link, Standing)
}
_ITEMS: dict[str, Any] = {str(model._meta.model_name): model for model in (Domain, OrganisationKind, Tag, Topic)}


def payload_of(record: Organisation | Person) -> dict[str, Any]:
    """What the undo token must hold to find this record again."""
    return {"model": record._meta.model_name, "pk": record.pk}


def removal_of(record: models.Model) -> dict[str, Any]:
    """What the undo token must hold to bring a removed row back (taken before it goes): its history has the rest."""
    return {"model": record._meta.label, "pk": record.pk}


def unarchive(user: Any, payload: dict[str, Any]) -> str:
    """Take the archived record into use again."""
    if not user.has_perm(EDIT):
        raise PermissionDenied
    record = _MODELS[payload["model"]]._default_manager.get(pk=payload["pk"])
    restore(record=record)
    return _("“%(name)s” is in use again.") % {"name": record}


def bring_back(user: Any, payload: dict[str, Any]) -> str:
    """Put a removed row back as its history holds it, unless it is there or something took its place."""
    if not user.has_perm(EDIT):
        raise PermissionDenied
    model, key = _REMOVABLE[payload["model"]], payload["pk"]
    removed: Any = event_model(payload["model"])._default_manager.filter(pgh_obj_id=key, pgh_label="delete")
    event = removed.order_by("-pgh_id").first()
    if event is None or model._default_manager.filter(pk=key).exists():
        return _("It is there already.")
    values = {field.attname: getattr(event, field.attname) for field in model._meta.concrete_fields}
    try:
        with transaction.atomic():
            model._default_manager.create(**values)
    except IntegrityError:
        return _("It cannot be put back: something else took its place.")
    return _("It is back.")


def use_again(user: Any, payload: dict[str, Any]) -> str:
    """Offer an item of a managed list again, or no longer."""
    if not user.has_perm(LISTS):
        raise PermissionDenied
    item = _ITEMS[payload["model"]]._default_manager.get(pk=payload["pk"])
    use_item(item=item, is_active=payload["is_active"])
    return _("“%(name)s” is as it was.") % {"name": item}


undoables.register(Undoable(ARCHIVE, unarchive))
undoables.register(Undoable(REMOVE, bring_back))
undoables.register(Undoable(LIST_ITEM, use_again))
