"""`import_organisations FILE`: the list of organisations from the command line; the same as in the browser."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.history import acting
from core.imports import ImportRefused, import_list
from stakeholders.imports import ORGANISATIONS


class Command(BaseCommand):
    help = "Imports organisations from a CSV file or workbook: whole or not at all; twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as source, acting(None, route="import_organisations"):
                report = import_list(kind=ORGANISATIONS, source=source, by=None, at=timezone.now())
        except OSError as error:
            raise CommandError(
                _("The file cannot be opened: %(reason)s") % {"reason": f"{path}: {error.strerror or error}"}
            ) from error
        except ImportRefused as refusal:
            for problem in refusal.report.problems:
                self.stderr.write(str(problem))
            count = refusal.report.problem_count
            sentence = ngettext(
                "Nothing was imported: %(count)d problem.", "Nothing was imported: %(count)d problems.", count
            )
            raise CommandError(sentence % {"count": count}) from refusal
        if report.unknown_columns:
            self.stdout.write(
                _("Columns we do not know, left out: %(columns)s") % {"columns": ", ".join(report.unknown_columns)}
            )
        self.stdout.write(_("%(new)d new, %(changed)d changed, %(unchanged)d unchanged") % report.counts)
