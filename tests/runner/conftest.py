"""Helpers to start the real `./run` in a directory of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ind_reputation.runner.datadir import DataDir

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DATA_DIR", "KEYS_DIR", "DJANGO_SETTINGS_MODULE", "DEMO")


def clean_environment(**extra: str) -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    env = {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("IND_TEST")}
    return {**env, "RUN_VENV": sys.prefix, **extra}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Launched:
    """A running `./run` and what it has said."""

    def __init__(self, data: Path, *arguments: str, port: int, env: dict[str, str] | None = None) -> None:
        self.port, self.data = port, data
        self.output = data.with_suffix(".out")
        command = [str(ROOT / "run"), "--data", str(data), "--port", str(port), *arguments]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command, env=env or clean_environment(), stdout=output, stderr=subprocess.STDOUT, cwd="/"
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while "\nREADY " not in f"\n{self.said}":
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.05)

    def wait(self, seconds: float = 60) -> int:
        return self.process.wait(seconds)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.wait()


def processes_of(data: Path) -> list[str]:
    """Every process whose command line or environment names the data directory."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            text = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        sockets = str(DataDir(data).tag)
        if int(entry.name) != os.getpid() and (str(data).encode() in text or sockets.encode() in text):
            found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:120])
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data directory for the tests of a module, with its database made, so that every start is a warm one."""
    data = tmp_path_factory.mktemp("installation") / "data"
    command = [ROOT / "run", "manage", "--data", data, "check"]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def launch(data: Path) -> Iterator[Callable[..., Launched]]:
    """Starts `./run`; whatever still runs after the test is ended."""
    launched: list[Launched] = []

    def start(*arguments: str, port: int | None = None) -> Launched:
        launched.append(Launched(data, "--no-demo", *arguments, port=port or free_port()))
        return launched[-1]

    yield start
    for one in launched:
        if one.process.poll() is None:
            one.stop()
