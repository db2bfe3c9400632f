"""`restore FILE`: fills an empty installation from a backup file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.backup.exceptions import BackupDamaged, BackupFromNewerVersion, InstallationNotEmpty, RestoreFailed
from core.backup.services import restore_backup
from core.postgres_binaries import PostgresProgramMissing


class Command(BaseCommand):
    """Never overwrites: an installation with users or files is refused."""

    help = "Fills an empty installation from a backup file, after checking every checksum."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to read."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore. Raises CommandError with the reason when it is refused."""
        refusals = (BackupDamaged, BackupFromNewerVersion, InstallationNotEmpty, RestoreFailed, PostgresProgramMissing)
        try:
            report = restore_backup(path=options["file"], at=timezone.now())
        except refusals as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"cannot restore {options['file']}: {error.strerror or error}") from error
        self.stdout.write(f"Restored {report.rows} rows of {report.tables} tables and {report.files} files.")
        self.stdout.write(
            f"{report.sealed} sealed answers and signals can only be read with the keys, kept elsewhere."
        )
        if report.erased_since:
            self.stdout.write(
                f"{report.erased_since} persons were erased after this backup was made and are back: "
                "run replay_erasures --by ADDRESS before anybody works here."
            )
        self.stdout.write("Everybody signs in again; restart web, worker and beat.")
