"""Interest, influence and attitude of an organisation, as seen on a day: its place in the matrix."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .organisation import Organisation
from .querysets import StandingQuerySet


class Attitude(models.IntegerChoices):
    """How an organisation stands towards the agency, on the same scale of five."""

    OPPOSED = 1, _("opposed")
    CRITICAL = 2, _("critical")
    NEUTRAL = 3, _("neutral")
    WELL_DISPOSED = 4, _("well disposed")
    SUPPORTIVE = 5, _("supportive")


SCALE = [(1, _("1 very small")), (2, _("2 small")), (3, _("3 moderate")), (4, _("4 large")), (5, _("5 very large"))]


@tracked()
class Standing(models.Model):
    """An estimate of the agency about an organisation on a day; a later one does not replace an earlier one."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="standings", verbose_name=_("organisation")
    )
    on = models.DateField(_("as seen on"))
    interest = models.PositiveSmallIntegerField(
        _("interest"), choices=SCALE, help_text=_("How much our work matters to this organisation.")
    )
    influence = models.PositiveSmallIntegerField(
        _("influence"), choices=SCALE, help_text=_("How much this organisation can help or hinder our work.")
    )
    attitude = models.PositiveSmallIntegerField(
        _("attitude"), choices=Attitude.choices, help_text=_("How it stands towards us now.")
    )
    note = models.CharField(
        _("why"), max_length=500, blank=True, help_text=_("What this estimate rests on; about the organisation.")
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("noted by"),
    )

    objects: ClassVar[StandingQuerySet] = StandingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("place in the matrix")
        verbose_name_plural = _("places in the matrix")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "on"],
                name="stakeholders_standing_one_a_day",
                violation_error_message=_("There is an estimate for this day already."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__range": (1, 5)}),
                    name=f"stakeholders_standing_{name}_in_scale",
                    violation_error_message=_("Choose 1 to 5."),
                )
                for name in ("interest", "influence", "attitude")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.on}: {self.interest}/{self.influence}/{self.attitude}"
