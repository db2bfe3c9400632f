"""What a data directory remembers between starts: whether the demo is wanted, and whether it has been loaded."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .datadir import DataDir


@dataclass
class Installation:
    """The memory of one data directory."""

    demo: bool = False
    demo_loaded: bool = False
    known: bool = False

    @property
    def demo_is_due(self) -> bool:
        """Whether this start must load the demo (again, when an earlier start was broken off halfway)."""
        return self.demo and not self.demo_loaded


def _path(data: DataDir) -> Path:
    return data.root / "installation.json"


def recall(data: DataDir) -> Installation:
    """Return what this directory remembers; the defaults on a directory that was never started."""
    try:
        stored = json.loads(_path(data).read_text())
    except (OSError, ValueError):
        return Installation()
    return Installation(demo=bool(stored.get("demo")), demo_loaded=bool(stored.get("demo_loaded")), known=True)


def remember(data: DataDir, installation: Installation) -> None:
    """Store it."""
    _path(data).write_text(json.dumps({**asdict(installation), "known": True}))


def first_choice(data: DataDir, *, demo: bool) -> Installation:
    """Return what the directory remembers; on its first start that is the wish of the person who starts it."""
    installation = recall(data)
    if not installation.known:
        installation = Installation(demo=demo, known=True)
        remember(data, installation)
    return installation
