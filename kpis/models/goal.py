"""Goals of the year plan, and per KPI the value to start from and the value to reach."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from kpis.choices import Level


@tracked(exclude=["version"])
class Goal(models.Model):
    """What the agency wants to reach in a year, and on which goals of partners that depends."""

    year = models.PositiveSmallIntegerField(_("year"), help_text=_("The year plan this goal belongs to."))
    title = models.CharField(_("goal"), max_length=200)
    text = models.TextField(_("explanation"), blank=True, help_text=_("Why this goal, and how it is to be reached."))
    partner_goals = models.TextField(
        _("depends on goals of partners"),
        blank=True,
        help_text=_("Which partners must do what for this to succeed; one per line."),
    )
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(
        _("version"), default=1, editable=False, help_text=_("Counts changes, so that two editors notice each other.")
    )

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(fields=["year", "title"], name="kpis_goal_title_once_a_year"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2200)), name="kpis_goal_year_is_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"


@tracked(exclude=["version"])
class KpiTarget(models.Model):
    """The target of one line: from which value, to which value, when, who sees to it."""

    kpi = models.CharField(_("KPI"), max_length=8)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    dimension = models.CharField(_("part"), max_length=30, blank=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="targets", verbose_name=_("goal"))
    baseline_month = models.DateField(
        _("month of the zero measurement"), null=True, help_text=_("First day of the month; the value stays frozen.")
    )
    baseline_value = models.FloatField(_("zero measurement"), null=True)
    target = models.FloatField(_("target"), help_text=_("In the unit of the KPI."))
    due_on = models.DateField(_("to be reached on"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    smallest_detectable = models.FloatField(
        _("smallest detectable change"),
        null=True,
        help_text=_("What a repeat of the zero measurement can tell from chance; empty when it is not known."),
    )
    reason = models.CharField(_("why this target"), max_length=300, blank=True)
    version = models.PositiveIntegerField(
        _("version"), default=1, editable=False, help_text=_("Counts changes, so that two editors notice each other.")
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["kpi", "level", "dimension"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "level", "dimension"], name="kpis_kpitarget_once_per_line"),
            models.CheckConstraint(
                condition=Q(baseline_month=None, baseline_value=None)
                | Q(baseline_month__isnull=False, baseline_value__isnull=False),
                name="kpis_kpitarget_baseline_whole",
            ),
            models.CheckConstraint(
                condition=Q(baseline_month=None) | Q(due_on__gt=F("baseline_month")),
                name="kpis_kpitarget_due_after_baseline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.level} {self.dimension}".strip()
