"""Postgres refuses to run as root: how root starts it without making a user or opening a directory."""

import ctypes
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

CLONE_NEWUSER = 0x10000000
NOBODY = 65534
_libc = ctypes.CDLL(None, use_errno=True)

Mode = Literal["user", "namespace", "setuid"]


def enter_namespace() -> None:
    """In a child of root: show our user number as nobody's, so that Postgres agrees while files stay root's."""
    if _libc.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (("uid_map", f"{NOBODY} 0 1"), ("setgroups", "deny"), ("gid_map", f"{NOBODY} 0 1")):
        descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY)
        os.write(descriptor, text.encode())
        os.close(descriptor)


def namespace_works() -> bool:
    """Whether this kernel or container lets root make a user namespace."""
    probe = "import os, pwd; pwd.getpwuid(os.geteuid())"
    try:
        done = subprocess.run(
            [sys.executable, "-S", "-c", probe], preexec_fn=enter_namespace, capture_output=True, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


@dataclass(frozen=True)
class Identity:
    """As whom Postgres runs: what to do in the child before exec, and options for Popen."""

    mode: Mode
    before_exec: Callable[[], None] | None = None
    popen: dict[str, Any] = field(default_factory=dict)


def choose_identity() -> Identity:
    """Return the identity for this process: itself, a namespace for root, or nobody where that is refused."""
    if os.geteuid() != 0:
        return Identity("user")
    if os.environ.get("RUN_POSTGRES_AS") != "nobody" and namespace_works():
        return Identity("namespace", before_exec=enter_namespace)
    return Identity("setuid", popen={"user": NOBODY, "group": pwd.getpwuid(NOBODY).pw_gid, "extra_groups": []})


def nobody_home(tag: str) -> Path:
    """Make and return a directory that nobody can reach, for data and binaries in setuid mode."""
    home = Path("/var/lib/ind-reputation") / tag
    home.mkdir(parents=True, exist_ok=True)
    home.parent.chmod(0o755)
    home.chmod(0o755)
    return home


def give_to_nobody(directory: Path, mode: int = 0o700) -> None:
    """Make `directory` and hand it to nobody."""
    directory.mkdir(mode=mode, exist_ok=True)
    directory.chmod(mode)
    os.chown(directory, NOBODY, pwd.getpwuid(NOBODY).pw_gid)


def reachable_binaries(bin_dir: Path, identity: Identity, home: Path) -> Path:
    """Return binaries that `identity` can execute; a package in a closed directory (/root) is copied."""
    try:
        if (
            subprocess.run(
                [bin_dir / "postgres", "--version"], capture_output=True, cwd="/", check=False, **identity.popen
            ).returncode
            == 0
        ):
            return bin_dir
    except OSError:
        pass
    package = bin_dir.parent.parent
    target = home / "binaries" / package.parent.name
    copied = target / package.name / bin_dir.relative_to(package)
    if not (copied / "postgres").exists():
        for directory in (package, package.with_name(f"{package.name}.libs")):
            if directory.is_dir():
                shutil.copytree(directory, target / directory.name, dirs_exist_ok=True)
        for path in (home / "binaries").rglob("*"):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o111 else 0o644)
        (home / "binaries").chmod(0o755)
    return copied
