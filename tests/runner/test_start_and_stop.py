"""The real `./run`, from the outside: start, stop, a second start, and children or launcher that die."""

import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, Launched, clean_environment, free_port, processes_of


def fetch(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        return response.status, response.read().decode()


def wait_until_gone(data: Path, seconds: float = 20) -> list[str]:
    end = time.monotonic() + seconds
    while (left := processes_of(data)) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def child_pid(data: Path, words: str) -> int:
    """The first process of this installation whose command line holds these words."""
    pids = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            mine = str(data).encode() in (entry / "environ").read_bytes()
        except OSError:
            continue
        if mine and words in command:
            pids.append(int(entry.name))
    return min(pids)


def test_it_starts_says_ready_refuses_a_second_start_serves_commands_and_stops(
    launch: Callable[..., Launched], data: Path, tmp_path: Path
) -> None:
    running = launch()
    running.wait_until_ready()
    assert f"READY http://localhost:{running.port}" in running.said
    assert "@demo.example" not in running.said
    status, body = fetch(running.port, "/healthz/ready")
    assert status == 200
    assert '"database": "ok"' in body
    assert '"valkey": "ok"' in body

    second = Launched(data, port=free_port())
    assert second.wait() == 1
    assert f"Already running: http://localhost:{running.port}" in second.said

    other = Launched(tmp_path / "other", "--no-demo", port=running.port)
    assert other.wait() == 1
    assert f"Port {running.port} is already in use" in other.said

    began = time.monotonic()
    command = [ROOT / "run", "manage", "--data", data, "shell", "--no-imports", "-c"]
    code = "from django.conf import settings; print(settings.DATA_DIR)"
    done = subprocess.run([*command, code], env=clean_environment(), capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(data), done.stderr
    assert time.monotonic() - began < 30

    assert running.stop() == 0
    assert "Traceback" not in running.said
    assert wait_until_gone(data) == []


def test_ctrl_c_stops_everything_with_status_0_and_a_warm_start_is_fast(
    launch: Callable[..., Launched], data: Path
) -> None:
    running = launch()
    running.wait_until_ready()
    match = re.search(r"Started in ([\d.]+) s", running.said)
    assert match
    # Six seconds on a quiet machine; here other tests run at the same time.
    assert float(match.group(1)) < 6 * max(1.0, os.getloadavg()[0])
    assert "First start" not in running.said
    running.process.send_signal(signal.SIGINT)
    assert running.wait() == 0
    assert wait_until_gone(data) == []


def test_a_dying_child_stops_the_rest_and_the_message_says_which_and_why(
    launch: Callable[..., Launched], data: Path
) -> None:
    running = launch()
    running.wait_until_ready()
    os.kill(child_pid(data, "celery -A ind_reputation worker"), signal.SIGKILL)
    assert running.wait() == 1
    assert "worker stopped by itself (killed by SIGKILL)" in running.said
    assert "Everything has stopped." in running.said
    assert wait_until_gone(data) == []


def test_a_killed_launcher_leaves_no_process_behind(launch: Callable[..., Launched], data: Path) -> None:
    running = launch()
    running.wait_until_ready()
    running.process.kill()
    running.wait()
    assert wait_until_gone(data) == []


def test_an_interrupted_first_start_stops_cleanly(tmp_path: Path) -> None:
    running = Launched(tmp_path / "fresh", "--no-demo", port=free_port())
    while "PostgreSQL" not in running.said:
        assert running.process.poll() is None, running.said
        time.sleep(0.05)
    assert running.stop() == 0
    assert wait_until_gone(tmp_path / "fresh") == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "none"], "is no port"),
        (["--port", "70000"], "is no port"),
        (["frobnicate"], "no command 'frobnicate'"),
    ],
)
def test_wrong_arguments_are_refused_with_a_sentence(arguments: list[str], sentence: str) -> None:
    done = subprocess.run(
        [ROOT / "run", *arguments], env=clean_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
