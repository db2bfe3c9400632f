"""Making a backup and restoring one."""

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core.erasing.keyed import erased_since

from . import archive, database
from .exceptions import BackupFromNewerVersion, BackupRefused, InstallationNotEmpty, RestoreFailed
from .state import backups_directory, note_backup, note_proof


@dataclass(frozen=True)
class BackupReport:
    """What a backup or restore handled."""

    path: Path
    bytes: int
    tables: int
    rows: int
    files: int
    sealed: int
    erased_since: int = 0


def make_backup(*, out: Path, at: datetime) -> BackupReport:
    """Write one file with the database and the attachments. Raises BackupRefused; `out` is whole or not there."""
    if out.exists():
        raise BackupRefused(f"{out} exists already; a backup is never overwritten.")
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".backup-") as directory:
            dump = Path(directory) / archive.DUMP
            manifest = _dump(dump, at=at)
            draft.touch(mode=0o600)
            with draft.open("wb") as file:
                archive.write_archive(file, manifest=manifest, dump=dump, media=Path(settings.MEDIA_ROOT))
        draft.rename(out)
    finally:
        draft.unlink(missing_ok=True)
    report = _report(out, manifest)
    note_backup(at=at, path=out, size=report.bytes)
    return report


def _dump(target: Path, *, at: datetime) -> archive.Manifest:
    """Dump the database; counts and dump see the same moment."""
    with database.connect_as_owner() as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchall()[0][0]
        names = database.tables(connection)
        left_out = [name for name in names if name in settings.BACKUP_EXCLUDED_TABLES]
        major = database.server_major(connection)
        rows = database.count_rows(connection, [name for name in names if name not in left_out])
        database.dump(target, snapshot=str(snapshot), without_rows_of=left_out, major=major)
    applied = [f"{app}.{name}" for app, name in MigrationRecorder(connections["default"]).applied_migrations()]
    return archive.Manifest(
        made_at=at.isoformat(), server_major=major, migrations=sorted(applied), rows=rows, left_out=left_out
    )


def restore_backup(*, path: Path, at: datetime) -> BackupReport:
    """Fill this empty installation from a backup file.

    Raises BackupDamaged, BackupFromNewerVersion, InstallationNotEmpty and RestoreFailed; nothing is changed then.
    """
    manifest = archive.read_manifest(path)
    archive.verify_archive(path, manifest)
    _refuse_newer(manifest)
    refuse_unless_empty()
    with database.connect_as_owner() as connection:
        major = database.server_major(connection)
    if major < manifest.server_major:
        raise BackupFromNewerVersion(
            f"The backup comes from PostgreSQL {manifest.server_major}; this server is version {major}."
        )
    connections.close_all()
    with tempfile.TemporaryDirectory(dir=backups_directory(), prefix=".restore-") as directory:
        dump = Path(directory) / archive.DUMP
        archive.extract_dump(path, dump)
        database.load(dump, major=major)
    archive.extract_media(path, Path(settings.MEDIA_ROOT))
    _compare(manifest)
    # Newer migrations, the rights of the application's role, roles and schedule.
    call_command("prepare")
    note_proof(at=at, backup=path, made_at=manifest.made_at)
    erased = len(erased_since(datetime.fromisoformat(manifest.made_at)))
    return replace(_report(path, manifest), erased_since=erased)


def _refuse_newer(manifest: archive.Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    ours = tuple(f"{config.label}." for config in apps.get_app_configs())
    unknown = [name for name in manifest.migrations if name not in known and name.startswith(ours)]
    if unknown:
        raise BackupFromNewerVersion(
            f"The backup was made by a newer version of the product ({unknown[0]}): install that first."
        )


def refuse_unless_empty() -> None:
    """Raise InstallationNotEmpty when somebody works here already."""
    media = Path(settings.MEDIA_ROOT)
    if any(archive.files_below(media)):
        raise InstallationNotEmpty(
            f"There are files in {media}: a backup is only restored into an empty installation."
        )
    with database.connect_as_owner() as connection:
        users = get_user_model()._meta.db_table
        if users in database.tables(connection) and database.count_rows(connection, [users])[users]:
            raise InstallationNotEmpty(
                "This installation has users: a backup is only restored into an empty one (./run --no-demo)."
            )


def _compare(manifest: archive.Manifest) -> None:
    """Raise RestoreFailed when a table does not hold as many rows as were counted for the backup."""
    with database.connect_as_owner() as connection:
        rows = database.count_rows(connection, list(manifest.rows))
    different = [
        f"{name} ({rows[name]} instead of {count})" for name, count in manifest.rows.items() if rows[name] != count
    ]
    if different:
        raise RestoreFailed(f"These tables differ from the backup: {', '.join(different)}")


def _report(path: Path, manifest: archive.Manifest) -> BackupReport:
    files = len(manifest.checksums) - 1
    sealed = sum(manifest.rows.get(name, 0) for name in settings.BACKUP_SEALED_TABLES)
    return BackupReport(path, path.stat().st_size, len(manifest.rows), sum(manifest.rows.values()), files, sealed)
