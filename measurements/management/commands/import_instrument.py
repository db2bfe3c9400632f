"""`import_instrument FILE`: a questionnaire into the library, or everything that is wrong with it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from measurements.domain.checking import InvalidInstrument
from measurements.exceptions import SameNumberOtherText
from measurements.services.instruments import import_instrument


class Command(BaseCommand):
    help = "Import a questionnaire document (JSON). The same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            version, is_new = import_instrument(raw=path.read_bytes(), by=None, at=timezone.now())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except InvalidInstrument as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problem(s); nothing was imported.") from error
        except SameNumberOtherText:
            raise CommandError("This version number exists already with other texts; nothing was imported.") from None
        self.stdout.write(f"{version}: {'imported' if is_new else 'was there already'} ({version.sha256[:12]})")
