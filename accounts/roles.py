"""The roles of the house. A role is a Django group; what it may do is granted by each app (slot `role_grants`)."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext_lazy as _

COMMUNICATIONS = "communications"
ACCOUNT_MANAGER = "account_manager"
RESEARCHER = "researcher"
BUREAU_RESEARCHER = "bureau_researcher"
MANAGER = "manager"
ADMINISTRATOR = "administrator"
PRIVACY_OFFICER = "privacy_officer"
PROGRAMME_MANAGER = "programme_manager"
READER = "reader"

ROLES = {
    COMMUNICATIONS: _("Communications"),
    ACCOUNT_MANAGER: _("Account manager"),
    RESEARCHER: _("Researcher"),
    BUREAU_RESEARCHER: _("Researcher of a bureau"),
    MANAGER: _("Manager"),
    ADMINISTRATOR: _("Administrator"),
    PRIVACY_OFFICER: _("Privacy officer"),
    PROGRAMME_MANAGER: _("Programme manager"),
    READER: _("Reader"),
}


class UnknownPermission(Exception):
    """An app grants a permission that no model declares."""


def granted_permissions() -> dict[str, set[str]]:
    """Per role the permissions (`app_label.codename`) that the apps grant it."""
    from core.registry import role_grants

    granted: dict[str, set[str]] = defaultdict(set)
    for grant in role_grants:
        if grant.role not in ROLES:
            raise KeyError(grant.role)
        granted[grant.role].update(grant.permissions)
    return granted


def sync_roles() -> None:
    """Make the groups in the database equal to what the apps grant. Raises UnknownPermission for a misspelt one."""
    from django.contrib.auth.models import Group, Permission

    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    granted = granted_permissions()
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role)
        missing = granted[role] - known.keys()
        if missing:
            raise UnknownPermission(f"{role}: {sorted(missing)}")
        group.permissions.set([known[name] for name in granted[role]])
