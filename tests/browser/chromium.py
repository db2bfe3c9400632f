"""Where a Chromium is, how it is started, and how to get one."""

import os
import shutil

HOW_TO_GET = "no Chromium found. Install one (Debian: apt-get install chromium) or set CHROMIUM to its path."
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]


def find_chromium():
    """The path of a Chromium or Chrome on this machine, or None."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    for name in ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None
