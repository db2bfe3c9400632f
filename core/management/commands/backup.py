"""`backup --out FILE`: one file with the database, the attachments and their checksums."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.backup.exceptions import BackupRefused
from core.backup.services import make_backup
from core.postgres_binaries import PostgresProgramMissing


class Command(BaseCommand):
    """Keys, drafts and sessions are never in it."""

    help = "Writes one file with the database, the attachments and their checksums. No keys, drafts or sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to write."""
        parser.add_argument("--out", type=Path, required=True, help="the file to write; it must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the backup. Raises CommandError with the reason when it cannot be made."""
        try:
            report = make_backup(out=options["out"], at=timezone.now())
        except (BackupRefused, PostgresProgramMissing) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"cannot write {options['out']}: {error.strerror or error}") from error
        self.stdout.write(
            f"{report.path}: {report.rows} rows of {report.tables} tables, {report.files} files, {report.bytes} bytes."
        )
        self.stdout.write("The keys are not in it. They are kept apart, see docs/operations.md.")
