"""Render the monthly report as PDF. Neither approves nor mails it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.periods import Month
from kpis.exceptions import NothingToReport
from kpis.models import MonthlyReport
from kpis.services.reporting import current, render, snapshot_of


class Command(BaseCommand):
    help = (
        "Render the monthly report of one month as PDF: as stored, or as it would be now. Approves and mails nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, help="YYYY-MM")
        parser.add_argument("--out", required=True, type=Path, help="the PDF to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = Month.parse(options["month"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        try:
            pdf = self._pdf(month)
        except NothingToReport:
            raise CommandError(f"no values for {month}: run fill_kpis --month {month} first") from None
        try:
            options["out"].write_bytes(pdf)
        except OSError as error:
            raise CommandError(f"cannot write {options['out']}: {error.strerror}") from None
        self.stdout.write(f"{options['out']}: {len(pdf)} bytes")

    def _pdf(self, month: Month) -> bytes:
        report = MonthlyReport.objects.filter(month=month.first_day).order_by("-version").first()
        if report is None:
            now = timezone.now()
            return render(snapshot=snapshot_of(month=month, at=now), version=1, at=now)
        if report.pdf:
            try:
                with report.pdf.open("rb") as stored:
                    return bytes(stored.read())
            except OSError as error:
                reason = error.strerror or error
                raise CommandError(f"the file of this report cannot be read: {report.pdf.name}: {reason}") from None
        moment = report.approved_at or report.drafted_at
        return render(snapshot=current(report), version=report.version, at=moment, changes=report.changes)
