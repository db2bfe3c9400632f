"""`./run test`: all tests in parallel; the pytest plugin starts what they need."""

import os
import subprocess
import sys
from collections.abc import Sequence

from .commands import ROOT
from .pytest_browser import HOW_TO_GET, find_chromium


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest with these arguments, on all processors unless they say otherwise; return its exit status."""
    command = [sys.executable, "-m", "pytest", *arguments]
    if not any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments):
        # Files that start servers of their own stay together on one process (see pytest_services).
        command += ["-n", str(processors()), "--dist", "loadgroup"]
    if find_chromium() is None:
        print(f"./run test: browser tests will be skipped: {HOW_TO_GET}", file=sys.stderr)
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False).returncode


def processors() -> int:
    """Return how many processors this process may use, at least two."""
    return max(2, len(os.sched_getaffinity(0)))
