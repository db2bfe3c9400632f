"""The people behind a signal, and what they said later."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Organisation

from .signal import Signal
from .triggers import told_guard


class Giver(models.Model):
    """Somebody who gave a signal. Of an anonymous giver nothing is stored but the hash of the follow code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="givers", verbose_name=_("signal"))
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True, help_text=_("To call back about this signal."))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="signal_givers",
        verbose_name=_("organisation"),
        help_text=_("For which the giver speaks, when it stands in the registry."),
    )
    organisation_name = models.CharField(
        _("organisation as given"), max_length=200, blank=True, help_text=_("As the giver called it.")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="nl")
    wants_mail = models.BooleanField(
        _("wants to be told by e-mail"), default=False, help_text=_("Otherwise the follow page or a call tells it.")
    )
    follow_hash = models.CharField(  # noqa: DJ001 - unique, and empty for whoever has no code
        _("hash of the follow code"), max_length=64, unique=True, null=True, editable=False
    )

    class Meta:
        verbose_name = _("giver")
        verbose_name_plural = _("givers")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False)
                | Q(
                    name="",
                    email="",
                    phone="",
                    organisation_name="",
                    organisation=None,
                    wants_mail=False,
                    follow_hash__isnull=False,
                ),
                name="feedback_giver_anonymous_is_unknown",
            ),
            models.CheckConstraint(
                condition=Q(wants_mail=False) | ~Q(email=""), name="feedback_giver_mail_needs_address"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="feedback_giver_email_in_lower_case"),
        ]
        indexes = [models.Index(fields=["email"], name="feedback_giver_email")]
        triggers = [told_guard("giver")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How staff read this giver."""
        if self.is_anonymous:
            return str(_("Anonymous giver"))
        return self.name or self.email or self.organisation_name or str(_("Giver without a name"))


class Addition(models.Model):
    """Something a giver added on the follow page, after the signal itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    giver = models.ForeignKey(Giver, on_delete=models.CASCADE, related_name="additions", verbose_name=_("giver"))
    text = models.TextField(_("text"), max_length=10_000)
    masked_numbers = models.PositiveSmallIntegerField(_("numbers taken out"), default=0)
    added_on = models.DateField(_("added on"))

    class Meta:
        verbose_name = _("addition")
        verbose_name_plural = _("additions")
        ordering = ["added_on", "id"]

    def __str__(self) -> str:
        return f"{self.added_on}: {self.text[:60]}"
