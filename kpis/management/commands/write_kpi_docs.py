"""Write docs/kpi-definitions.md from the declarations in code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kpis.docs import definitions_page


class Command(BaseCommand):
    help = "Write docs/kpi-definitions.md from the declarations in kpis/definitions.py."

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.BASE_DIR) / "docs" / "kpi-definitions.md"
        target.write_text(definitions_page(), encoding="utf-8")
        self.stdout.write(str(target.relative_to(settings.BASE_DIR)))
