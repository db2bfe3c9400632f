"""What a wave sends beside its questions: reminders with their days, words per language, announcements, decisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from measurements.choices import MOST_REMINDERS

from .wave import Wave


@tracked()
class ReminderPlan(models.Model):
    """A reminder on a day. Who gets it is found by the worker at that moment and shown to nobody."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("dropped")

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("wave"))
    number = models.PositiveSmallIntegerField(_("number"))
    send_on = models.DateField(_("goes out on"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)
    people = models.PositiveIntegerField(_("people"), null=True, help_text=_("Shown only above the floor."))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("planned by")
    )

    class Meta:
        verbose_name = _("planned reminder")
        verbose_name_plural = _("planned reminders")
        ordering = ["send_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_REMINDERS), name="measurements_reminderplan_at_most_three"
            ),
            models.UniqueConstraint(
                fields=["wave", "number"],
                condition=~Q(state="dropped"),
                name="measurements_reminderplan_number_once",
            ),
            models.UniqueConstraint(
                fields=["wave", "send_on"],
                condition=~Q(state="dropped"),
                name="measurements_reminderplan_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", people__isnull=False) | (~Q(state="sent") & Q(people=None)),
                name="measurements_reminderplan_people_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.send_on:%Y-%m-%d}"


@tracked()
class WaveWords(models.Model):
    """Words of a wave in one language: consent, what happens with answers, the announcement, the letter."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="words", verbose_name=_("wave"))
    language = models.CharField(_("language"), max_length=10)
    consent = models.TextField(_("what taking part means"), max_length=1000, blank=True)
    privacy = models.TextField(_("what happens with the answers"), max_length=3000, blank=True)
    announcement = models.TextField(_("announcement"), max_length=3000, blank=True)
    letter = models.TextField(_("letter"), max_length=2500, blank=True)

    class Meta:
        verbose_name = _("words of a wave")
        verbose_name_plural = _("words of waves")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "language"], name="measurements_wavewords_language_once"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.language}"


@tracked()
class Announcement(models.Model):
    """An account manager told an organisation that a measurement comes."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="announcements", verbose_name=_("wave"))
    organisation = models.ForeignKey(
        "stakeholders.Organisation", on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    done_at = models.DateTimeField(_("done at"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("done by")
    )

    class Meta:
        verbose_name = _("announcement of a measurement")
        verbose_name_plural = _("announcements of measurements")
        ordering = ["done_at"]
        permissions = [("announce_waves", "Can tell own organisations that a measurement comes")]
        constraints = [
            models.UniqueConstraint(fields=["wave", "organisation"], name="measurements_announcement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.organisation_id}"


class UncertainDecision(models.Model):
    """What a person decided about uncertain mail of a wave, only ever added."""

    wave = models.ForeignKey(
        Wave, on_delete=models.CASCADE, related_name="uncertain_decisions", verbose_name=_("wave")
    )
    sent_again = models.BooleanField(_("sent again"))
    count = models.PositiveIntegerField(_("messages"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("decision about uncertain mail")
        verbose_name_plural = _("decisions about uncertain mail")
        db_table = "measurements_uncertaindecision_history"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="measurements_uncertaindecision_about_something"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.count}"
