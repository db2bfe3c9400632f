"""What respondents leave before it is filed: drafts, sealed boxes, and the public halves of the filing keys."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .wave import Wave


class FilingKey(models.Model):
    """Public key that seals the answers of one wave and day; the private half is a file outside the database."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="filing_keys", verbose_name=_("wave"))
    day = models.DateField(_("day"))
    public_key = models.BinaryField(_("public key"), max_length=32)

    class Meta:
        verbose_name = _("filing key")
        verbose_name_plural = _("filing keys")
        constraints = [
            models.UniqueConstraint(fields=["wave", "day"], name="measurements_filingkey_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.day:%Y-%m-%d}"


class SealedAnswer(models.Model):
    """A received answer that nobody can read until it is filed: a sealed box, padded to one size per questionnaire."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="sealed_answers", verbose_name=_("wave"))
    key = models.ForeignKey(FilingKey, on_delete=models.PROTECT, related_name="+", verbose_name=_("filing key"))
    box = models.BinaryField(_("sealed box"))

    class Meta:
        verbose_name = _("sealed answer")
        verbose_name_plural = _("sealed answers")

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """A half-filled form, readable only with the respondent's own link and the wave's secret; gone after 30 days."""

    locator = models.BinaryField(_("locator"), primary_key=True, max_length=32)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("wave"))
    box = models.BinaryField(_("encrypted form"))
    expires_on = models.DateField(_("deleted on"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["expires_on"], name="measurements_draft_expiry")]

    def __str__(self) -> str:
        return bytes(self.locator).hex()[:12]
