"""`python -m ind_reputation.runner.health web|worker|beat`: status 0 when that process of this container is well."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path


def web() -> bool:
    """Whether the web server is ready (a missing worker or queue is degraded, not ill)."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    address = f"http://127.0.0.1:{os.environ.get('WEB_PORT', '8000')}/healthz/ready"
    request = urllib.request.Request(address, headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=8) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def worker() -> bool:
    """Whether the worker of this machine answers over the queue."""
    command = [sys.executable, "-m", "celery", "-A", "ind_reputation", "inspect", "ping", "--timeout", "10"]
    command += ["--destination", f"celery@{socket.gethostname()}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def beat() -> bool:
    """Whether the scheduler of this container has started (a stopped one ends its container)."""
    return (Path(os.environ.get("DATA_DIR", ".data")) / "run" / "beat.ready").exists()


CHECKS = {"web": web, "worker": worker, "beat": beat}

if __name__ == "__main__":
    sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
