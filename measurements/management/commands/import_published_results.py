"""`import_published_results FILE`: figures of earlier studies, whole or not at all; twice changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.imports import ImportRefused, import_list
from measurements.services.published_results import PUBLISHED_RESULTS


class Command(BaseCommand):
    help = "Import published figures of earlier studies from a CSV file or workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as source:
                report = import_list(kind=PUBLISHED_RESULTS, source=source, by=None, at=timezone.now())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except ImportRefused as refusal:
            for problem in refusal.report.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{refusal.report.problem_count} problem(s); nothing was imported.") from refusal
        if report.unknown_columns:
            self.stdout.write(f"Unknown columns, left out: {', '.join(report.unknown_columns)}")
        counts = report.counts
        self.stdout.write(f"{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged.")
