"""`export_responses --wave W --format csv,xlsx,sav --out FILE`: answers as rows, logged, without identity."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from measurements.models import Wave
from measurements.services.exporting import FORMATS, NoPurpose, NothingMayLeave, export_responses

BY_OPERATOR = "taken out by an operator on the command line"


class Command(BaseCommand):
    help = "Write the answers of a closed wave as rows: random order, no identity, rare choices joined; it is logged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--wave", type=int, required=True, help="number of the wave")
        parser.add_argument(
            "--format", default="csv", help="csv, xlsx or sav; several with commas, each with its own ending"
        )
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--purpose", default=BY_OPERATOR, help="what the answers are needed for (logged)")
        parser.add_argument("--by", default="", help="e-mail address of the researcher (logged)")

    def handle(self, *args: Any, **options: Any) -> None:
        wave = Wave.objects.select_related("instrument_version").filter(pk=options["wave"]).first()
        if wave is None:
            raise CommandError(f"There is no wave {options['wave']}.")
        formats = [name.strip() for name in options["format"].split(",") if name.strip()]
        unknown = [name for name in formats if name not in FORMATS]
        if unknown or not formats:
            raise CommandError(f"“{', '.join(unknown)}” is not a format; use {', '.join(FORMATS)}.")
        out: Path = options["out"]
        for name in formats:
            target = out if len(formats) == 1 else out.with_suffix(f".{name}")
            log = self._export(wave, name, target, options)
            self.stdout.write(f"{target}: {log.rows} rows.")

    def _export(self, wave: Wave, name: str, target: Path, options: dict[str, Any]) -> Any:
        try:
            return export_responses(
                wave=wave,
                file_format=name,
                target=target,
                purpose=options["purpose"],
                by=self._researcher(options["by"]),
                at=timezone.now(),
            )
        except NoPurpose as error:
            raise CommandError("Say with --purpose what the answers are needed for; it is logged.") from error
        except NothingMayLeave as error:
            raise CommandError("Only answers of a closed wave above its floor may leave.") from error
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror or error}") from error

    def _researcher(self, email: str) -> Any:
        if not email:
            return None
        user = get_user_model().objects.filter(email__iexact=email).first()
        if user is None or not user.has_perm("measurements.export_responses"):
            raise CommandError(f"{email} is not somebody who may take answers out.")
        return user
