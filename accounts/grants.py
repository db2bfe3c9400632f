"""What each role may do in this room and with the common pieces of the house."""

from core.registry import RoleGrant, role_grants

from .roles import (
    ADMINISTRATOR,
    COMMUNICATIONS,
    PRIVACY_OFFICER,
    PROGRAMME_MANAGER,
    READER,
    RESEARCHER,
    ROLES,
)

_OUTGOING = ("core.view_outgoing_mail",)
_RELEASE = ("core.view_outgoing_mail", "core.release_mail")
_BY_ROLE = {
    ADMINISTRATOR: (
        "accounts.view_management",
        "accounts.manage_users",
        "accounts.view_access_report",
        "accounts.view_system_health",
        "core.oversee_outgoing_mail",
        *_RELEASE,
    ),
    PRIVACY_OFFICER: (
        "accounts.view_management",
        "accounts.view_access_report",
        "accounts.view_audit_log",
        "accounts.read_histories",
        "accounts.handle_privacy_requests",
        *_OUTGOING,
    ),
    COMMUNICATIONS: _RELEASE,
    RESEARCHER: _RELEASE,
    PROGRAMME_MANAGER: _RELEASE,
    READER: (),
}

for _role in ROLES:
    role_grants.register(RoleGrant(f"accounts:{_role}", _role, _BY_ROLE.get(_role, _OUTGOING)))
