"""Fetching messages that lie as files in a folder (or a Maildir) or unread in a mailbox (IMAP)."""

from __future__ import annotations

import imaplib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PER_SWEEP = 50
# A file that changed so recently may still be written.
_SETTLED_SECONDS = 3
_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")
_TIMEOUT = 30


def waiting_files(folder: Path) -> Iterator[Path]:
    """Message files that lie in a folder and are no longer being written, by name."""
    settled = time.time() - _SETTLED_SECONDS
    found = 0
    for place in (folder, folder / "new", folder / "cur"):
        if not place.is_dir():
            continue
        for entry in sorted(os.scandir(place), key=lambda item: item.name):
            if found >= PER_SWEEP:
                return
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
                if entry.name.lower().endswith(_UNFINISHED) or entry.stat().st_mtime > settled:
                    continue
                found += 1
                yield Path(entry.path)


def read_file(path: Path, *, most: int) -> bytes:
    """A message from a file; of one that is too large one byte more than `most`, which is enough to refuse it."""
    with path.open("rb") as file:
        return file.read(most + 1)


def connect(url: str) -> tuple[Any, str]:
    """An IMAP connection that is signed in, and the folder to read, of imaps://user:password@host:port/folder."""
    parts = urlsplit(url)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    port = parts.port or (993 if parts.scheme == "imaps" else 143)
    connection = kind(parts.hostname or "localhost", port, timeout=_TIMEOUT)
    connection.login(unquote(parts.username or ""), unquote(parts.password or ""))
    return connection, unquote(parts.path.strip("/")) or "INBOX"


def unread_messages(url: str, *, most: int, connect: Callable[[str], tuple[Any, str]] = connect) -> Iterator[bytes]:
    """The unread messages of a mailbox; each is marked read once the caller asks for the next one.

    Raises OSError and imaplib.IMAP4.error when the mailbox cannot be reached.
    """
    connection, folder = connect(url)
    try:
        connection.select(folder)
        _answer, found = connection.uid("search", None, "UNSEEN")
        for number in found[0].split()[:PER_SWEEP]:
            # Partial fetch: a message that is too large is not read to its end.
            _answer, parts = connection.uid("fetch", number, f"(BODY.PEEK[]<0.{most + 1}>)")
            yield next((part[1] for part in parts if isinstance(part, tuple)), b"")
            connection.uid("store", number, "+FLAGS", "(\\Seen)")
    finally:
        connection.logout()
