"""Work of this room that a person can start."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import JobRefused
from core.registry import JobKind, job_kinds

from .services.running import fill_and_compute


def run_fill(job: Any) -> dict[str, Any]:
    """Fill what is new and compute the lines; says how many values there are."""
    filled = fill_and_compute(at=timezone.now())
    if filled.failed:
        raise JobRefused(_("Not filled: %(kpis)s. The others were.") % {"kpis": ", ".join(sorted(set(filled.failed)))})
    return {"kpis": filled.kpis, "values": filled.rows}


job_kinds.register(JobKind("kpis.fill", gettext_lazy("Fill the KPIs"), run_fill))
