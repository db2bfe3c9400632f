"""The embedded Postgres: initialised once, started on a private socket, with the two roles the product works with."""

import signal
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from core.postgres_binaries import PostgresProgramMissing, find_program, program_major

from .datadir import DataDir
from .errors import RunnerError, ServerBinariesMissing, disk_full
from .processes import Child, start_child
from .rootless import Identity, choose_identity, give_to_nobody, nobody_home, reachable_binaries

BOOTSTRAP_ROLE = "ind_bootstrap"
OWNER_ROLE = "ind_owner"
APP_ROLE = "ind_app"
DATABASE = "ind_reputation"
START_SECONDS = 30.0

# What Postgres may write to its log: never a statement, a parameter or a row (a refused row would be an answer).
PRIVATE_LOG = {
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "track_commit_timestamp": "off",
}
LOCAL_SIZE = {"shared_buffers": "128MB", "max_connections": "60", "max_wal_size": "512MB", "jit": "off"}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class Postgres:
    """One cluster below a data directory."""

    def __init__(self, data: DataDir, *, throw_away: bool = False) -> None:
        self._data = data
        self._throw_away = throw_away
        self.identity: Identity = choose_identity()
        try:
            self.bin = find_program("postgres").parent
        except PostgresProgramMissing as error:
            raise ServerBinariesMissing(str(error)) from error
        self.cluster = data.root / "postgres"
        self.socket = data.sockets() / "pg"
        if self.identity.mode == "setuid":
            self._arrange_for_nobody()
        else:
            self.socket.mkdir(mode=0o700, exist_ok=True)
        self.child: Child | None = None

    def _arrange_for_nobody(self) -> None:
        home = nobody_home(self._data.tag)
        self.bin = reachable_binaries(self.bin, self.identity, home)
        self.cluster = home / "postgres"
        give_to_nobody(self.cluster)
        self.socket.parent.chmod(0o711)
        give_to_nobody(self.socket)

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address of a database for a role, over the private socket."""
        return f"postgresql://{role}@/{database}?host={self.socket}"

    def connect(self, role: str, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect with every statement its own transaction."""
        return psycopg.connect(self.url(role, database), autocommit=True, connect_timeout=5)

    @property
    def initialised(self) -> bool:
        """Whether the cluster exists."""
        return (self.cluster / "PG_VERSION").exists()

    def initialise(self) -> None:
        """Make the cluster. Raises RunnerError with what initdb said."""
        command: list[str | Path] = ["-D", self.cluster, "-U", BOOTSTRAP_ROLE, "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        log = self._data.log("initdb")
        log.unlink(missing_ok=True)
        child = start_child(
            "initdb",
            [self.bin / "initdb", *command],
            log=log,
            env=ENVIRONMENT,
            before_exec=self.identity.before_exec,
            **self.identity.popen,
        )
        if child.process.wait() != 0:
            said = child.last_lines()
            raise (
                disk_full(self.cluster)
                if "No space left" in said
                else RunnerError(f"Postgres could not be set up:\n{said}")
            )

    def check_version(self) -> None:
        """Raise RunnerError when the cluster was made by another major version than the programs at hand."""
        have = int((self.cluster / "PG_VERSION").read_text())
        want = program_major(self.bin / "postgres")
        if have != want:
            raise RunnerError(
                f"The data in {self.cluster} were made by PostgreSQL {have}, but this is PostgreSQL {want}: "
                f"start with PG_BIN pointing at version {have}, make a backup (./run manage backup --out FILE), "
                "and restore it into a new directory."
            )

    def start(self) -> Child:
        """Start the server (making the cluster, roles and database on the first start) and wait until it answers."""
        first = not self.initialised
        if first:
            self.initialise()
        self.check_version()
        # A stray chmod -R or an unpacked archive opens the directory and makes Postgres refuse: close it again.
        self.cluster.chmod(0o700)
        deadline = time.monotonic() + START_SECONDS
        while True:
            child = self._spawn()
            if self._answers(child, deadline):
                break
            said = child.last_lines()
            # After a kill old backends hold the shared memory for a moment longer: try again.
            if "shared memory block" not in said or time.monotonic() > deadline:
                raise (
                    disk_full(self.cluster)
                    if "No space left" in said
                    else RunnerError(f"Postgres did not start:\n{said}")
                )
            time.sleep(0.25)
        self.child = child
        self._make_roles()
        return child

    def _spawn(self) -> Child:
        settings = {**LOCAL_SIZE, **PRIVATE_LOG, **(THROW_AWAY if self._throw_away else {}), "listen_addresses": ""}
        if (program_major(self.bin / "postgres") or 0) >= 18:
            settings["io_method"] = "sync"  # no extra processes for a local server
        command: list[str | Path] = [self.bin / "postgres", "-D", self.cluster, "-k", self.socket]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return start_child(
            "postgres",
            command,
            log=self._data.log("postgres"),
            env=ENVIRONMENT,
            # Fast shutdown; a throw-away cluster is simply dropped.
            stop_signal=signal.SIGQUIT if self._throw_away else signal.SIGINT,
            before_exec=self.identity.before_exec,
            **self.identity.popen,
        )

    def _answers(self, child: Child, deadline: float) -> bool:
        while not child.died:
            try:
                self.connect(BOOTSTRAP_ROLE, "postgres").close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    child.process.send_signal(signal.SIGQUIT)
                    child.process.wait()
                time.sleep(0.02)
            else:
                return True
        return False

    def _make_roles(self) -> None:
        with self.connect(BOOTSTRAP_ROLE, "postgres") as connection:
            make_roles(connection)
            make_database(connection, DATABASE)

    def major(self) -> int:
        """Return the major version of the programs in use."""
        return program_major(self.bin / "postgres") or 0


def make_roles(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Make the owner's and the application's role where they are missing. Neither is a superuser."""
    existing = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for role in (OWNER_ROLE, APP_ROLE):
        if role not in existing:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").format(sql.Identifier(role))
            )


def make_database(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    """Make the database of the owner where it is missing."""
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER_ROLE))
        )


def database_environment(postgres: Postgres, database: str = DATABASE) -> Mapping[str, str]:
    """Return the two addresses that Django reads."""
    return {"DATABASE_URL": postgres.url(APP_ROLE, database), "DATABASE_OWNER_URL": postgres.url(OWNER_ROLE, database)}
