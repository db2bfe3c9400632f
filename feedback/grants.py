"""What each role may do in this room."""

from accounts.roles import ACCOUNT_MANAGER, COMMUNICATIONS, PROGRAMME_MANAGER
from core.registry import RoleGrant, role_grants

_VIEW = "feedback.view_signal"
_WORK = "feedback.work_signal"

role_grants.register(RoleGrant("feedback:communications", COMMUNICATIONS, (_VIEW, _WORK, "feedback.publish_signal")))
role_grants.register(RoleGrant("feedback:account_manager", ACCOUNT_MANAGER, (_VIEW, _WORK)))
role_grants.register(RoleGrant("feedback:programme_manager", PROGRAMME_MANAGER, (_VIEW,)))
