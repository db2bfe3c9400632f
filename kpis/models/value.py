"""Stored values and trends: what pages and reports read. They compute nothing themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpis.choices import Level


def _first_day(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(month__day=1), name=name)


class KpiValue(models.Model):
    """The value of one KPI for one level, part and month, with what is needed to count it again."""

    kpi = models.CharField(_("KPI"), max_length=8)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    dimension = models.CharField(_("part"), max_length=30, blank=True)
    month = models.DateField(_("month"), help_text=_("First day of the month."))
    value = models.FloatField(_("value"), null=True, help_text=_("Empty when it may not be shown."))
    low = models.FloatField(_("lower bound"), null=True)
    high = models.FloatField(_("upper bound"), null=True)
    standard_error = models.FloatField(_("standard error"), null=True)
    degrees_of_freedom = models.FloatField(_("degrees of freedom"), null=True)
    n = models.PositiveIntegerField(_("number"), help_text=_("Answers, invited people or signals behind the value."))
    numerator = models.FloatField(_("numerator"), null=True)
    denominator = models.FloatField(_("denominator"), null=True)
    exclusions = models.JSONField(_("left out"), default=dict, help_text=_("Reason and number."))
    tier = models.CharField(_("what may be shown"), max_length=4, blank=True)
    withheld = models.CharField(_("reason it is not shown"), max_length=30, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True, help_text=_("Id of the measurement."))
    source_label = models.CharField(_("name of the source"), max_length=200, blank=True)
    comparable_key = models.CharField(
        _("comparable with"), max_length=60, blank=True, help_text=_("Values with different keys are not joined.")
    )
    is_fictional = models.BooleanField(_("fictional"), default=False)
    as_of = models.DateField(_("data up to"))
    definition_version = models.PositiveSmallIntegerField(_("version of the definition"))
    filled_at = models.DateTimeField(_("filled at"))

    class Meta:
        ordering = ["kpi", "level", "dimension", "month"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "level", "dimension", "month"], name="kpis_kpivalue_once"),
            _first_day("kpis_kpivalue_month_begins"),
            models.CheckConstraint(
                condition=Q(withheld="", value__isnull=False)
                | (~Q(withheld="") & Q(value=None, low=None, high=None, numerator=None)),
                name="kpis_kpivalue_withheld_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(low=None, high=None) | Q(low__lte=F("value"), high__gte=F("value")),
                name="kpis_kpivalue_interval_holds_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.level} {self.dimension} {self.month:%Y-%m}"


class FillState(models.Model):
    """How far the filling of one KPI for one month is; a started one that never got done is done again."""

    class State(models.TextChoices):
        STARTED = "started", _("started")
        DONE = "done", _("done")

    kpi = models.CharField(_("KPI"), max_length=8)
    month = models.DateField(_("month"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    definition_version = models.PositiveSmallIntegerField(_("version of the definition"))
    rows = models.PositiveIntegerField(_("values"), default=0)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kpi", "month"], name="kpis_fillstate_once"),
            _first_day("kpis_fillstate_month_begins"),
            models.CheckConstraint(
                condition=Q(state="started", finished_at=None) | Q(state="done", finished_at__isnull=False),
                name="kpis_fillstate_done_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.month:%Y-%m}: {self.state}"


class Trend(models.Model):
    """The computed line of one KPI, level and part as it was known at the end of a month."""

    kpi = models.CharField(_("KPI"), max_length=8)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    dimension = models.CharField(_("part"), max_length=30, blank=True)
    month = models.DateField(_("up to month"))
    data = models.JSONField(_("line"), help_text=_("Shape: kpis.domain.trends.trend."))
    computed_at = models.DateTimeField(_("computed at"))

    class Meta:
        ordering = ["kpi", "level", "dimension", "month"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "level", "dimension", "month"], name="kpis_trend_once"),
            _first_day("kpis_trend_month_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.level} {self.dimension} {self.month:%Y-%m}"
