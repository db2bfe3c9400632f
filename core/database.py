"""What the application's database role may do: everything a user does, nothing that changes structure or history."""

from typing import Any

# Tables whose rows are history or proof: the application adds and reads, it never changes or removes.
APPEND_ONLY_SUFFIXES = ("event", "_history", "_auditentry", "_accessreview")


def grant_application_role(cursor: Any, *, role: str) -> None:
    """Give `role` its rights on all tables; must run as their owner. Raises ValueError for an odd name."""
    if not role.replace("_", "").isalnum():
        raise ValueError(f"not a role name: {role}")
    cursor.execute("SELECT current_user")
    if cursor.fetchone()[0] == role:
        return  # one role for everything: an installation without a separate owner
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
    cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}")
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in cursor.fetchall():
        if table.endswith(APPEND_ONLY_SUFFIXES) or table == "django_migrations":
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {role}')
