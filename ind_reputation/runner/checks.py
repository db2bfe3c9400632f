"""`./run check`: everything that can be said about the code without running a test."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from .commands import MANAGE, ROOT

PACKAGES = ("ind_reputation", "kpis", "feedback", "newsroom", "measurements", "stakeholders", "accounts", "core")


@dataclass(frozen=True)
class Check:
    """One command and what it proves."""

    name: str
    proves: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a check ended."""

    check: Check
    passed: bool
    seconds: float
    output: str


def production_environment(data: Path) -> dict[str, str]:
    """Return settings of an imaginary installation, as an operator would give them."""
    return {
        "DJANGO_SETTINGS_MODULE": "ind_reputation.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "SITE_URL": "https://reputation.example.org",
        "ALLOWED_HOSTS": "reputation.example.org",
        "AGENCY_EMAIL": "reputation@example.org",
        "DATABASE_URL": "postgresql://ind_app@127.0.0.1/none",
        "REDIS_URL": "redis://127.0.0.1/0",
        "EMAIL_URL": "smtp+tls://mail.example.org:587",
        "DATA_DIR": str(data),
    }


def all_checks(data: Path) -> list[Check]:
    """Return the checks in the order in which they are shown."""
    programs = Path(sys.executable).parent
    test = {"DJANGO_SETTINGS_MODULE": "ind_reputation.settings.test", "DATA_DIR": str(data)}
    here = [name for name in PACKAGES if (ROOT / name).is_dir()]
    manage = [sys.executable, "-W", "ignore::RuntimeWarning", MANAGE]
    return [
        Check("format", "the layout of the code", [str(programs / "ruff"), "format", "--check", "--quiet", "."]),
        Check(
            "lint",
            "the rules in pyproject.toml",
            [str(programs / "ruff"), "check", "--quiet", "--output-format", "concise", "."],
        ),
        Check("types", "mypy, strict", [str(programs / "mypy"), *here], test),
        Check("layers", "who may import whom", [str(programs / "lint-imports"), "--no-cache"], test),
        Check(
            "templates",
            "the layout and rules of templates",
            [str(programs / "djlint"), "templates", "--lint", "--quiet"],
        ),
        Check(
            "deploy",
            "production settings",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            production_environment(data),
        ),
        Check("migrations", "models and migrations agree", [*manage, "makemigrations", "--check", "--dry-run"], test),
        Check("translations", "every text in Dutch too", [*manage, "check_translations"], test),
    ]


def run_check(check: Check) -> Outcome:
    """Run one check."""
    began = time.monotonic()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **check.env}
    done = subprocess.run(check.command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    return Outcome(check, done.returncode == 0, time.monotonic() - began, (done.stdout + done.stderr).strip())


def run_checks(names: Sequence[str]) -> int:
    """Run all checks, or those named; print one line each and what the failing ones said; return the exit status."""
    with tempfile.TemporaryDirectory(prefix="ind-check-") as data:
        checks = all_checks(Path(data))
        if unknown := set(names) - {check.name for check in checks}:
            print(
                f"./run check knows: {', '.join(check.name for check in checks)}; not {', '.join(sorted(unknown))}",
                file=sys.stderr,
            )
            return 2
        failed = 0
        with ThreadPoolExecutor(max_workers=2) as pool:
            for outcome in pool.map(run_check, [check for check in checks if not names or check.name in names]):
                failed += not outcome.passed
                word = "ok" if outcome.passed else "FAILED"
                print(
                    f"{word:<7}{outcome.check.name:<13} {outcome.check.proves} ({outcome.seconds:.1f} s)",
                    flush=True,
                )
                if not outcome.passed:
                    print(outcome.output, flush=True)
    print(f"{failed} checks failed." if failed else "All checks passed.")
    return 1 if failed else 0
