"""The name `localhost` on a bare system that lacks it (passkeys refuse a bare address)."""

import os
import socket
from pathlib import Path

HOSTS = Path("/etc/hosts")


def name_localhost(hosts: Path = HOSTS) -> str:
    """Make sure that `localhost` is known; return what to tell the person at the keyboard, or nothing."""
    if resolves():
        return ""
    if os.geteuid() == 0:
        try:
            with hosts.open("a") as file:
                file.write("127.0.0.1\tlocalhost\n")
        except OSError:
            pass
        else:
            return f"The name localhost was missing on this machine and has been added to {hosts}."
    return (
        f"The name localhost is missing on this machine: add '127.0.0.1 localhost' to {hosts} if a browser wants it."
    )


def resolves() -> bool:
    """Whether the name can be looked up."""
    try:
        socket.getaddrinfo("localhost", 80, socket.AF_INET)
    except socket.gaierror:
        return False
    return True
