"""Contact rhythm: how often an organisation, or a kind of organisation, should be spoken to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from .organisation import Organisation


class ContactRhythm(models.Model):
    """How often contact is wished: of one organisation, or of every organisation of a kind."""

    organisation: Any = models.OneToOneField(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="rhythm",
        verbose_name=gettext_lazy("organisation"),
    )
    kind: Any = models.OneToOneField(
        "stakeholders.OrganisationKind",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="rhythm",
        verbose_name=gettext_lazy("kind of organisation"),
    )
    every_weeks = models.PositiveSmallIntegerField(
        gettext_lazy("every so many weeks"), help_text=gettext_lazy("At least one contact moment in so many weeks.")
    )

    class Meta:
        verbose_name = gettext_lazy("contact rhythm")
        verbose_name_plural = gettext_lazy("contact rhythms")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, kind=None) | Q(organisation=None, kind__isnull=False),
                name="stakeholders_contactrhythm_of_one",
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__gte=1, every_weeks__lte=104),
                name="stakeholders_contactrhythm_weeks",
                violation_error_message=gettext_lazy("Give a number of weeks from 1 to 104."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id or self.kind_id}: {self.every_weeks}"
