"""`./run`: start everything, say READY, watch, and stop everything when one stops or somebody asks."""

import json
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from core.catalogue import compile_stale

from .commands import COMMANDS, ROOT
from .datadir import DataDir
from .errors import RunnerError, from_os_error
from .installation import first_choice, remember
from .localhost import name_localhost
from .processes import Child, start_child, stop_children
from .services import Services, base_environment, prepare

HEALTHY_SECONDS = 90.0
APPLICATION = ("web", "worker", "beat")


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal."""


class Supervisor:
    """One run of the whole product on one data directory."""

    def __init__(self, data: DataDir, *, port: int, demo: bool, say: Callable[[str], None]) -> None:
        self._data, self._port, self._demo, self._say = data, port, demo, say
        self._children: list[Child] = []
        self._services: Services | None = None

    def run(self) -> int:
        """Run until asked to stop; return the exit status (0 after a clean stop, 1 when something died)."""
        began = time.monotonic()
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sig, _request_stop)
        lock = None
        try:
            self._data.make()
            lock = self._data.lock("run")
            check_port(self._port)
            lock.note(address=self._address)
            self._start()
            self._say(
                f"Started in {time.monotonic() - began:.1f} s. Data and logs: {self._data.root}. Ctrl-C stops all."
            )
            self._announce()
            self._watch()
        except StopRequested:
            return 0
        except OSError as error:
            raise from_os_error(error, self._data.root) from error
        finally:
            for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(sig, signal.SIG_IGN)
            self._stop()
            if lock is not None:
                lock.release()
        return 0

    @property
    def _address(self) -> str:
        return f"http://localhost:{self._port}"

    def _start(self) -> None:
        shutil.rmtree(self._data.run, ignore_errors=True)
        self._data.run.mkdir(mode=0o700)
        installation = first_choice(self._data, demo=self._demo)
        env = base_environment(self._data, port=self._port)
        env["SITE_URL"] = self._address
        env["WEB_PORT"] = str(self._port)
        self._services = Services(self._data, env)
        self._services.start()
        for note in self._services.notes:
            self._say(note)
        if installation.demo_is_due:
            self._say("First start: making the database and the demo (up to a minute) ...")
        compile_stale(ROOT / "locale")
        # Loads its code while the database is being prepared; nobody knows its address before READY.
        self._start_child("web", env)
        prepare(self._services, demo=installation.demo_is_due)
        if installation.demo_is_due:
            installation.demo_loaded = True
            remember(self._data, installation)
        for name in ("worker", "beat"):
            self._start_child(name, env)
        self._wait_until_healthy()
        self._services.publish()
        if hint := name_localhost():
            self._say(hint)

    def _start_child(self, name: str, env: dict[str, str]) -> None:
        self._children.append(start_child(name, COMMANDS[name](env), log=self._data.log(name), env=env, cwd=ROOT))

    def _wait_until_healthy(self) -> None:
        waiting = {*APPLICATION}
        deadline = time.monotonic() + HEALTHY_SECONDS
        while waiting:
            self._raise_if_one_died()
            waiting -= {name for name in waiting if self._is_ready(name)}
            if waiting and time.monotonic() > deadline:
                slow = next(child for child in self._children if child.name in waiting)
                raise RunnerError(
                    f"{slow.name} was not ready within {HEALTHY_SECONDS:.0f} s. Its last lines:\n{slow.last_lines()}"
                )
            time.sleep(0.05)

    def _is_ready(self, name: str) -> bool:
        if name != "web":
            return (self._data.run / f"{name}.ready").exists()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/healthz/ready", headers={"Host": f"localhost:{self._port}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                return bool(response.status == 200)
        except urllib.error.HTTPError as error:
            if error.code in (404, 500):
                raise RunnerError(f"web answers {error.code}. Its last lines:\n{self._last_lines('web')}") from error
            return False
        except OSError:
            return False

    def _last_lines(self, name: str) -> str:
        return next(child.last_lines() for child in self._children if child.name == name)

    def _all_children(self) -> list[Child]:
        return [*(self._services.children if self._services else []), *self._children]

    def _raise_if_one_died(self) -> None:
        for child in self._all_children():
            if child.died:
                raise RunnerError(
                    f"{child.name} stopped by itself ({child.how_it_ended()}), so everything else was stopped too. "
                    f"Its last lines, from {child.log}:\n{child.last_lines()}"
                )

    def _watch(self) -> None:
        while True:
            self._raise_if_one_died()
            time.sleep(0.3)

    def _announce(self) -> None:
        people = demo_people(self._data)
        for person in people:
            self._say(f"  {person['role']:<24} {person['email']:<40} {person['password']}")
        passwords = {person["password"] for person in people}
        sign_ins = ", ".join(
            person["email"] if len(passwords) == 1 else f"{person['email']} / {person['password']}"
            for person in people
        )
        shared = f" (password of all: {passwords.pop()})" if len(passwords) == 1 else ""
        self._say(f"READY {self._address}" + (f"  demo sign-ins: {sign_ins}{shared}" if people else ""))

    def _stop(self) -> None:
        if self._all_children():
            self._say("Stopping ...")
        # Those that serve first, then what they use.
        stop_children(self._children, limit=10)
        if self._services:
            self._services.stop()
            self._say("Everything has stopped.")


def _request_stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested


def check_port(port: int) -> None:
    """Raise RunnerError when nobody can listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise RunnerError(
                f"Port {port} needs more rights than this user has. Choose another: ./run --port 8000"
            ) from error
        except OSError as error:
            raise RunnerError(
                f"Port {port} is already in use by another program. Choose another: ./run --port {port + 1}"
            ) from error


def demo_people(data: DataDir) -> list[dict[str, str]]:
    """Return the demo sign-ins that `manage.py prepare` wrote (none without the demo)."""
    path = data.run / "demo.json"
    people: list[dict[str, str]] = json.loads(path.read_text()) if path.exists() else []
    return people


def say(text: str) -> None:
    """Print one line at once; a closed terminal is no reason to fail."""
    try:
        print(text, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
