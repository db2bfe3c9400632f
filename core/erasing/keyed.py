"""What is remembered of an erased person: a hash under a key outside the database, and a list beside the backups.

With it an erasure can be recognised again (the same person comes back by an old backup) and nobody can be looked up.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from core.sealed import secret_of

_ROOM, _KEY = "privacy", "erased"


def keyed_hash(text: str) -> str:
    """The hash of an address or name, whatever its capitals and spaces."""
    plain = " ".join(text.lower().split())
    return hmac.new(secret_of(_ROOM, _KEY), plain.encode(), hashlib.sha256).hexdigest()


def keyed_hashes(texts: Iterable[str]) -> list[str]:
    """The hashes of several, each once, in no telling order."""
    return sorted({keyed_hash(text) for text in texts if text.strip()})


def _list_file() -> Path:
    directory = Path(settings.DATA_DIR) / "backups"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory / "erasures.jsonl"


def note_erasure(*, hashes: Iterable[str], request: int, at: datetime) -> None:
    """Add an erasure to the list beside the backups, which a restore reads."""
    line = json.dumps({"at": at.isoformat(), "request": request, "hashes": list(hashes)})
    with _list_file().open("a") as file:
        file.write(f"{line}\n")


def erased_since(moment: datetime | None = None) -> list[dict[str, object]]:
    """Erasures of the list, of all time or since a moment, oldest first; a damaged line is left out."""
    if not _list_file().exists():
        return []
    found = []
    for line in _list_file().read_text().splitlines():
        try:
            entry: dict[str, object] = json.loads(line)
            at = datetime.fromisoformat(str(entry["at"]))
        except (ValueError, KeyError):
            continue
        if moment is None or at >= moment:
            found.append(entry)
    return found
