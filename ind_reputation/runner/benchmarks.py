"""`./run bench`: runs what is registered in `bench/`, prints a table and writes `bench-results.json`.

Its databases are thrown away afterwards, unless `BENCH_DATA` names a directory to keep them in: then what a benchmark
made (many minutes for the largest) is there the next time.
"""

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .commands import ROOT
from .datadir import DataDir
from .services import borrowed_or_started


def run_benchmarks(arguments: Sequence[str]) -> int:
    """Run all benchmarks, or those named, on services of their own; return the exit status."""
    with _directory() as directory:
        data = DataDir(directory)
        data.make()
        with borrowed_or_started(data, "./run bench") as env:
            command = [sys.executable, "-m", "bench", *arguments]
            env = {**env, "PYTHONPATH": str(ROOT), "BENCH_MACHINE": machine()}
            return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


@contextmanager
def _directory() -> Iterator[Path]:
    if kept := os.environ.get("BENCH_DATA"):
        yield Path(kept).resolve()
        return
    with tempfile.TemporaryDirectory(prefix="ind-bench-") as directory:
        yield Path(directory)


def machine() -> str:
    """Return the machine in words, for the results."""
    return f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
