"""The data directory of one local installation: its folders, lock, secret key and private socket directory."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import AlreadyRunning, RunnerError, disk_full, from_os_error

FOLDERS = ("media", "keys", "outbox", "run", "backups", "log")
NEEDED_BYTES = 300 * 1024 * 1024


def free_bytes(path: Path) -> int:
    """Return the bytes that may still be written at `path`."""
    return shutil.disk_usage(path).free


@dataclass(frozen=True)
class DataDir:
    """Paths below one data directory; nothing is made before `make()`."""

    root: Path

    @property
    def run(self) -> Path:
        """Marks and addresses of what is running now; emptied at each start."""
        return self.root / "run"

    @property
    def services_file(self) -> Path:
        """Environment of the running services, for `./run manage`."""
        return self.run / "services.json"

    @property
    def tag(self) -> str:
        """Ten characters that stand for this directory in names outside it."""
        return hashlib.sha256(str(self.root).encode()).hexdigest()[:10]

    def log(self, name: str) -> Path:
        """Return the log file of one child."""
        return self.root / "log" / f"{name}.log"

    def make(self, *, needed_bytes: int = NEEDED_BYTES) -> None:
        """Make the folders. Raises RunnerError when the place cannot be written or has no room."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            for name in FOLDERS:
                (self.root / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise from_os_error(error, self.root) from error
        if free_bytes(self.root) < needed_bytes:
            raise disk_full(self.root)

    def secret_key(self) -> str:
        """Return the secret key of this directory, made on first use and readable by its owner only."""
        path = self.root / "keys" / "secret_key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        return path.read_text().strip()

    def sockets(self) -> Path:
        """Make and return a short private directory for sockets (a socket path holds at most 107 bytes)."""
        base = os.environ.get("XDG_RUNTIME_DIR", "")
        usable = base and len(base) < 40 and os.access(base, os.W_OK)
        path = Path(base if usable else "/tmp") / f"ind-{os.getuid()}-{self.tag}"
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise RunnerError(f"{path} belongs to somebody else; remove it and start again.")
        return path

    def lock(self, purpose: str) -> "Lock":
        """Hold this directory for `purpose` until `release()`. Raises AlreadyRunning."""
        return Lock(self, purpose)


class Lock:
    """An exclusive hold on a data directory that ends with the process, however it ends."""

    def __init__(self, data: DataDir, purpose: str) -> None:
        self._data = data
        self._file = (data.root / "lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = lock_holder(data)
            self._file.close()
            what = holder.get("address") or holder.get("purpose") or "another command"
            raise AlreadyRunning(
                f"Already running: {what} (process {holder.get('pid', '?')}, data in {data.root})."
            ) from error
        self._holder: dict[str, Any] = {"pid": os.getpid(), "purpose": purpose}
        self.note()

    def note(self, **facts: Any) -> None:
        """Write who holds the lock, for the message that a second start prints."""
        self._holder.update(facts)
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps(self._holder))
        self._file.flush()

    def release(self) -> None:
        """Give the directory free."""
        self._data.services_file.unlink(missing_ok=True)
        self._file.close()


def lock_holder(data: DataDir) -> dict[str, Any]:
    """Return what the holder of the lock wrote about itself (empty when unreadable)."""
    try:
        holder: dict[str, Any] = json.loads((data.root / "lock").read_text() or "{}")
    except (OSError, ValueError):
        return {}
    return holder
