"""What the house keeps about erasing and keeping: where text was blanked, the periods, and the runs of the night."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked


class ErasedText(models.Model):
    """Where text was blanked: written by the database function that blanks it, never changed."""

    at = models.DateTimeField(_("moment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    why = models.CharField(_("why"), max_length=200, help_text=_("The request, by its number; names nobody."))
    table_name = models.CharField(_("table"), max_length=63)
    column_name = models.CharField(_("column"), max_length=63)
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("blanked text")
        verbose_name_plural = _("blanked texts")
        db_table = "core_erasedtext_history"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="core_erasedtext_has_reason")]

    def __str__(self) -> str:
        return f"{self.table_name}.{self.column_name}: {self.rows}"


@tracked()
class RetentionPeriod(models.Model):
    """How long one kind is kept, where the privacy officer chose otherwise than the declaration in code."""

    name = models.CharField(_("kind"), max_length=60, unique=True, help_text=_("Name in the registry."))
    days = models.PositiveIntegerField(_("days"), help_text=_("Between 30 days and 20 years."))
    reason = models.CharField(_("reason"), max_length=300, help_text=_("Why so long and no longer."))

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=30, days__lte=7305),
                name="core_retentionperiod_within_reason",
                violation_error_message=_("Give a number of days between 30 and 7305 (20 years)."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="core_retentionperiod_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.days}"


class RetentionRun(models.Model):
    """One announcement of what will go, and what came of it."""

    name = models.CharField(_("kind"), max_length=60)
    reported_at = models.DateTimeField(_("reported"))
    due = models.PositiveIntegerField(_("due"), help_text=_("How many were past their time when it was reported."))
    not_before = models.DateTimeField(_("not before"))
    held_at = models.DateTimeField(_("held since"), null=True)
    held_reason = models.CharField(_("why held"), max_length=300, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("held by")
    )
    carried_out_at = models.DateTimeField(_("carried out"), null=True)
    removed = models.PositiveIntegerField(_("removed"), null=True)
    error = models.CharField(_("error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ["-reported_at", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(carried_out_at=None), name="core_retentionrun_one_open_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at=None, removed=None)
                | Q(
                    carried_out_at__isnull=False,
                    carried_out_at__gte=F("not_before"),
                    removed__isnull=False,
                    held_at=None,
                ),
                name="core_retentionrun_after_its_time",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None, held_reason="", held_by=None)
                | (Q(held_at__isnull=False, held_by__isnull=False) & ~Q(held_reason="")),
                name="core_retentionrun_held_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.reported_at:%Y-%m-%d}"
