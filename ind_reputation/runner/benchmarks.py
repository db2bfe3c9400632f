"""`./run bench`: runs what is registered in `bench/`, prints a table and writes `bench-results.json`."""

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .commands import ROOT
from .datadir import DataDir
from .services import borrowed_or_started


def run_benchmarks(arguments: Sequence[str]) -> int:
    """Run all benchmarks, or those named, on services of their own; return the exit status."""
    with tempfile.TemporaryDirectory(prefix="ind-bench-") as directory:
        data = DataDir(Path(directory))
        data.make()
        with borrowed_or_started(data, "./run bench") as env:
            command = [sys.executable, "-m", "bench", *arguments]
            env = {**env, "PYTHONPATH": str(ROOT), "BENCH_MACHINE": machine()}
            return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def machine() -> str:
    """Return the machine in words, for the results."""
    return f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
