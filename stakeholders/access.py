"""The one door to each kind of record in the registry."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from .models import AccountAssignment, ContactPoint, Organisation, Person, Position, Segment

VIEW = "stakeholders.view_organisation"
VIEW_PERSONS = "stakeholders.view_person"
EDIT = "stakeholders.edit_registry"
ASSIGN = "stakeholders.assign_account_managers"
IMPORT = "stakeholders.import_organisations"
HISTORY = "stakeholders.view_registry_history"
OWN_ACCOUNTS = "stakeholders.hold_accounts"
VIEW_SEGMENTS = "stakeholders.view_segment"
EDIT_SEGMENTS = "stakeholders.change_segment"


def _must(user: Any, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def get_organisation_for(user: Any, pk: int, *, permission: str = VIEW) -> Organisation:
    """An organisation, archived or not: 403 without the permission, 404 when it does not exist."""
    _must(user, permission)
    return get_object_or_404(Organisation, pk=pk)


def get_person_for(user: Any, pk: int, *, permission: str = VIEW_PERSONS) -> Person:
    """A person, archived or not: 403 without the permission, 404 when it does not exist."""
    _must(user, permission)
    return get_object_or_404(Person, pk=pk)


def get_assignment_for(user: Any, pk: int) -> AccountAssignment:
    """A fixed contact that the user may end."""
    _must(user, ASSIGN)
    return get_object_or_404(AccountAssignment.objects.select_related("organisation", "user"), pk=pk)


def get_position_for(user: Any, pk: int) -> Position:
    """A function that the user may change."""
    _must(user, EDIT)
    return get_object_or_404(Position.objects.select_related("person", "organisation"), pk=pk)


def get_contact_point_for(user: Any, pk: int) -> ContactPoint:
    """A contact point that the user may change."""
    _must(user, EDIT)
    return get_object_or_404(ContactPoint.objects.select_related("organisation"), pk=pk)


def get_segment_for(user: Any, pk: int, *, permission: str = VIEW_SEGMENTS) -> Segment:
    """A segment, archived or not: 403 without the permission, 404 when it does not exist."""
    _must(user, permission)
    return get_object_or_404(Segment, pk=pk)
