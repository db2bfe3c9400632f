"""What each role may do in the registry."""

from accounts.roles import (
    ACCOUNT_MANAGER,
    ADMINISTRATOR,
    COMMUNICATIONS,
    MANAGER,
    PRIVACY_OFFICER,
    PROGRAMME_MANAGER,
    RESEARCHER,
)
from core.registry import RoleGrant, role_grants

from .access import ASSIGN, EDIT, HISTORY, IMPORT, LISTS, OWN_ACCOUNTS, VIEW, VIEW_PERSONS
from .access_contact import RECORD, VIEW_CONTACT

_KEEPERS = (VIEW, VIEW_PERSONS, EDIT, ASSIGN, HISTORY)
_GRANTS = {
    COMMUNICATIONS: (*_KEEPERS, LISTS),
    ACCOUNT_MANAGER: (*_KEEPERS, OWN_ACCOUNTS),
    PROGRAMME_MANAGER: _KEEPERS,
    RESEARCHER: (VIEW,),
    MANAGER: (VIEW,),
    ADMINISTRATOR: (VIEW, IMPORT, HISTORY, LISTS),
    PRIVACY_OFFICER: (HISTORY,),
}
# Who can be account manager or deputy.
ACCOUNT_ROLES = (ACCOUNT_MANAGER, COMMUNICATIONS, PROGRAMME_MANAGER)

for _role in ACCOUNT_ROLES:
    role_grants.register(RoleGrant(f"stakeholders.contact:{_role}", _role, (VIEW_CONTACT, RECORD)))
for _role, _permissions in _GRANTS.items():
    role_grants.register(RoleGrant(f"stakeholders:{_role}", _role, _permissions))
