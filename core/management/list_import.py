"""The command that imports a list by file: the same as in the browser, whole or not at all; twice changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.history import acting
from core.imports import ImportRefused, import_list
from core.registry import ImportKind


class ListImportCommand(BaseCommand):
    """A command says which list: `kind`, and a `help` of its own."""

    kind: ClassVar[ImportKind]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file: CSV or a workbook."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import. Raises CommandError after a line per problem, or when the file cannot be opened."""
        path: Path = options["file"]
        try:
            with path.open("rb") as source, acting(None, route=f"import {self.kind.name}"):
                report = import_list(kind=self.kind, source=source, by=None, at=timezone.now())
        except OSError as error:
            reason = f"{path}: {error.strerror or error}"
            raise CommandError(_("The file cannot be opened: %(reason)s") % {"reason": reason}) from error
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
