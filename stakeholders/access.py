"""The one door to each kind of record in the registry."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.models import Link
from core.registry import LinkTarget

from .models import AccountAssignment, ContactChannel, ContactPoint, Organisation, Person, Position, Standing
from .models.managed import ManagedItem

VIEW = "stakeholders.view_organisation"
VIEW_PERSONS = "stakeholders.view_person"
EDIT = "stakeholders.edit_registry"
ASSIGN = "stakeholders.assign_account_managers"
IMPORT = "stakeholders.import_organisations"
HISTORY = "stakeholders.view_registry_history"
LISTS = "stakeholders.manage_lists"
OWN_ACCOUNTS = "stakeholders.hold_accounts"


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


def get_standing_for(user: Any, pk: int) -> Standing:
    """An estimate in the matrix that the user may remove."""
    _must(user, EDIT)
    return get_object_or_404(Standing, pk=pk)


def get_channel_for(user: Any, pk: int) -> ContactChannel:
    """A way to reach a person that the user may change."""
    _must(user, VIEW_PERSONS)
    _must(user, EDIT)
    return get_object_or_404(ContactChannel.objects.select_related("person"), pk=pk)


def get_item_for(user: Any, model: type[ManagedItem], pk: int) -> ManagedItem:
    """An item of a managed list that the user may change."""
    _must(user, LISTS)
    return get_object_or_404(model, pk=pk)


def get_link_for(user: Any, organisation: Organisation, pk: int) -> Link:
    """A link of this organisation, either way round, that the user may take away."""
    _must(user, EDIT)
    own = ContentType.objects.get_for_model(Organisation)
    ends = Q(from_type=own, from_id=organisation.pk) | Q(to_type=own, to_id=organisation.pk)
    return get_object_or_404(Link.objects.filter(ends), pk=pk)


def get_linkable_for(user: Any, target: LinkTarget, key: str) -> Any:
    """The record of this kind with this key, as somebody who may see that kind; keys that cannot be are not found."""
    _must(user, target.permission)
    model = apps.get_model(target.name)
    try:
        return get_object_or_404(model, pk=model._meta.pk.to_python(key))
    except (ValidationError, OverflowError) as error:
        raise Http404 from error
