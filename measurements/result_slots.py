"""Fills the registry slots of the house with what results offer: jobs, imports, the menu."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import JobRefused, report_progress
from core.models import Job
from core.registry import JobKind, MenuItem, import_kinds, job_kinds, menu_items

from . import result_demo as result_demo
from . import result_grants as result_grants
from .services.published_results import PUBLISHED_RESULTS

EXPORT_RESPONSES = "measurements.export_responses"


def _run_export(job: Job) -> dict[str, Any]:
    """Write the file of a row-level export; the right to it is checked again, for it may have been taken away."""
    from .models import Wave
    from .services.exporting import NothingMayLeave, export_responses

    if not job.started_by.has_perm(EXPORT_RESPONSES):
        raise JobRefused(_("Your role no longer allows this."))
    wave = Wave.objects.select_related("instrument_version").get(pk=job.parameters["wave_id"])
    name = job.parameters["file_format"]
    report_progress(job, done=0, total=2, message=_("Writing the file"))
    with TemporaryDirectory() as directory:
        target = Path(directory) / f"answers-{wave.pk}.{name}"
        try:
            log = export_responses(
                wave=wave,
                file_format=name,
                target=target,
                purpose=job.parameters["purpose"],
                by=job.started_by,
                at=timezone.now(),
            )
        except NothingMayLeave:
            raise JobRefused(_("Only answers of a closed measurement above its floor may leave.")) from None
        job.output.save(target.name, ContentFile(target.read_bytes()), save=False)
    return {"rows": log.rows}


import_kinds.register(PUBLISHED_RESULTS)
job_kinds.register(
    JobKind(EXPORT_RESPONSES, gettext_lazy("Export of answers"), _run_export, "measurements/results/_export_done.html")
)
menu_items.register(
    MenuItem(
        "measurements.results",
        gettext_lazy("Results"),
        "results:list",
        "measurements.read_results",
        order=25,
        prefix="/metingen/resultaten/",
    )
)
