"""Taking back an archive action in the registry."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from core.registry import Undoable, undoables

from .access import EDIT, MERGE
from .models import LikelyDuplicate, Organisation, Person
from .services import restore
from .services.duplicates import look_again

ARCHIVE = "stakeholders.archive"
_MODELS: dict[str, type[Organisation] | type[Person]] = {"organisation": Organisation, "person": Person}


def payload_of(record: Organisation | Person) -> dict[str, Any]:
    """What the undo token must hold to find this record again."""
    return {"model": record._meta.model_name, "pk": record.pk}


def unarchive(user: Any, payload: dict[str, Any]) -> str:
    """Take the archived record into use again."""
    if not user.has_perm(EDIT):
        raise PermissionDenied
    record = _MODELS[payload["model"]]._default_manager.get(pk=payload["pk"])
    restore(record=record)
    return _("“%(name)s” is in use again.") % {"name": record}


undoables.register(Undoable(ARCHIVE, unarchive))


DIFFERENT = "stakeholders.not_a_duplicate"


def may_be_the_same(user: Any, payload: dict[str, Any]) -> str:
    """Take back that two records are not the same."""
    if not user.has_perm(MERGE):
        raise PermissionDenied
    look_again(pair=LikelyDuplicate.objects.get(pk=payload["pk"]))
    return _("These two are shown as likely duplicates again.")


undoables.register(Undoable(DIFFERENT, may_be_the_same))
