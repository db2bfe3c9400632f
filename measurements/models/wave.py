"""A wave: one measurement with one instrument at one level, and the rows that say how far it is."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from measurements.choices import DEFAULT_FLOOR, LOWEST_FLOOR, MOST_CUTS, Level, Mode, State

from .instrument import InstrumentVersion


def default_languages() -> list[str]:
    """A wave is in Dutch until somebody says otherwise."""
    return ["nl"]


@tracked()
class Wave(models.Model):
    """One measurement. A zero measurement has no baseline; a repeat names the wave it is compared with."""

    title = models.CharField(_("title"), max_length=150, help_text=_("As people inside call it."))
    level = models.CharField(_("level"), max_length=16, choices=Level.choices)
    instrument_version = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="waves", verbose_name=_("questionnaire")
    )
    baseline = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeats",
        verbose_name=_("compared with"),
        help_text=_("The zero measurement this wave is compared with; empty for a zero measurement."),
    )
    mode = models.CharField(
        _("mode"), max_length=16, choices=Mode.choices, help_text=_("Cannot change once the wave is ready.")
    )
    languages = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("languages"),
        default=default_languages,
        help_text=_("Languages respondents may choose; the first one is the default."),
    )
    floor = models.PositiveSmallIntegerField(
        _("reporting floor"),
        default=DEFAULT_FLOOR,
        help_text=_("No result is shown for fewer answers; a wave that ends below it is destroyed unopened."),
    )
    population = models.PositiveIntegerField(
        _("population"),
        null=True,
        blank=True,
        help_text=_("How many there are in all; at stakeholder level the number of organisations."),
    )
    texts = models.JSONField(
        _("texts"), default=dict, blank=True, help_text=_("Subject and text of invitation and reminder per language.")
    )
    cuts = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("groups"),
        default=list,
        blank=True,
        help_text=_("At most four questions by whose answer results are split; declared before the wave is ready."),
    )
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(
        _("closed on"), null=True, blank=True, help_text=_("The date that stands with the results.")
    )
    is_settled = models.BooleanField(
        _("settled"),
        default=False,
        help_text=_("After closing: the last answers are filed, rewritten in random order, and the keys destroyed."),
    )
    is_fictional = models.BooleanField(
        _("invented data"), default=False, help_text=_("Filled by the demo; every page and report says so.")
    )
    invited_count = models.PositiveIntegerField(_("invited"), default=0)
    done_count = models.PositiveIntegerField(
        _("answered"), default=0, help_text=_("Set at closing; stays when the frame is deleted.")
    )
    organisation_count = models.PositiveIntegerField(
        _("organisations invited"), default=0, help_text=_("Distinct organisations in the frame.")
    )
    lost_count = models.PositiveIntegerField(
        _("lost answers"), default=0, help_text=_("Received but not readable, because their key was gone.")
    )
    key_name = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text=_("Name of the files with the secrets, outside the database.")
    )
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(floor__gte=LOWEST_FLOOR), name="measurements_wave_floor_not_below_five"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="measurements_wave_closes_after_opening",
                violation_error_message=_("A wave closes after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(is_settled=False) | Q(state__in=[State.CLOSED, State.PUBLISHED]),
                name="measurements_wave_settled_after_closing",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(is_settled=True), name="measurements_wave_published_is_settled"
            ),
            models.CheckConstraint(condition=~Q(languages__len=0), name="measurements_wave_has_a_language"),
            models.CheckConstraint(condition=Q(cuts__len__lte=MOST_CUTS), name="measurements_wave_at_most_four_cuts"),
            models.UniqueConstraint(fields=["key_name"], name="measurements_wave_key_name_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="mode_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__mode__df=pgtrigger.F("new__mode")) & ~pgtrigger.Q(old__state="draft"),
            )
        ]
        indexes = [models.Index(fields=["level", "state"], name="measurements_wave_level_state")]
        permissions = [
            ("read_waves", "Can see waves, their state and their fieldwork counters"),
            ("manage_waves", "Can prepare, open, close and publish waves"),
            ("use_key", "Can link confidential answers to persons, each use logged"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def default_language(self) -> str:
        """The language a respondent gets who names none."""
        return self.languages[0]

    @property
    def is_confidential(self) -> bool:
        """Whether a key holder can link answers to persons."""
        return self.mode == Mode.CONFIDENTIAL

    @property
    def has_results(self) -> bool:
        """Results exist only for settled waves that reached their floor."""
        return self.is_settled and self.done_count >= self.floor


class WaveStateRow(models.Model):
    """A move of a wave, only ever added: to which state, when, by whom, with what remark."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="state_rows", verbose_name=_("wave"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("move of a wave")
        verbose_name_plural = _("moves of a wave")
        db_table = "measurements_wavestate_history"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.state} {self.at:%Y-%m-%d %H:%M}"
