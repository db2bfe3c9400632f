"""The command line of each process, one list for the local runner, the container images and the tests.

`python -m ind_reputation.runner.commands web` replaces itself by that process; it is the entry point of the image.
"""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = str(ROOT / "manage.py")


def web(env: Mapping[str, str]) -> list[str]:
    """Return the web server: WSGI, no access log (paths carry tokens)."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-access-log", "--log-level", "warning"]
    command += ["--host", env.get("WEB_HOST", "127.0.0.1"), "--port", env.get("WEB_PORT", "8000")]
    command += ["--workers", env.get("WEB_WORKERS", "1"), "--blocking-threads", env.get("WEB_THREADS", "4")]
    command += ["--backlog", "512", "--workers-kill-timeout", "5", "--respawn-failed-workers"]
    return [*command, "ind_reputation.wsgi:application"]


def worker(env: Mapping[str, str]) -> list[str]:
    """Return the Celery worker: two processes, so that a long report does not hold up the mail."""
    command = [sys.executable, "-m", "celery", "-A", "ind_reputation", "worker", "--loglevel", "WARNING"]
    command += ["--pool", env.get("WORKER_POOL", "prefork"), "--concurrency", env.get("WORKER_CONCURRENCY", "2")]
    return [*command, "--without-gossip", "--without-mingle"]


def beat(env: Mapping[str, str]) -> list[str]:
    """Return the Celery scheduler; its schedule is in the database."""
    return [sys.executable, "-m", "celery", "-A", "ind_reputation", "beat", "--loglevel", "WARNING", "--pidfile="]


def init(env: Mapping[str, str]) -> list[str]:
    """Return the command that migrates, grants and schedules, and then ends."""
    return [sys.executable, MANAGE, "prepare"]


COMMANDS: dict[str, Callable[[Mapping[str, str]], list[str]]] = {
    "web": web,
    "worker": worker,
    "beat": beat,
    "init": init,
}


def main(arguments: list[str]) -> None:
    """Replace this process by the named one, or by `manage.py` for anything else."""
    name = arguments[0] if arguments else ""
    command = COMMANDS[name](os.environ) if name in COMMANDS else [sys.executable, MANAGE, *arguments]
    os.chdir(ROOT)
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
