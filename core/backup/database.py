"""The database side of backup and restore: PostgreSQL's own programs, run as the owner of the tables."""

import os
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from core.postgres_binaries import find_program

from .exceptions import BackupRefused, RestoreFailed

_ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
# Known to newer programs only; an older server refuses the line, and it says nothing about the content.
_FOREIGN_SETTINGS = (b"SET transaction_timeout",)

Connection = psycopg.Connection[tuple[object, ...]]


def owner_parameters() -> dict[str, str]:
    """Return how to reach the database as the owner of its tables."""
    if settings.DATABASE_OWNER_URL:
        found = conninfo_to_dict(settings.DATABASE_OWNER_URL)
    else:
        found = connections["default"].get_connection_params()
    return {name: str(found[name]) for name in _ENVIRONMENT if found.get(name)}


def connect_as_owner() -> Connection:
    """Return a connection of the owner; the caller closes it."""
    parameters = owner_parameters()
    return psycopg.connect(**parameters)  # type: ignore[arg-type]


def _environment() -> dict[str, str]:
    """Return the environment for PostgreSQL's programs: a password in it is not shown in the list of processes."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**keep, **{_ENVIRONMENT[name]: value for name, value in owner_parameters().items()}}


def server_major(connection: Connection) -> int:
    """Return the major version of the server."""
    return connection.info.server_version // 10_000


def tables(connection: Connection) -> list[str]:
    """Return the names of all tables."""
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    return [str(row[0]) for row in rows]


def count_rows(connection: Connection, names: list[str]) -> dict[str, int]:
    """Return the number of rows per table."""
    counts = {}
    for name in names:
        rows = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name))).fetchall()
        counts[name] = int(str(rows[0][0]))
    return counts


def dump(target: Path, *, snapshot: str, without_rows_of: list[str], major: int) -> None:
    """Write the database as it is in `snapshot`, without the rows of some tables. Raises BackupRefused."""
    command = [str(find_program("pg_dump", at_least=major)), "--format=custom", "--no-owner", "--no-privileges"]
    command += [f"--snapshot={snapshot}", f"--file={target}"]
    command += [f'--exclude-table-data=public."{name}"' for name in without_rows_of]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupRefused(f"The database could not be read: {done.stderr.strip()}")


def load(source: Path, *, major: int) -> None:
    """Replace the content of the database by a dump, wholly or not at all. Raises RestoreFailed."""
    programs = find_program("pg_restore", at_least=major).parent
    reading = [str(programs / "pg_restore"), "--file=-", "--no-owner", "--no-privileges", str(source)]
    writing = [str(programs / "psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    environment = _environment()
    with tempfile.TemporaryFile() as said:
        with (
            subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=said, env=environment) as reader,
            subprocess.Popen(
                writing, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=environment
            ) as writer,
        ):
            if reader.stdout is not None and writer.stdin is not None:
                _pour(reader.stdout, writer.stdin)
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    if reader.returncode != 0 or writer.returncode != 0:
        raise RestoreFailed(f"The database refused the backup, and nothing was changed: {words[:500]}")


def _pour(source: IO[bytes], target: IO[bytes]) -> None:
    """Give the script to psql, behind a clean slate and without settings that an older server does not know."""
    try:
        target.write(b"SET client_min_messages = warning;\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
        for number, line in enumerate(source):
            if number < 80 and line.startswith(_FOREIGN_SETTINGS):
                continue
            target.write(line)
        target.close()
    except BrokenPipeError:
        # psql stopped at an error, which it has told on its error output.
        with suppress(BrokenPipeError):
            target.close()
        for _line in source:
            pass
