"""Counters of the fieldwork per wave and day, added to apart from the answers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .wave import Wave


class FieldworkCount(models.Model):
    """How often something happened on one day of a wave: `received`, `page:2` (reached), `duration:1` (band)."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="fieldwork_counts", verbose_name=_("wave"))
    day = models.DateField(_("day"))
    measure = models.CharField(_("what is counted"), max_length=20)
    count = models.PositiveIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("fieldwork counter")
        verbose_name_plural = _("fieldwork counters")
        ordering = ["day", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "day", "measure"], name="measurements_fieldworkcount_once"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.day:%Y-%m-%d} {self.measure}: {self.count}"
