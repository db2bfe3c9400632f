"""What the house tells a person and when: absence with a deputy, notices, and which digest went out."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Filters on absences."""

    def on(self, day: date) -> AbsenceQuerySet:
        """Absences that hold on this day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """A person is away; the deputy gets the mail meanwhile."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences", verbose_name=_("who")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="deputy_for",
        verbose_name=_("deputy"),
        help_text=_("Gets the daily mail and what cannot wait."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="accounts_absence_ends_after_start"),
            models.CheckConstraint(condition=~Q(user=F("deputy")), name="accounts_absence_deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts_on}–{self.ends_on}"


class Notification(models.Model):
    """One thing a person must hear: in the next digest, or at once when it cannot wait."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("for")
    )
    title = models.CharField(_("text"), max_length=250)
    path = models.CharField(_("page"), max_length=250, blank=True, help_text=_("Path on this site."))
    urgent = models.BooleanField(_("cannot wait"), default=False)
    created_at = models.DateTimeField(_("made at"))
    mailed_at = models.DateTimeField(_("mailed at"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["created_at"]
        indexes = [models.Index(fields=["user", "mailed_at"], name="accounts_notification_open")]

    def __str__(self) -> str:
        return self.title


class Digest(models.Model):
    """Proof that a person's mail of this morning was made, so that it is made once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    lines = models.PositiveIntegerField(_("lines"), default=0, help_text=_("0: there was nothing to say, no mail."))

    class Meta:
        verbose_name = _("daily mail")
        verbose_name_plural = _("daily mails")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="accounts_digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class AccessReview(models.Model):
    """Somebody looked at who may see what and signed for it. Append-only."""

    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("seen by")
    )
    reviewed_at = models.DateTimeField(_("seen at"))
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    fingerprint = models.CharField(
        max_length=64, help_text=_("SHA-256 over the report as it was seen, to tell whether it changed since.")
    )

    class Meta:
        verbose_name = _("sign-off of the access report")
        verbose_name_plural = _("sign-offs of the access report")
        ordering = ["-reviewed_at"]

    def __str__(self) -> str:
        return f"{self.reviewed_by_id} {self.reviewed_at:%Y-%m-%d}"
