"""A whole installation of its own: database, Valkey, web, worker and beat, each of which a test can stop and start."""

import html
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from ind_reputation.runner import test_cluster, valkey
from ind_reputation.runner.commands import COMMANDS, ROOT
from ind_reputation.runner.datadir import DataDir
from ind_reputation.runner.postgres import APP_ROLE, DATABASE, Postgres, database_environment
from ind_reputation.runner.processes import Child, start_child, stop_children
from ind_reputation.runner.services import Services, prepare_child
from tests.runner.conftest import clean_environment, free_port

# No request may take longer, whatever is down: not a speed, but proof that nothing waits for a dead server.
AT_MOST_SECONDS = 5.0
BACK_WITHIN_SECONDS = 90.0


class Installation:
    """The processes of one installation on this machine, by name."""

    def __init__(self, root: Path) -> None:
        self.data = DataDir(root)
        self.data.make()
        self.children: dict[str, Child] = {}
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.postgres = Postgres(self.data)
        # As a newcomer's `./run` on one machine: the demo's sign-in asks no second factor.
        self.env = clean_environment(
            DATA_DIR=str(root),
            DJANGO_SETTINGS_MODULE="ind_reputation.settings.local",
            DEMO="true",
            SECRET_KEY="of-a-throw-away-installation-that-nobody-else-can-reach",
            SITE_URL=self.origin,
            WEB_PORT=str(self.port),
            PYTHONPATH=str(ROOT),
            **database_environment(self.postgres),
        )
        self.env["REDIS_URL"] = valkey.url(valkey.socket_path(self.data))
        self.known: dict[str, Any] = {}

    def begin(self) -> None:
        """Start everything and fill it."""
        test_cluster.fetch(self.postgres, test_cluster.cache_key(self.postgres))
        self.start("postgres")
        self.start("valkey")
        preparing = prepare_child(Services(self.data, self.env), demo=False)
        assert preparing.process.wait(300) == 0, preparing.last_lines(30)
        furnishing = subprocess.run(
            [sys.executable, "-m", "tests.failures.furnish"], env=self.env, cwd=ROOT, capture_output=True, check=False
        )
        assert furnishing.returncode == 0, furnishing.stderr.decode()
        self.known = json.loads(furnishing.stdout.splitlines()[-1])
        for name in ("web", "worker", "beat"):
            self.start(name)
        self.wait_for("web", lambda: requests.get(f"{self.origin}/healthz/live", timeout=2).ok)
        for name in ("worker", "beat"):
            self.wait_for(name, (self.data.run / f"{name}.ready").exists)

    def start(self, name: str) -> None:
        """Start one process that does not run."""
        if name in self.children:
            return
        if name == "postgres":
            self.children[name] = self.postgres.start()
        elif name == "valkey":
            self.children[name] = valkey.start_valkey(self.data)
        else:
            command = COMMANDS[name](self.env)
            self.children[name] = start_child(name, command, log=self.data.log(name), env=self.env, cwd=ROOT)

    def stop(self, name: str) -> None:
        """Stop one process."""
        if name in self.children:
            stop_children([self.children.pop(name)], limit=20)

    def freeze(self, name: str) -> None:
        """Let a server hang: it takes connections and answers nothing."""
        self.children[name].process.send_signal(signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let it go on."""
        self.children[name].process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """Stop everything and leave nothing behind."""
        for name in ("beat", "worker", "web", "valkey", "postgres"):
            self.stop(name)
        shutil.rmtree(self.data.sockets(), ignore_errors=True)
        if self.postgres.identity.mode == "setuid":
            shutil.rmtree(self.postgres.cluster, ignore_errors=True)

    def wait_for(self, what: str, holds: Callable[[], Any], *, seconds: float = BACK_WITHIN_SECONDS) -> Any:
        """Wait until something holds; connection errors count as "not yet"."""
        end = time.monotonic() + seconds
        while True:
            try:
                if found := holds():
                    return found
            except (requests.RequestException, psycopg.Error):
                pass
            logs = {name: child.last_lines(8) for name, child in self.children.items()}
            assert time.monotonic() < end, f"{what} did not come within {seconds:.0f} s: {logs}"
            time.sleep(0.2)

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database holds."""
        with psycopg.connect(self.postgres.url(APP_ROLE, DATABASE), connect_timeout=5) as connection:
            return connection.execute(statement).fetchall()

    def mails(self) -> list[tuple[str, str]]:
        """Address and text of every mail that went out."""
        found = []
        for file in sorted((self.data.root / "outbox").glob("*.eml")):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            found.append((str(message["To"]), str(body.get_content()) if body else ""))
        return found


class Visitor:
    """A browser without scripts: keeps cookies, fills in forms, and is never kept waiting."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.session = requests.Session()
        self.session.trust_env = False
        self.page: requests.Response = requests.Response()

    def get(self, path: str, **options: Any) -> requests.Response:
        return self._asked("GET", path, **options)

    def post(self, path: str, **fields: Any) -> requests.Response:
        """Send the first form of the page that fits: its hidden fields and these."""
        return self._asked("POST", path, data={**self._hidden(), **fields}, headers={"Referer": self.origin + path})

    def _asked(self, method: str, path: str, **options: Any) -> requests.Response:
        began = time.monotonic()
        self.page = self.session.request(method, self.origin + path, timeout=30, **options)
        took = time.monotonic() - began
        assert took < AT_MOST_SECONDS, f"{method} {path} took {took:.1f} s"
        return self.page

    def _hidden(self) -> dict[str, str]:
        found = {}
        for field in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", self.page.text):
            name, value = re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field)
            if name:
                found[name.group(1)] = html.unescape(value.group(1)) if value else ""
        return found

    def sign_in(self, known: dict[str, Any]) -> requests.Response:
        self.get("/account/login/")
        return self.post("/account/login/", login=known["email"], password=known["password"])


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One for all tests of a module."""
    made = Installation(tmp_path_factory.mktemp("failures") / "data")
    try:
        made.begin()
        yield made
    finally:
        made.end()


@pytest.fixture
def whole(installation: Installation) -> Iterator[Installation]:
    """With everything running, before and after."""
    names = ("postgres", "valkey", "web", "worker", "beat")
    for name in names:
        installation.start(name)
    yield installation
    for name in names:
        if name in installation.children:
            installation.thaw(name)
        installation.start(name)


@pytest.fixture
def visitor(whole: Installation) -> Visitor:
    return Visitor(whole.origin)
