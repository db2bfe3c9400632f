"""The log of row-level exports: who took which answers out, when, and what for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ResponseExport(models.Model):
    """One time that answers of a wave left as rows. Only ever added."""

    wave = models.ForeignKey(
        "measurements.Wave", on_delete=models.PROTECT, related_name="response_exports", verbose_name=_("wave")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty: an operator on the command line."),
    )
    at = models.DateTimeField(_("when"))
    purpose = models.CharField(_("purpose"), max_length=500, help_text=_("What the answers are needed for."))
    file_format = models.CharField(_("format"), max_length=4)
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("export of answers")
        verbose_name_plural = _("exports of answers")
        db_table = "measurements_responseexport_history"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="measurements_responseexport_has_purpose"),
            models.CheckConstraint(
                condition=Q(file_format__in=["csv", "xlsx", "sav"]), name="measurements_responseexport_known_format"
            ),
        ]
        permissions = [("export_responses", "Can take answers out as rows, for a stated purpose, each time logged")]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.file_format} {self.at:%Y-%m-%d %H:%M}"
