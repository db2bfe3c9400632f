"""What each role may do in this room."""

from core.registry import RoleGrant, role_grants

from .roles import ADMINISTRATOR, PRIVACY_OFFICER

role_grants.register(
    RoleGrant(
        "accounts:administrator",
        ADMINISTRATOR,
        ("accounts.manage_users", "accounts.view_access_report", "accounts.view_system_health"),
    )
)
role_grants.register(
    RoleGrant("accounts:privacy_officer", PRIVACY_OFFICER, ("accounts.view_access_report", "accounts.view_audit_log"))
)
