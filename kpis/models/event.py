"""What people add to a line: dated events that may explain it, and comments on a month."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from kpis.choices import Level


@tracked(exclude=["version"])
class TrendEvent(models.Model):
    """Something dated that stands on the lines: an action, a story, a campaign, a change from outside."""

    class Kind(models.TextChoices):
        ACTION = "action", _("action of ours")
        STORY = "story", _("story or campaign")
        RECOMMENDATION = "recommendation", _("recommendation carried out")
        OUTSIDE = "outside", _("event from outside")

    title = models.CharField(_("what happened"), max_length=80)
    happened_on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.ACTION)
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, blank=True, help_text=_("Empty: shown at every level.")
    )
    kpi = models.CharField(_("KPI"), max_length=8, blank=True, help_text=_("Empty: shown with every KPI."))
    link = models.CharField(_("page"), max_length=200, blank=True, help_text=_("Where to read more."))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("added at"))
    version = models.PositiveIntegerField(
        _("version"), default=1, editable=False, help_text=_("Counts changes, so that two editors notice each other.")
    )

    class Meta:
        # Not "…event": tables of that name are history, which the application's role cannot change.
        db_table = "kpis_trendmark"
        verbose_name = _("event on the line")
        verbose_name_plural = _("events on the line")
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["title", "happened_on", "level", "kpi"], name="kpis_trendevent_once")
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d} {self.title}"


class KpiComment(models.Model):
    """What somebody says about a KPI in a month; it goes along into that month's report."""

    kpi = models.CharField(_("KPI"), max_length=8)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    month = models.DateField(_("month"))
    text = models.TextField(_("comment"), max_length=600, help_text=_("At most 80 words."))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="kpis_kpicomment_month_begins"),
            models.CheckConstraint(condition=~Q(text=""), name="kpis_kpicomment_says_something"),
        ]
        indexes = [models.Index(fields=["kpi", "level", "month"], name="kpis_kpicomment_line")]

    def __str__(self) -> str:
        return f"{self.kpi} {self.level} {self.month:%Y-%m} ({self.pk})"
