"""Who confirmed a language of a questionnaire, and when: without it that language can only be rehearsed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .instrument import Instrument


@tracked()
class LanguageConfirmation(models.Model):
    """A translator's word that the texts of one language are right.

    It holds for exactly these texts: every version with the same texts has it, a version with a changed one does not.
    """

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="confirmations", verbose_name=_("instrument")
    )
    language = models.CharField(_("language"), max_length=12, help_text=_("Language code, as in the document."))
    texts_sha256 = models.CharField(
        _("hash of the texts"),
        max_length=64,
        help_text=_("SHA-256 of all texts of this language beside those they were translated from."),
    )
    translator = models.CharField(_("translator"), max_length=120, help_text=_("Who read every text and confirms it."))
    confirmed_at = models.DateTimeField(_("confirmed at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("confirmation of a language")
        verbose_name_plural = _("confirmations of languages")
        ordering = ["language", "confirmed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "language", "texts_sha256"], name="measurements_languageconfirmation_texts_once"
            ),
            models.CheckConstraint(
                condition=~Q(translator=""), name="measurements_languageconfirmation_has_a_translator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.translator}"
