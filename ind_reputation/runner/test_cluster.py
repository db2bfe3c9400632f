"""Keeps the migrated throw-away cluster of a test run for the next one, as long as no migration has changed.

`manage.py prepare` runs on the kept cluster all the same, so roles, grants and schedule are those of the code.
"""

import hashlib
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from psycopg import sql

from .commands import ROOT
from .postgres import BOOTSTRAP_ROLE, Postgres

CACHE = ROOT / ".data" / "test-cluster"
APPS = ("core", "accounts", "stakeholders", "measurements", "feedback", "newsroom", "kpis")


def cache_key(postgres: Postgres) -> str:
    """Return a name that changes with the migrations, the packages, the grants and the server."""
    digest = hashlib.sha256(f"{postgres.bin} {postgres.major()} {os.geteuid()}".encode())
    files = [ROOT / "requirements.txt", ROOT / "core" / "database.py", Path(__file__).with_name("postgres.py")]
    for app in APPS:
        files += sorted((ROOT / app / "migrations").glob("*.py"))
    for file in files:
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def fetch(postgres: Postgres, key: str) -> bool:
    """Copy the kept cluster to where `postgres` will start; return whether there was one."""
    if postgres.identity.mode == "setuid" or not (CACHE / key / "PG_VERSION").exists():
        return False
    try:
        shutil.copytree(CACHE / key, postgres.cluster, symlinks=True)
    except OSError:
        shutil.rmtree(postgres.cluster, ignore_errors=True)
        return False
    return True


def keep(postgres: Postgres, key: str, *, stop: Callable[[], None]) -> None:
    """Stop the server cleanly and keep its cluster, unless it is kept already."""
    target = CACHE / key
    if postgres.child is None or postgres.identity.mode == "setuid" or target.exists():
        return
    with postgres.connect(BOOTSTRAP_ROLE, "postgres") as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'ind_test_%'").fetchall()
        for (name,) in names:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(str(name))))
    postgres.child.stop_signal = signal.SIGINT
    stop()
    draft = CACHE / f"{key}.{os.getpid()}"
    try:
        # Only the newest is worth its place on the disk.
        shutil.rmtree(CACHE, ignore_errors=True)
        CACHE.mkdir(parents=True, exist_ok=True)
        shutil.move(postgres.cluster, draft)
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
