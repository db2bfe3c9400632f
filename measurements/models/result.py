"""Stored numbers of a wave: integer counts, the outcome of its frame, and the results that may be shown."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class JointCell(models.Model):
    """How often one value was given in one finest cell of the declared cuts: an integer that is only added to.

    Every mean, spread and count of a wave is a sum of these. Never shown as they are: what may be shown comes out of
    the disclosure layer and is stored as Result.
    """

    wave = models.ForeignKey("measurements.Wave", on_delete=models.CASCADE, related_name="joint_cells")
    cell = models.CharField(
        _("cell"), max_length=600, help_text=_("The categories of all declared cuts, as JSON with sorted keys.")
    )
    measure = models.CharField(
        _("measure"), max_length=40, help_text=_("Code of a construct, or “answers” for the answers themselves.")
    )
    value = models.IntegerField(_("value"), help_text=_("Score in ten-thousandths, rounded once at filing."))
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "cell", "measure", "value"], name="measurements_jointcell_one_per_value"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="measurements_jointcell_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.measure} {self.cell} {self.value}: {self.count}"


class WaveOutcome(models.Model):
    """What became of the invited people of a closed wave, and when its results were made."""

    wave = models.OneToOneField(
        "measurements.Wave", on_delete=models.CASCADE, related_name="outcome", primary_key=True
    )
    scored_at = models.DateTimeField(_("scored at"))
    definition_version = models.PositiveSmallIntegerField(
        _("definition version"), help_text=_("Version of the scoring and disclosure code that made the results.")
    )
    invited = models.PositiveIntegerField(_("invited"), help_text=_("People in the frame when the wave closed."))
    complete = models.PositiveIntegerField(
        _("complete"), help_text=_("People who answered at least 80% of the scored questions.")
    )
    partial = models.PositiveIntegerField(_("partial"), help_text=_("People who answered 50 to 79% of them."))
    response_rate = models.DecimalField(
        _("response rate"),
        max_digits=5,
        decimal_places=4,
        null=True,
        help_text=_("AAPOR RR2 as a share; empty when too few people answered to say it."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(response_rate=None) | Q(response_rate__gte=0, response_rate__lte=1),
                name="measurements_waveoutcome_rate_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.complete + self.partial} / {self.invited}"


class Result(models.Model):
    """One construct in one group of a closed wave, after disclosure control: what is not stored cannot leak.

    A group that may not be shown has no number at all, and no reason: whether it is too small or withheld to protect
    another group cannot be told from outside.
    """

    class Tier(models.TextChoices):
        NOTHING = "T0", _("not shown")
        THEMES = "T1", _("number of answers only")
        INDICATIVE = "T1c", _("indicative")
        MEAN = "T2", _("mean with interval")
        SUBGROUPS = "T3", _("mean with interval, also in subgroups")

    wave = models.ForeignKey("measurements.Wave", on_delete=models.CASCADE, related_name="results")
    construct = models.CharField(_("construct"), max_length=40)
    cut = models.CharField(_("cut"), max_length=60, blank=True, help_text=_("Empty: everybody."))
    category = models.CharField(_("category"), max_length=120, blank=True)
    tier = models.CharField(_("tier"), max_length=3, choices=Tier.choices)
    n = models.PositiveIntegerField(_("answers"), null=True)
    n_organisations = models.PositiveIntegerField(_("organisations"), null=True)
    mean = models.DecimalField(_("mean"), max_digits=9, decimal_places=4, null=True)
    se = models.DecimalField(_("standard error"), max_digits=9, decimal_places=4, null=True)
    dof = models.PositiveIntegerField(_("degrees of freedom"), null=True)
    low = models.DecimalField(_("lower bound"), max_digits=9, decimal_places=4, null=True)
    high = models.DecimalField(_("upper bound"), max_digits=9, decimal_places=4, null=True)
    scale_min = models.SmallIntegerField(_("lowest possible"), default=0)
    scale_max = models.SmallIntegerField(_("highest possible"), default=100)
    comparable_key = models.CharField(
        _("comparable with"),
        max_length=32,
        blank=True,
        help_text=_("Results with different keys are not compared: another question, scale or way of asking."),
    )

    class Meta:
        ordering = ["wave", "construct", "cut", "category"]
        permissions = [("read_results", "Can read results of closed waves")]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "construct", "cut", "category"], name="measurements_result_one_per_group"
            ),
            models.CheckConstraint(
                condition=Q(tier="T0", n=None, n_organisations=None) | (~Q(tier="T0") & Q(n__isnull=False)),
                name="measurements_result_hidden_has_no_count",
            ),
            models.CheckConstraint(
                condition=Q(tier__in=["T0", "T1"], mean=None, se=None, dof=None, low=None, high=None)
                | Q(
                    tier__in=["T1c", "T2", "T3"],
                    mean__isnull=False,
                    se__isnull=False,
                    dof__isnull=False,
                    low__lte=F("mean"),
                    high__gte=F("mean"),
                ),
                name="measurements_result_mean_fits_tier",
            ),
            models.CheckConstraint(
                condition=Q(cut="", category="") | ~Q(cut=""), name="measurements_result_category_has_cut"
            ),
        ]

    def __str__(self) -> str:
        group = f"{self.cut}={self.category}" if self.cut else "all"
        return f"{self.wave_id} {self.construct} {group}"

    @property
    def shows_mean(self) -> bool:
        """Whether a mean with its interval is stored."""
        return self.mean is not None
