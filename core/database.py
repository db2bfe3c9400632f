"""What the application's database role may do: everything a user does, nothing that changes structure or history."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.conf import settings
from django.db import connections

# Tables whose rows are history or proof: the application adds and reads, it never changes or removes.
APPEND_ONLY_SUFFIXES = (
    "event",
    "_history",
    "_auditentry",
    "_accessreview",
    "_signalstate",
    "_decision",
    "_verdict",
    "_wavestaterow",
    "_reportmove",
    "_goalprogress",
    "_handovermove",
)
# The package behind our triggers asks this function whether a session may skip them. Never: whoever writes as the
# application could otherwise leave no history, or say "told" of somebody who was not.
_NEVER_SKIP_TRIGGERS = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
    LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""
_OWNS_DATABASE = (
    "SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
)


def grant_application_role(cursor: Any, *, role: str) -> None:
    """Give `role` its rights on all tables; must run as their owner. Raises ValueError for an odd name."""
    if not role.replace("_", "").isalnum():
        raise ValueError(f"not a role name: {role}")
    cursor.execute("SELECT current_user")
    if cursor.fetchone()[0] == role:
        return  # one role for everything: an installation without a separate owner
    cursor.execute(_NEVER_SKIP_TRIGGERS)
    cursor.execute(_OWNS_DATABASE)
    if cursor.fetchone()[0]:
        # A temporary table with the name of a history table would catch what the triggers write.
        cursor.execute("SELECT quote_ident(current_database())")
        cursor.execute(f"REVOKE TEMPORARY ON DATABASE {cursor.fetchone()[0]} FROM PUBLIC")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
    cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}")
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in cursor.fetchall():
        if table.endswith(APPEND_ONLY_SUFFIXES) or table == "django_migrations":
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {role}')


@contextmanager
def connected_as_owner() -> Iterator[None]:
    """Let the default connection be the owner's within the block; for commands, never in the web process."""
    if not settings.DATABASE_OWNER_URL:
        yield
        return
    connection = connections["default"]
    before = dict(connection.settings_dict)
    owner = environ.Env.db_url_config(settings.DATABASE_OWNER_URL)
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    connection.settings_dict["OPTIONS"] = {**before["OPTIONS"], **owner.get("OPTIONS", {})}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
