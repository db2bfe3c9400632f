"""What each role may do with results, published figures and rows of answers (a bureau: nothing so far)."""

from accounts import roles
from core.registry import RoleGrant, role_grants

_READERS = (
    roles.COMMUNICATIONS,
    roles.ACCOUNT_MANAGER,
    roles.RESEARCHER,
    roles.MANAGER,
    roles.PROGRAMME_MANAGER,
)
for _role in _READERS:
    role_grants.register(RoleGrant(f"measurements.results:{_role}", _role, ("measurements.read_results",)))

role_grants.register(
    RoleGrant(
        "measurements.exports:researcher",
        roles.RESEARCHER,
        ("measurements.export_responses", "measurements.import_published_results"),
    )
)
role_grants.register(
    RoleGrant(
        "measurements.published:communications", roles.COMMUNICATIONS, ("measurements.import_published_results",)
    )
)
