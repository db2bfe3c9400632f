"""Figures that were published before this system existed: reference points, never joined to own waves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PublishedResult(models.Model):
    """One figure of one year from one earlier study, with its source. Points are joined only within a series."""

    class Kind(models.TextChoices):
        RESULT = "result", _("result")
        BENCHMARK = "benchmark", _("figure of others, to compare with")
        QUALITATIVE = "qualitative", _("interviews, without figures")

    series = models.CharField(
        _("series"), max_length=200, help_text=_("Name of the study; points are joined only within one series.")
    )
    level = models.CharField(
        _("level"), max_length=20, blank=True, help_text=_("stakeholders, public, employees or clients; empty: none.")
    )
    group = models.CharField(_("group"), max_length=200, help_text=_("Who was asked."))
    about = models.CharField(_("about"), max_length=200, help_text=_("What the figure is about."))
    measure = models.CharField(_("measure"), max_length=200, help_text=_("What was measured, in words."))
    value = models.DecimalField(_("value"), max_digits=8, decimal_places=3, null=True, blank=True)
    scale_min = models.DecimalField(_("lowest possible"), max_digits=8, decimal_places=3, null=True, blank=True)
    scale_max = models.DecimalField(_("highest possible"), max_digits=8, decimal_places=3, null=True, blank=True)
    n = models.PositiveIntegerField(
        _("answers"), null=True, blank=True, help_text=_("Empty: not published where we read it.")
    )
    fieldwork = models.PositiveSmallIntegerField(_("year of fieldwork"))
    year_certain = models.BooleanField(
        _("year is certain"), default=True, help_text=_("No: inferred from the date of publication.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    source = models.CharField(_("source"), max_length=500)

    class Meta:
        ordering = ["series", "group", "measure", "fieldwork"]
        permissions = [("import_published_results", "Can import published figures of earlier studies")]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "group", "about", "measure", "fieldwork"],
                name="measurements_publishedresult_one_per_year",
            ),
            models.CheckConstraint(
                condition=Q(value=None, kind="qualitative")
                | Q(
                    value__isnull=False,
                    kind__in=["result", "benchmark"],
                    scale_min__lt=F("scale_max"),
                    value__gte=F("scale_min"),
                    value__lte=F("scale_max"),
                ),
                name="measurements_publishedresult_value_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", "stakeholders", "public", "employees", "clients"]),
                name="measurements_publishedresult_known_level",
            ),
            models.CheckConstraint(
                condition=Q(fieldwork__gte=1950, fieldwork__lte=2200),
                name="measurements_publishedresult_plausible_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.measure} ({self.group}) {self.fieldwork}"
