"""Filed answers. Two tables for two modes; no code moves an answer from one to the other.

Columns are exactly what design.md allows: no time, no sequence, no address. The order of rows means nothing.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .instrument import InstrumentVersion
from .wave import Wave


class Answer(models.Model):
    """An anonymous answer: the only time it has is its wave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="answers", verbose_name=_("wave"))
    version = models.ForeignKey(
        InstrumentVersion,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("questionnaire"),
    )
    answers = models.JSONField(_("answers"), help_text=_("Answer per item code; the truth."))
    items = ArrayField(
        models.SmallIntegerField(null=True),
        verbose_name=_("scale items"),
        help_text=_("Values of the scale items in the fixed order of the version; empty is missing."),
    )
    strata = models.JSONField(_("strata"), default=dict, help_text=_("Groups declared before the wave opened."))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return str(self.id)


class ConfidentialAnswer(models.Model):
    """A confidential answer: carries a pseudonym and an organisation cluster that only the key table explains."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, related_name="confidential_answers", verbose_name=_("wave")
    )
    version = models.ForeignKey(
        InstrumentVersion,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("questionnaire"),
    )
    respondent = models.UUIDField(_("pseudonym"))
    cluster = models.UUIDField(_("organisation cluster"))
    answers = models.JSONField(_("answers"), help_text=_("Answer per item code; the truth."))
    items = ArrayField(
        models.SmallIntegerField(null=True),
        verbose_name=_("scale items"),
        help_text=_("Values of the scale items in the fixed order of the version; empty is missing."),
    )
    strata = models.JSONField(_("strata"), default=dict, help_text=_("Groups declared before the wave opened."))

    class Meta:
        verbose_name = _("confidential answer")
        verbose_name_plural = _("confidential answers")
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "respondent"], name="measurements_confidentialanswer_once_per_respondent"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
