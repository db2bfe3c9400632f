"""Fill the KPI values of one month and compute the lines."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.periods import Month
from kpis.services.running import fill_one_month


class Command(BaseCommand):
    help = (
        "Fill the KPI values of one month from stored results and compute the lines. Doing it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, help="YYYY-MM")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = Month.parse(options["month"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        now = timezone.now()
        if month > Month.of(now):
            raise CommandError(f"{month} has not begun yet")
        filled = fill_one_month(month=month, at=now)
        self.stdout.write(f"{month}: {filled.rows} values of {filled.kpis} KPIs")
        if filled.failed:
            raise CommandError(f"not filled: {', '.join(filled.failed)}; see the log")
