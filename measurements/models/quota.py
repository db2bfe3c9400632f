"""How many filed answers of a wave belong to each quota. Counted at filing, so a count never points at one answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .wave import Wave


class QuotaCount(models.Model):
    """The number of filed answers in one quota of a wave."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="quota_counts", verbose_name=_("wave"))
    code = models.CharField(_("quota"), max_length=20, help_text=_("As in the questionnaire."))
    count = models.PositiveIntegerField(_("count"), default=0, help_text=_("Filed answers that belong to it."))

    class Meta:
        verbose_name = _("quota count")
        verbose_name_plural = _("quota counts")
        constraints = [
            models.UniqueConstraint(fields=["wave", "code"], name="measurements_quotacount_once_per_quota"),
            models.CheckConstraint(condition=Q(count__gte=0), name="measurements_quotacount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.count}"
