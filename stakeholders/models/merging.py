"""Two records that turned out to be one: who merged them, what moved, and pairs that only look alike."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RecordKind(models.TextChoices):
    """What can be merged."""

    ORGANISATION = "organisation", _("organisation")
    PERSON = "person", _("person")


class Merge(models.Model):
    """One record went up in another; the lost one stays, archived, and points here to the other."""

    kind = models.CharField(_("kind"), max_length=20, choices=RecordKind.choices)
    winner_id = models.PositiveBigIntegerField(_("goes on as"))
    loser_id = models.PositiveBigIntegerField(_("went up in it"))
    winner_name = models.CharField(_("name that stayed"), max_length=200)
    loser_name = models.CharField(_("name that went"), max_length=200)
    before: Any = models.JSONField(
        _("values before"), default=dict, help_text=_("Field → values of winner and loser before, and after.")
    )
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged at"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    is_final = models.BooleanField(
        _("final"), default=False, help_text=_("What is needed to undo it was erased or is past its time.")
    )

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-merged_at", "-pk"]
        permissions = [("merge_records", "Can merge organisations and persons, and undo a merge")]
        constraints = [
            models.CheckConstraint(condition=~Q(winner_id=F("loser_id")), name="stakeholders_merge_not_with_itself"),
            models.UniqueConstraint(
                fields=["kind", "loser_id"], condition=Q(undone_at=None), name="stakeholders_merge_lost_once"
            ),
        ]
        indexes = [models.Index(fields=["kind", "winner_id"], name="stakeholders_merge_winner")]

    def __str__(self) -> str:
        return f"{self.loser_name} → {self.winner_name}"


class MergeMove(models.Model):
    """One row that pointed to one record and points to the other since the merge."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moves")
    table = models.CharField(max_length=100, help_text=_("app_label.Model of the row."))
    field = models.CharField(max_length=100)
    row = models.CharField(max_length=64, help_text=_("Primary key of the row."))
    moved_from = models.PositiveBigIntegerField()
    moved_to = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name = _("moved row")
        verbose_name_plural = _("moved rows")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["merge", "table", "field", "row"], name="stakeholders_mergemove_once")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.moved_from} → {self.moved_to}"


class LikelyDuplicate(models.Model):
    """Two records that look alike, found by night or on request; "not a duplicate" is remembered."""

    kind = models.CharField(_("kind"), max_length=20, choices=RecordKind.choices)
    first_id = models.PositiveBigIntegerField()
    second_id = models.PositiveBigIntegerField()
    likeness = models.FloatField(_("likeness"), help_text=_("0 to 1; 1 is equal."))
    reasons: Any = models.JSONField(_("reasons"), default=list)
    found_at = models.DateTimeField(_("found at"))
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    dismissed_at = models.DateTimeField(_("not a duplicate since"), null=True)

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering = ["-likeness", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")), name="stakeholders_likelyduplicate_in_order"
            ),
            models.UniqueConstraint(
                fields=["kind", "first_id", "second_id"], name="stakeholders_likelyduplicate_once"
            ),
            models.CheckConstraint(
                condition=Q(likeness__gte=0) & Q(likeness__lte=1), name="stakeholders_likelyduplicate_likeness"
            ),
        ]
        indexes = [models.Index(fields=["kind", "dismissed_at", "-likeness"], name="stakeholders_likely_open")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.first_id} – {self.second_id}"
