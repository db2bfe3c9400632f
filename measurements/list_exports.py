"""The list of measurements as a file, as it is shown; never who answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from core.registry import ListExport, list_exports

from .access import READ
from .filters import WaveFilter
from .models import Wave
from .tables import WaveTable


def waves(query: Any, user: Any, at: datetime) -> WaveTable:
    """Measurements under this filter."""
    return WaveTable(WaveFilter(query, queryset=Wave.objects.all(), request=None).qs)


list_exports.register(ListExport("waves", gettext_lazy("Measurements"), READ, waves))
