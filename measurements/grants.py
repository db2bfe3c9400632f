"""What each role may do with questionnaires and waves. Managers read results, not the fieldwork.

A researcher of a bureau works in one study that expires; until studies exist that role opens nothing here. The key of
confidential waves (`use_key`) belongs to no role: it is given to a named key holder.
"""

from accounts.roles import ACCOUNT_MANAGER, COMMUNICATIONS, RESEARCHER
from core.registry import RoleGrant, role_grants

from .access import ANNOUNCE, IMPORT_INSTRUMENTS, MANAGE, READ, READ_INSTRUMENTS

role_grants.register(
    RoleGrant("measurements:researcher", RESEARCHER, (READ_INSTRUMENTS, IMPORT_INSTRUMENTS, READ, MANAGE))
)
role_grants.register(RoleGrant("measurements:communications", COMMUNICATIONS, (READ_INSTRUMENTS, READ)))
role_grants.register(RoleGrant("measurements:account_manager", ACCOUNT_MANAGER, (ANNOUNCE,)))
