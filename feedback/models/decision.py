"""What we decided about a signal, to whom we told it and how, and what the giver thinks of the answer."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import OutgoingMail
from feedback.choices import VERDICT_POINTS, Channel, Extent, VerdictValue

from .giver import Giver
from .signal import Signal
from .triggers import append_only, told_guard


@tracked()
class Decision(models.Model):
    """One decision; a later one replaces it for whoever must still be told. Rows are added, never changed."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("signal"))
    extent = models.CharField(_("to what extent"), max_length=10, choices=Extent.choices)
    part = models.TextField(
        _("which part"),
        max_length=1000,
        blank=True,
        help_text=_("When it is adopted partly: which part is, which not."),
    )
    effective_on = models.DateField(
        _("when"), null=True, blank=True, help_text=_("From when the giver can notice it; the first day for a month.")
    )
    is_month = models.BooleanField(_("only the month is known"), default=False)
    reason = models.TextField(_("why"), max_length=3000, help_text=_("The reason, in words the giver understands."))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="feedback_decision_has_reason"),
            models.CheckConstraint(
                condition=(Q(extent="partly") & ~Q(part="")) | (~Q(extent="partly") & Q(part="")),
                name="feedback_decision_partly_names_part",
            ),
            models.CheckConstraint(
                condition=~Q(extent__in=["adopted", "partly"]) | Q(effective_on__isnull=False),
                name="feedback_decision_adopted_has_when",
            ),
        ]
        triggers = [append_only(), told_guard("decision")]

    def __str__(self) -> str:
        return f"{self.get_extent_display()} ({self.signal_id})"

    @property
    def when_text(self) -> str:
        """The date or the month in words, empty when none was given."""
        if self.effective_on is None:
            return ""
        return date_format(self.effective_on, "F Y" if self.is_month else "DATE_FORMAT")


class Telling(models.Model):
    """One giver told about one decision: how, what, when, with proof.

    `told_at` is empty while a mail is under way. A mail that failed, came back or was called back sets `undone_at`:
    the giver is untold again and this row stays as a record of the attempt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    giver = models.ForeignKey(Giver, on_delete=models.CASCADE, related_name="tellings", verbose_name=_("giver"))
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="tellings", verbose_name=_("decision")
    )
    channel = models.CharField(_("how"), max_length=12, choices=Channel.choices)
    message = models.TextField(
        _("message"), blank=True, help_text=_("What the giver was told; shown on the follow page.")
    )
    mail = models.ForeignKey(
        OutgoingMail, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("e-mail")
    )
    note = models.TextField(
        _("proof"), blank=True, help_text=_("Who spoke to whom, which letter, or why the giver could not be reached.")
    )
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_reason = models.CharField(_("why undone"), max_length=200, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("told by")
    )

    class Meta:
        verbose_name = _("telling")
        verbose_name_plural = _("tellings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["giver", "decision"], condition=Q(undone_at=None), name="feedback_telling_once_per_decision"
            ),
            models.CheckConstraint(
                condition=Q(channel="mail", mail__isnull=False) | (~Q(channel="mail") & Q(mail=None)),
                name="feedback_telling_mail_is_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(channel="mail") | Q(told_at__isnull=False), name="feedback_telling_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["mail", "follow_page"]) | ~Q(note=""), name="feedback_telling_has_proof"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_reason="") | (Q(undone_at__isnull=False) & ~Q(undone_reason="")),
                name="feedback_telling_undone_has_reason",
            ),
        ]
        triggers = [told_guard("telling")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} ({self.id})"

    @property
    def is_under_way(self) -> bool:
        """A mail that has not gone out yet."""
        return self.told_at is None and self.undone_at is None


class Verdict(models.Model):
    """Whether the giver finds the answer good enough. Once per decision, by a button, never by opening a link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    giver = models.ForeignKey(Giver, on_delete=models.CASCADE, related_name="verdicts", verbose_name=_("giver"))
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="verdicts", verbose_name=_("decision")
    )
    value = models.CharField(_("good enough"), max_length=6, choices=VerdictValue.choices)
    given_on = models.DateField(_("given on"))

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        constraints = [
            models.UniqueConstraint(fields=["giver", "decision"], name="feedback_verdict_once_per_decision")
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.value} ({self.id})"

    @property
    def points(self) -> int:
        """100, 50 or 0."""
        return VERDICT_POINTS[VerdictValue(self.value)]


class AnswerRead(models.Model):
    """How often the answer on the follow page was read on one day; no time, no reader."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reads", verbose_name=_("decision"))
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("times read"), default=0)

    class Meta:
        verbose_name = _("answer read")
        verbose_name_plural = _("answers read")
        constraints = [
            models.UniqueConstraint(fields=["decision", "day"], name="feedback_answerread_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
