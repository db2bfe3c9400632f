"""Who at the agency is the fixed contact of an organisation, and when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .fields import DayRange
from .organisation import Organisation
from .querysets import AssignmentQuerySet


@tracked()
class AccountAssignment(models.Model):
    """A colleague is account manager or deputy of an organisation during a period."""

    class Role(models.TextChoices):
        ACCOUNT_MANAGER = "account_manager", _("account manager")
        DEPUTY = "deputy", _("deputy")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("colleague")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day; empty while it lasts."))

    objects: ClassVar[AssignmentQuerySet] = AssignmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("fixed contact")
        verbose_name_plural = _("fixed contacts")
        ordering = ["-from_on", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="stakeholders_accountassignment_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            ExclusionConstraint(
                name="stakeholders_accountassignment_one_per_role",
                deferrable=models.Deferrable.IMMEDIATE,  # so that two can change places in one statement
                expressions=[
                    (DayRange(), RangeOperators.OVERLAPS),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                ],
                violation_error_message=_("Somebody else has this role in that period."),
            ),
            ExclusionConstraint(
                name="stakeholders_accountassignment_one_role_each",
                deferrable=models.Deferrable.IMMEDIATE,  # so that two can change places in one statement
                expressions=[
                    (DayRange(), RangeOperators.OVERLAPS),
                    ("organisation", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                ],
                violation_error_message=_("This colleague has a role at this organisation in that period already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.user_id} – {self.organisation_id}"
