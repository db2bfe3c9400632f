"""The command line of `./run`."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .commands import MANAGE, ROOT
from .datadir import DataDir
from .errors import RunnerError, from_os_error
from .services import borrowed_or_started
from .supervise import Supervisor, say

USAGE = """\
./run [--port N] [--data DIR] [--no-demo]   start everything here; the demo is loaded on the first start
./run manage [--data DIR] COMMAND ...       a management command against the same services
./run test [pytest arguments]               all tests, in parallel, on throw-away services
./run check                                 linters, types, layers, translations, migrations
./run bench                                 benchmarks: a table, and bench-results.json

With DATABASE_URL (and DATABASE_OWNER_URL) or REDIS_URL in the environment those servers are used,
not embedded ones."""


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit status."""
    command, rest = (
        (arguments[0], list(arguments[1:]))
        if arguments and not arguments[0].startswith("-")
        else ("start", list(arguments))
    )
    try:
        match command:
            case "start":
                return start(rest)
            case "manage":
                return manage(rest)
            case "test":
                from .testing import run_tests

                return run_tests(rest)
            case "check":
                from .checks import run_checks

                return run_checks(rest)
            case "bench":
                from .benchmarks import run_benchmarks

                return run_benchmarks(rest)
            case "help":
                print(USAGE)
                return 0
    except RunnerError as error:
        print(f"./run: {error}", file=sys.stderr)
        return 1
    print(f"./run: there is no command '{command}'.\n{USAGE}", file=sys.stderr)
    return 2


def start(arguments: Sequence[str]) -> int:
    """Start everything and stay."""
    parser = argparse.ArgumentParser(prog="./run", usage=USAGE)
    parser.add_argument("--port", type=_port, default=8000)
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--no-demo", action="store_true")
    options = parser.parse_args(arguments)
    return Supervisor(DataDir(options.data.resolve()), port=options.port, demo=not options.no_demo, say=say).run()


def manage(arguments: Sequence[str]) -> int:
    """Run a management command against the services of a data directory, starting them when they do not run."""
    rest = list(arguments)
    where = default_data()
    while rest and rest[0].startswith("--data"):
        option = rest.pop(0)
        if "=" not in option and not rest:
            raise RunnerError("--data needs a directory.")
        where = Path(option.split("=", 1)[1] if "=" in option else rest.pop(0))
    data = DataDir(where.resolve())
    data.make()
    try:
        with borrowed_or_started(data, f"./run manage {' '.join(rest[:1])}".strip()) as env:
            return _foreground([sys.executable, MANAGE, *rest], env)
    except OSError as error:
        raise from_os_error(error, data.root) from error


def _foreground(command: list[str], env: dict[str, str]) -> int:
    """Run a command on this terminal; signals go to it, and this process waits for its end."""
    # Relative file names of the caller stay right, so the working directory is not changed.
    path = os.pathsep.join(filter(None, [str(ROOT), env.get("PYTHONPATH", "")]))
    with subprocess.Popen(command, env={**env, "PYTHONPATH": path}) as process:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda number, frame: process.send_signal(number))
        try:
            return process.wait()
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def default_data() -> Path:
    """Return the data directory that is used without --data."""
    return Path(os.environ.get("DATA_DIR") or ROOT / ".data")


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: give a number between 1 and 65535.")
    return int(text)
