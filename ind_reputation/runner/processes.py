"""Child processes that never outlive the runner: own session, death signal, log file, and a stop with a limit."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(sig: int, parent: int) -> None:
    """Ask the kernel for `sig` when the parent dies; to be called in the child."""
    _libc.prctl(PR_SET_PDEATHSIG, sig)
    # In a new user namespace or as another user the parent still shows its number; 1 means it died before the request.
    if os.getppid() not in (parent, 0):
        os.kill(os.getpid(), sig)


@dataclass
class Child:
    """A running child with what is needed to stop it and to tell why it died."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    stop_signal: signal.Signals
    log_start: int = 0

    @property
    def died(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def last_lines(self, count: int = 12) -> str:
        """Return the last lines it wrote in this run."""
        with self.log.open("rb") as file:
            file.seek(self.log_start)
            text = file.read()[-20_000:].decode(errors="replace")
        return "\n".join(text.splitlines()[-count:])

    def how_it_ended(self) -> str:
        """Say in words how it ended: exit status or signal."""
        code = self.process.returncode
        if code is not None and code < 0:
            return f"killed by {signal.Signals(-code).name}"
        return f"exit status {code}"


def start_child(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str],
    cwd: Path | str = "/",
    stop_signal: signal.Signals = signal.SIGTERM,
    death_signal: signal.Signals | None = None,
    before_exec: Callable[[], None] | None = None,
    **options: Any,
) -> Child:
    """Start `command` in a session of its own (Ctrl-C reaches only the runner), writing to `log`."""
    parent = os.getpid()

    def prepare() -> None:
        if before_exec is not None:
            before_exec()
        die_with_parent(death_signal or stop_signal, parent)

    keep_one_old(log)
    with log.open("ab") as output:
        start = output.tell()
        process = subprocess.Popen(
            [str(part) for part in command],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=prepare,
            **options,
        )
    return Child(name, process, log, stop_signal, start)


def keep_one_old(log: Path, limit: int = 5_000_000) -> None:
    """Move a log that has grown past `limit` bytes aside, replacing the one moved before."""
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.1"))


def stop_children(children: Sequence[Child], *, limit: float) -> None:
    """Stop all at once, wait up to `limit` seconds together, then kill what is left, grandchildren too."""
    for child in children:
        if not child.died:
            child.process.send_signal(child.stop_signal)
    end = time.monotonic() + limit
    for child in children:
        try:
            child.process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
        kill_session(child.process.pid)


def kill_session(leader: int) -> None:
    """Kill whatever the session leader left behind (its own children stay in its process group)."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
