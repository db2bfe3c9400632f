"""Pytest plugin: throw-away Postgres and Valkey for a test run, and a database of its own for each process.

Loaded by `-p` (see pyproject.toml), so it runs before Django reads its settings, also with plain `python -m pytest`.
The controlling process starts Postgres and prepares one template database while the tests are being collected; each
xdist worker copies it (`pytest_database`). Tests run as the application's role, exactly as in production.
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import compile_stale

from . import pytest_browser, pytest_database, test_cluster, valkey
from .commands import ROOT
from .datadir import DataDir
from .postgres import APP_ROLE, BOOTSTRAP_ROLE, DATABASE, OWNER_ROLE, Postgres
from .processes import Child, stop_children
from .services import Services, prepare_child

BASE = "IND_TEST_BASE"
ADMIN_URL = "IND_TEST_ADMIN_URL"
WHOLE_FILES = ("tests/runner/", "tests/failures/")
_key = pytest.StashKey["TestServices"]()


class TestServices:
    """What one process of the test run started and must end."""

    __test__ = False

    def __init__(self) -> None:
        self.base = Path(os.environ.get(BASE, "") or tempfile.mkdtemp(prefix="ind-test-"))
        self.controls = BASE not in os.environ
        self.children: list[Child] = []
        self.postgres: Postgres | None = None
        self._preparing: Child | None = None
        self._waiter: threading.Thread | None = None
        self._cache_key = ""

    def start(self) -> None:
        """Start what this process needs and set the environment that the settings read."""
        if self.controls:
            self._start_postgres()
        process = os.environ.get("PYTEST_XDIST_WORKER", "main")
        data = DataDir(self.base / process)
        data.make()
        self.children.append(valkey.start_valkey(data, throw_away=True))
        address = os.environ[ADMIN_URL]
        os.environ["DATABASE_URL"] = pytest_database.change_url(address, role=APP_ROLE, database=f"ind_test_{process}")
        os.environ["DATABASE_OWNER_URL"] = pytest_database.change_url(
            address, role=OWNER_ROLE, database=f"ind_test_{process}"
        )
        os.environ["REDIS_URL"] = valkey.url(valkey.socket_path(data))
        os.environ["DATA_DIR"] = str(data.root)

    def _start_postgres(self) -> None:
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DATA_DIR", "KEYS_DIR", "EMAIL_URL"):
            os.environ.pop(name, None)
        # Before anything is translated: a process keeps the catalogue that it found first.
        compile_stale(ROOT / "locale")
        data = DataDir(self.base / "server")
        data.make()
        self.postgres = Postgres(data, throw_away=True)
        self._cache_key = test_cluster.cache_key(self.postgres)
        test_cluster.fetch(self.postgres, self._cache_key)
        self.children.append(self.postgres.start())
        os.environ[BASE] = str(self.base)
        os.environ[ADMIN_URL] = self.postgres.url(BOOTSTRAP_ROLE, "postgres")
        self._prepare_template(data)

    def _prepare_template(self, data: DataDir) -> None:
        """Run `manage.py prepare` on the template while pytest collects; `django_db_setup` waits for its mark."""
        assert self.postgres is not None
        env = {**os.environ, "DATA_DIR": str(data.root), "DJANGO_SETTINGS_MODULE": "ind_reputation.settings.test"}
        env["DATABASE_URL"] = self.postgres.url(APP_ROLE, DATABASE)
        env["DATABASE_OWNER_URL"] = self.postgres.url(OWNER_ROLE, DATABASE)
        env["REDIS_URL"] = "unix:///nowhere"
        preparing = prepare_child(Services(data, env), demo=False)

        def wait() -> None:
            code = preparing.process.wait()
            mark = self.base / ("template.ready" if code == 0 else "template.failed")
            mark.write_text(preparing.last_lines(40))

        self._preparing = preparing
        self._waiter = threading.Thread(target=wait, daemon=True)
        self._waiter.start()

    def stop(self) -> None:
        """Stop everything this process started; the controlling one also removes all files."""
        if self._preparing is not None and self._waiter is not None:
            if not self._preparing.died:
                self._preparing.process.terminate()
            self._waiter.join(10)
        if self.postgres is not None and (self.base / "template.ready").exists():
            test_cluster.keep(self.postgres, self._cache_key, stop=lambda: stop_children(self.children, limit=10))
        stop_children(self.children, limit=10)
        data = DataDir(self.base / os.environ.get("PYTEST_XDIST_WORKER", "main"))
        shutil.rmtree(data.sockets(), ignore_errors=True)
        if self.controls:
            for name in (BASE, ADMIN_URL):
                os.environ.pop(name, None)
            shutil.rmtree(DataDir(self.base / "server").sockets(), ignore_errors=True)
            shutil.rmtree(self.base, ignore_errors=True)
            if self.postgres is not None:
                shutil.rmtree(self.postgres.cluster, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    """Start the services before any settings are read (a wrapper runs before pytest-django's own hook)."""
    asked = early_config.known_args_namespace
    if not (asked.help or asked.version):
        services = TestServices()
        early_config.stash[_key] = services
        # Registered at once, so that a failing start or a collection error leaves nothing behind either.
        early_config.add_cleanup(services.stop)
        services.start()
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures after pytest-django, so that they take the place of its own."""
    config.pluginmanager.register(pytest_database, "ind-database")
    config.pluginmanager.register(pytest_browser, "ind-browser")


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadgroup`, hand out the files that start servers of their own as a whole, other tests one by one.

    (The mark `xdist_group` of xdist 3.8 has no effect under pytest 9.2, which keeps the names of tests elsewhere.)
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = lambda nodeid: nodeid.split("::", 1)[0] if nodeid.startswith(WHOLE_FILES) else nodeid
    return scheduler
