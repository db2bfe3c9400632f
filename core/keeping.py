"""How long the house keeps its own working material: results of jobs, drafts of forms."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from core.drafts.services import KEPT_DAYS as DRAFT_DAYS
from core.drafts.services import remove_old_drafts
from core.jobs.services import KEPT_DAYS as JOB_DAYS
from core.jobs.services import remove_old_jobs
from core.models import FormDraft, Job
from core.registry import Retention, retentions


def _jobs_due(at: datetime) -> int:
    return Job.objects.filter(finished_at__lt=at - timedelta(days=JOB_DAYS)).count()


def _drafts_due(at: datetime) -> int:
    return FormDraft.objects.filter(saved_at__lt=at - timedelta(days=DRAFT_DAYS)).count()


retentions.register(
    Retention(
        "core.jobs",
        _("Background work and its files"),
        _("thirty days after it was finished"),
        _("Long enough to fetch a result; files can hold whole lists."),
        due=_jobs_due,
        carry_out=lambda at: remove_old_jobs(at=at),
        order=60,
        reports_first=False,
    )
)
retentions.register(
    Retention(
        "core.drafts",
        _("Drafts of forms"),
        _("thirty days after the last change"),
        _("Whoever has not come back by then will not."),
        due=_drafts_due,
        carry_out=lambda at: remove_old_drafts(at=at),
        order=61,
        reports_first=False,
    )
)
