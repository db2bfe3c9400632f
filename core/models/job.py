"""Background work that a person started: state, progress, result or error in words."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work. Its kind is declared in the registry slot `job_kinds`."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    ALLOWED_MOVES = {
        State.WAITING: {State.RUNNING, State.CANCELLED},
        State.RUNNING: {State.DONE, State.FAILED, State.CANCELLED},
        State.DONE: set(),
        State.FAILED: set(),
        State.CANCELLED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60, help_text=_("Name of the kind of work in the registry."))
    title = models.CharField(_("title"), max_length=200)
    parameters = models.JSONField(_("parameters"), default=dict, help_text=_("Ids and choices, never file contents."))
    upload = models.FileField(_("file"), upload_to="jobs/%Y/%m/", blank=True, max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    progress = models.PositiveIntegerField(_("progress"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0, help_text=_("0 while the amount of work is not known."))
    message = models.CharField(_("message"), max_length=500, blank=True)
    result = models.JSONField(_("result"), default=dict)
    output = models.FileField(_("result file"), upload_to="jobs/%Y/%m/", blank=True, max_length=200)
    cancel_requested = models.BooleanField(_("cancel requested"), default=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    seen_at = models.DateTimeField(_("last sign of life"), null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total=0) | Q(progress__lte=F("total")), name="core_job_progress_within"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at=None)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="core_job_finished_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="core_job_state")]

    def __str__(self) -> str:
        return f"{self.title} ({self.id})"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return not self.ALLOWED_MOVES[self.State(self.state)]

    @property
    def percent(self) -> int | None:
        """Progress in whole percent, None while the amount of work is not known."""
        return round(100 * self.progress / self.total) if self.total else None
