"""`compile_translations`: makes the binary catalogues that Django reads (not kept in the repository)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.catalogue import compile_stale


class Command(BaseCommand):
    """Needs no gettext on the machine."""

    help = "Compiles the translation catalogues that have changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile what is stale."""
        for locale in settings.LOCALE_PATHS:
            for path in compile_stale(Path(locale)):
                self.stdout.write(f"compiled {path.name} of {path.parent.parent.name}")
