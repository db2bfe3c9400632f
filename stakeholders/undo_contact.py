"""Taking back the archiving of a contact moment, and the setting aside of a message."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from core.registry import Undoable, undoables

from .access_contact import RECORD
from .models import ContactMoment
from .services.moments import restore_moment

ARCHIVE = "stakeholders.archive_moment"


def unarchive(user: Any, payload: dict[str, Any]) -> str:
    """Take the archived contact moment into use again."""
    if not user.has_perm(RECORD):
        raise PermissionDenied
    moment = ContactMoment.objects.get(pk=payload["pk"])
    restore_moment(moment=moment)
    return _("“%(name)s” is in use again.") % {"name": moment}


undoables.register(Undoable(ARCHIVE, unarchive))
