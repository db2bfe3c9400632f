"""The real published figures in the demo: facts with their source, the same file that an installation imports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from core.imports import import_list
from core.registry import DemoLoader, demo_loaders

from .services.published_results import PUBLISHED_RESULTS

FIGURES = Path(__file__).parent / "data" / "published_results.csv"


def load(at: datetime) -> None:
    """Import the published figures; a second time changes nothing."""
    with FIGURES.open("rb") as source:
        import_list(kind=PUBLISHED_RESULTS, source=source, by=None, at=at)


demo_loaders.register(DemoLoader("measurements.published_results", load, order=15))
