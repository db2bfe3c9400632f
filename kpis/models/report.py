"""The monthly report: frozen numbers, a state that only moves as the table allows, and the file that was approved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked(exclude=["snapshot"])
class MonthlyReport(models.Model):
    """One version of the report on one month. What it says is frozen in `snapshot` when it is drafted."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("waits for approval")
        APPROVED = "approved", _("approved")
        MAILED = "mailed", _("sent")
        SUPERSEDED = "superseded", _("replaced by a new version")

    ALLOWED_MOVES = {
        State.DRAFTED: {State.APPROVED, State.SUPERSEDED},
        State.APPROVED: {State.MAILED, State.SUPERSEDED},
        State.MAILED: {State.SUPERSEDED},
        State.SUPERSEDED: set(),
    }

    month = models.DateField(_("month"), help_text=_("First day of the month it is about."))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFTED)
    snapshot = models.JSONField(_("frozen contents"))
    changes = models.JSONField(_("corrections"), default=list, help_text=_("What differs from the version before."))
    change_reason = models.CharField(_("reason of the correction"), max_length=300, blank=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("drafted by")
    )
    reminded_on = models.DateField(_("last reminder"), null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    mailed_at = models.DateTimeField(_("sent at"), null=True)
    pdf = models.FileField(_("PDF"), upload_to="reports/%Y/", blank=True, max_length=200)
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        ordering = ["-month", "-version"]
        permissions = [
            ("approve_monthlyreport", "Can approve the monthly report, after which it is mailed"),
            ("view_dashboard", "Can see the dashboard"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["month", "version"], name="kpis_monthlyreport_version_once"),
            models.UniqueConstraint(
                fields=["month"], condition=~Q(state="superseded"), name="kpis_monthlyreport_one_in_force"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="kpis_monthlyreport_month_begins"),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "superseded"])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="kpis_monthlyreport_approved_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="mailed") | (Q(mailed_at__isnull=False) & ~Q(pdf_sha256="")),
                name="kpis_monthlyreport_mailed_has_file",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(change_reason=""), name="kpis_monthlyreport_correction_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} v{self.version}"


class ReportMove(models.Model):
    """One step of a report from state to state; only added to."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.CASCADE, related_name="moves")
    state = models.CharField(_("state"), max_length=12, choices=MonthlyReport.State.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.state} {self.at:%Y-%m-%d}"


class ReportComment(models.Model):
    """What somebody says about a report as a whole; printed when it was there before approval."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"), max_length=600, help_text=_("At most 80 words."))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("comment on a report")
        verbose_name_plural = _("comments on reports")
        ordering = ["created_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="kpis_reportcomment_says_something")]

    def __str__(self) -> str:
        return f"{self.report_id} ({self.pk})"
