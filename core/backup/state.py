"""What is known about backups of this installation: the last one, and the last one that was proven by restoring it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

OLD_AFTER = timedelta(days=2)
PROOF_OLD_AFTER = timedelta(days=100)
_LAST = "last-backup.json"


@dataclass(frozen=True)
class BackupState:
    """The last backup (moment, bytes) and the moment of the last proven restore; None where there was none."""

    made_at: datetime | None
    size: int
    proven_at: datetime | None


def backups_directory() -> Path:
    """Return where notes about backups, and by custom the files, lie."""
    directory = Path(settings.DATA_DIR) / "backups"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def note_backup(*, at: datetime, path: Path, size: int) -> None:
    """Keep that a backup was made."""
    (backups_directory() / _LAST).write_text(json.dumps({"at": at.isoformat(), "file": path.name, "bytes": size}))


def note_proof(*, at: datetime, backup: Path, made_at: str) -> None:
    """Keep beside the backup file that it was restored; an operator keeps both in the directory of backups."""
    text = json.dumps({"at": at.isoformat(), "made_at": made_at})
    for directory in {backup.resolve().parent, backups_directory().resolve()}:
        try:
            (directory / f"{backup.name}.proof.json").write_text(text)
        except OSError:
            continue  # a read-only medium: the proof still stands in the directory of backups


def backup_state() -> BackupState:
    """Return what is known."""
    directory = backups_directory()
    last = _read(directory / _LAST)
    proofs = [
        datetime.fromisoformat(str(note["at"])) for path in directory.glob("*.proof.json") if (note := _read(path))
    ]
    made_at = datetime.fromisoformat(str(last["at"])) if last else None
    return BackupState(made_at, int(str(last.get("bytes", 0))), max(proofs, default=None))


def _read(path: Path) -> dict[str, object]:
    try:
        note: dict[str, object] = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return note


def check_backup() -> tuple[str, str]:
    """Answer for "Does everything work?": state and sentence."""
    state, now = backup_state(), timezone.now()
    if state.made_at is None:
        return "error", _(
            "No backup has been made yet. The administrator of the server makes one with the command backup."
        )
    size = f"{state.size / 1_000_000:.1f} MB"
    when = timezone.localtime(state.made_at).strftime("%d-%m-%Y %H:%M")
    if now - state.made_at > OLD_AFTER:
        return "error", _("The last backup is of %(when)s (%(size)s): too old.") % {"when": when, "size": size}
    if state.proven_at is None or now - state.proven_at > PROOF_OLD_AFTER:
        return "warning", _("The last backup is of %(when)s (%(size)s). Restoring one has not been tried lately.") % {
            "when": when,
            "size": size,
        }
    proven = timezone.localtime(state.proven_at).strftime("%d-%m-%Y")
    return "ok", _("The last backup is of %(when)s (%(size)s); restoring was proven on %(proven)s.") % {
        "when": when,
        "size": size,
        "proven": proven,
    }
