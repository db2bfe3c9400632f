"""Questionnaires: an instrument and its versions, each one immutable document with its hash."""

from __future__ import annotations

from functools import cached_property

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from measurements.choices import Level
from measurements.domain.instrument import Questionnaire


class Instrument(models.Model):
    """A questionnaire for one level; what is asked stands in its versions."""

    code = models.SlugField(
        _("code"), max_length=60, unique=True, help_text=_("Short fixed name, as in the document.")
    )
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, help_text=_("Whose view it measures."))

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["level", "code"]
        permissions = [
            ("read_instruments", "Can read questionnaires"),
            ("import_instruments", "Can add versions of questionnaires"),
        ]

    def __str__(self) -> str:
        return self.code


class InstrumentVersion(models.Model):
    """One version of an instrument: a validated document that nobody can change any more."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="versions", verbose_name=_("instrument")
    )
    number = models.PositiveSmallIntegerField(_("version"), help_text=_("As in the document; counts up from 1."))
    document = models.JSONField(_("document"), help_text=_("Sections, items, scales, constructs and every text."))
    sha256 = models.CharField(
        _("hash"), max_length=64, help_text=_("SHA-256 of the canonical JSON; equal documents have equal hashes.")
    )
    imported_at = models.DateTimeField(_("imported at"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )

    class Meta:
        verbose_name = _("instrument version")
        verbose_name_plural = _("instrument versions")
        ordering = ["instrument", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "number"], name="measurements_instrumentversion_number_once"
            ),
            models.UniqueConstraint(fields=["sha256"], name="measurements_instrumentversion_document_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="measurements_instrumentversion_counts_from_one"),
        ]
        triggers = [
            pgtrigger.Protect(name="instrumentversion_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.instrument.code} {self.number}"

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The document as typed values."""
        return Questionnaire.from_document(self.document)

    @property
    def title(self) -> str:
        """The title in the language of the reader, else in the first language of the document."""
        return self.questionnaire.text(self.document["title"], get_language() or "nl")
