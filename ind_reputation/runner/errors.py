"""What the runner says when it cannot go on: one clear sentence instead of a traceback."""

import errno
from pathlib import Path


class RunnerError(Exception):
    """Something the person at the keyboard can act on; `str()` is shown as it is."""


class AlreadyRunning(RunnerError):
    """Another runner holds this data directory."""


class ServerBinariesMissing(RunnerError):
    """Neither a package nor the system has the server that is needed."""


def disk_full(where: Path) -> RunnerError:
    """Return the sentence for a disk without room for the data directory."""
    return RunnerError(
        f"The disk that holds {where} is full. Free some space, or choose another place with ./run --data DIR."
    )


def from_os_error(error: OSError, where: Path) -> RunnerError:
    """Turn an operating system error about the data directory into a sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        name = error.filename or where
        return RunnerError(
            f"{name} cannot be written. Give this user the right to, or choose another place with ./run --data DIR."
        )
    return RunnerError(f"{where}: {error.strerror or error}")
