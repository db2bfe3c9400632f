"""The door to a user's record."""

from typing import Any

from django.shortcuts import get_object_or_404

from .models import PrivacyRequest, User


def get_user_for(viewer: Any, pk: int) -> User:
    """User number `pk` for whoever manages users. Raises Http404 for everybody else and for an unknown number."""
    found = User.objects.prefetch_related("groups")
    return get_object_or_404(found if viewer.has_perm("accounts.manage_users") else found.none(), pk=pk)


def get_privacy_request_for(viewer: Any, pk: int) -> PrivacyRequest:
    """Request number `pk` for whoever handles them. Raises Http404 for everybody else and for an unknown number."""
    found = PrivacyRequest.objects.select_related("handled_by")
    return get_object_or_404(found if viewer.has_perm("accounts.handle_privacy_requests") else found.none(), pk=pk)
