"""Postgres and Valkey for one data directory: of the environment, else embedded."""

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from . import valkey
from .commands import MANAGE, ROOT
from .datadir import DataDir, Lock, lock_holder
from .errors import AlreadyRunning, RunnerError
from .installation import recall
from .postgres import Postgres, database_environment
from .processes import Child, start_child, stop_children

SHARED = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DATA_DIR", "SITE_URL", "DEMO", "DJANGO_SETTINGS_MODULE")


@dataclass
class Services:
    """What was started here, in order, and the environment for everything that uses it."""

    data: DataDir
    env: dict[str, str]
    children: list[Child] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def start(self, *, throw_away: bool = False) -> None:
        """Start the servers that the environment does not name."""
        if os.environ.get("DATABASE_URL"):
            self._use_database_of_environment()
        else:
            postgres = Postgres(self.data, throw_away=throw_away)
            self.children.append(postgres.start())
            self.env.update(database_environment(postgres))
            self.notes.append(f"PostgreSQL {postgres.major()} ({postgres.identity.mode}) from {postgres.bin}")
        if os.environ.get("REDIS_URL"):
            self.env["REDIS_URL"] = os.environ["REDIS_URL"]
        else:
            self.children.append(valkey.start_valkey(self.data, throw_away=throw_away))
            self.env["REDIS_URL"] = valkey.url(valkey.socket_path(self.data))

    def _use_database_of_environment(self) -> None:
        url = os.environ["DATABASE_URL"]
        self.env["DATABASE_URL"] = url
        self.env["DATABASE_OWNER_URL"] = os.environ.get("DATABASE_OWNER_URL") or url
        if self.env["DATABASE_OWNER_URL"] == url:
            self.notes.append(
                "DATABASE_OWNER_URL is not set: one role owns and uses the database. To try, not to operate."
            )

    def publish(self) -> None:
        """Let `./run manage` find these services."""
        draft = self.data.services_file.with_suffix(".new")
        draft.write_text(json.dumps({name: self.env[name] for name in SHARED if name in self.env}))
        draft.replace(self.data.services_file)

    def stop(self) -> None:
        """Stop what was started here, the last first."""
        for child in reversed(self.children):
            stop_children([child], limit=15)


def base_environment(data: DataDir, *, port: int = 8000) -> dict[str, str]:
    """Return the environment of this process with what belongs to the data directory."""
    data.secret_key()
    env = dict(os.environ)
    env["DATA_DIR"] = str(data.root)
    env.setdefault("SITE_URL", f"http://localhost:{port}")
    env.setdefault("DJANGO_SETTINGS_MODULE", "ind_reputation.settings.local")
    env["DEMO"] = "true" if recall(data).demo else "false"
    env["PYTHONUNBUFFERED"] = "1"
    return env


def prepare_child(services: Services, *, demo: bool) -> Child:
    """Start `manage.py prepare`: migrations, grants, roles, schedule and, when asked, the demo."""
    command = [sys.executable, MANAGE, "prepare", *(["--demo"] if demo else [])]
    return start_child("prepare", command, log=services.data.log("prepare"), env=services.env, cwd=ROOT)


def prepare(services: Services, *, demo: bool) -> None:
    """Run `manage.py prepare` to its end. Raises RunnerError with its last lines."""
    child = prepare_child(services, demo=demo)
    try:
        code = child.process.wait()
    except BaseException:
        stop_children([child], limit=10)
        raise
    if code != 0:
        raise RunnerError(f"The database could not be prepared ({child.how_it_ended()}):\n{child.last_lines(25)}")


def published(data: DataDir) -> Mapping[str, str] | None:
    """Return the environment of the services that run on this directory, or None."""
    try:
        env: Mapping[str, str] = json.loads(data.services_file.read_text())
    except (OSError, ValueError):
        return None
    return env


@contextmanager
def borrowed_or_started(data: DataDir, purpose: str, *, wait_seconds: float = 120) -> Iterator[dict[str, str]]:
    """Give the environment of running services, or start them for the time of the block.

    Waits while another command holds the directory. Raises AlreadyRunning when it does so for too long.
    """
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            lock = data.lock(purpose)
        except AlreadyRunning:
            env = published(data)
            if env is not None and lock_holder(data).get("purpose") == "run":
                yield {**os.environ, **env, "PYTHONUNBUFFERED": "1"}
                return
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            break
    with _started(data, lock) as env:
        yield env


@contextmanager
def _started(data: DataDir, lock: Lock) -> Iterator[dict[str, str]]:
    services = Services(data, base_environment(data))
    try:
        services.start()
        prepare(services, demo=False)
        yield services.env
    finally:
        services.stop()
        lock.release()
