"""The doors to contact moments, their attachments and incoming mail."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.registry import FollowUp, follow_ups

from .models import Attachment, ContactMoment, IncomingMail
from .queries.contact import moment_page

VIEW_CONTACT = "stakeholders.view_contactmoment"
RECORD = "stakeholders.record_contact"

# Which permission opens and changes the attachments of which kind of record; other subjects add theirs.
ATTACHMENT_OWNERS: dict[str, tuple[str, str]] = {"stakeholders.ContactMoment": (VIEW_CONTACT, RECORD)}


def _must(user: Any, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def get_moment_for(user: Any, pk: int, *, permission: str = VIEW_CONTACT) -> ContactMoment:
    """A contact moment, archived or not: 403 without the permission, 404 when it does not exist."""
    _must(user, permission)
    return get_object_or_404(moment_page(pk=pk))


def get_attachment_for(user: Any, pk: int, *, change: bool = False) -> Attachment:
    """A file of a record that the user may see (or change): 403 for its owner's permission, 404 without owner."""
    attachment = get_object_or_404(Attachment.objects.select_related("owner_type"), pk=pk)
    model = attachment.owner_type.model_class()
    permissions = ATTACHMENT_OWNERS.get(model._meta.label if model else "")
    if permissions is None or attachment.owner is None:
        raise Http404
    _must(user, permissions[1] if change else permissions[0])
    return attachment


def get_mail_for(user: Any, pk: int) -> IncomingMail:
    """A message that waits to be sorted: 403 without the permission, 404 when it is no longer waiting."""
    _must(user, RECORD)
    return get_object_or_404(IncomingMail, pk=pk, state__in=[IncomingMail.State.WAITING, IncomingMail.State.BROKEN])


def get_follow_up_for(user: Any, name: str) -> FollowUp:
    """A kind of follow-up: 404 when no room offers it, 403 without its permission."""
    kind = follow_ups.get(name)
    if kind is None:
        raise Http404
    _must(user, kind.permission)
    return kind
