"""The doors to lines and reports: what does not exist gives 404."""

from __future__ import annotations

from django.http import Http404

from core.periods import Month

from .choices import Level
from .definitions import Definition, UnknownKpi, definition
from .models import MonthlyReport


def get_line_or_404(kpi: str, level: str, dimension: str) -> tuple[Definition, Level, str]:
    """The declaration, level and part of an address; without a part the first one. Raises Http404."""
    try:
        one = definition(kpi)
        found = Level(level)
    except (UnknownKpi, ValueError):
        raise Http404 from None
    parts = [part.code for part in one.dimensions]
    if found not in one.levels or (dimension and dimension not in parts):
        raise Http404
    return one.part(dimension or parts[0]), found, dimension or parts[0]


def get_report_or_404(month: Month, *, version: str = "") -> MonthlyReport:
    """The report on this month in force, or the version asked for. Raises Http404."""
    found = MonthlyReport.objects.filter(month=month.first_day).order_by("-version")
    if version:
        if not (version.isascii() and version.isdigit() and len(version) < 5):
            raise Http404
        found = found.filter(version=int(version))
    report = found.select_related("approved_by").first()
    if report is None:
        raise Http404
    return report
