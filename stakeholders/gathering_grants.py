"""What each role may do with gatherings and joint goals."""

from accounts.roles import ACCOUNT_MANAGER, COMMUNICATIONS, MANAGER, PROGRAMME_MANAGER
from core.registry import RoleGrant, role_grants

from .gathering_access import KEEP, KEEP_GOALS, VIEW, VIEW_GOALS

_KEEPERS = (VIEW, KEEP, VIEW_GOALS, KEEP_GOALS)
_GRANTS = {
    COMMUNICATIONS: _KEEPERS,
    ACCOUNT_MANAGER: _KEEPERS,
    PROGRAMME_MANAGER: _KEEPERS,
    MANAGER: (VIEW_GOALS,),
}

for _role, _permissions in _GRANTS.items():
    role_grants.register(RoleGrant(f"stakeholders.gatherings:{_role}", _role, _permissions))
