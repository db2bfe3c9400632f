"""Small secret files under KEYS_DIR: written whole and once, for their owner only, overwritten when destroyed."""

import os
import secrets
from pathlib import Path


def write_once(path: Path, content: bytes) -> bool:
    """Write the file whole and to the disk; False when there is one already (another process was first): it stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(partial, path)
    except FileExistsError:
        return False
    finally:
        partial.unlink()
    return True


def destroy(path: Path) -> None:
    """Overwrite and remove the file; one that is gone stays gone."""
    try:
        with path.open("r+b") as file:
            file.write(b"\x00" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
