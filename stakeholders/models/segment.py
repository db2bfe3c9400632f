"""Saved selections of organisations or persons: by rules, or picked by hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .organisation import Organisation, Status
from .person import Person


class SegmentOf(models.TextChoices):
    """What a segment selects."""

    ORGANISATIONS = "organisations", _("organisations")
    PERSONS = "persons", _("persons")


class Way(models.TextChoices):
    """How its members come into a segment."""

    RULES = "rules", _("by rules: whoever fits is in it, also later")
    PICKED = "picked", _("by hand: only whom you pick")


class Combine(models.TextChoices):
    """How several rules work together."""

    ALL = "all", _("all rules")
    ANY = "any", _("at least one rule")


@tracked(exclude=["version"])
class Segment(models.Model):
    """A selection that is used again: for invitations, consultations and notices."""

    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(
        _("what it is for"), max_length=300, blank=True, help_text=_("For example: partners to consult about asylum.")
    )
    of = models.CharField(_("of"), max_length=20, choices=SegmentOf.choices, default=SegmentOf.ORGANISATIONS)
    way = models.CharField(_("how chosen"), max_length=10, choices=Way.choices, default=Way.RULES)
    combine = models.CharField(
        _("a member fits"),
        max_length=5,
        choices=Combine.choices,
        default=Combine.ALL,
        help_text=_("Within one rule one of the chosen values is enough."),
    )
    rules: Any = models.JSONField(
        _("rules"), default=dict, blank=True, help_text=_("Name of a rule → the values chosen.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
        help_text=_("Empty: made by the system."),
    )
    created_at = models.DateTimeField(_("made at"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE, editable=False
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(
        _("version"), default=1, editable=False, help_text=_("Counts changes, so that two editors notice each other.")
    )

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="stakeholders_segment_name_once",
                violation_error_message=_("There is a segment with this name already."),
            ),
            models.CheckConstraint(
                condition=Q(way="picked", rules={}) | (Q(way="rules") & ~Q(rules={})),
                name="stakeholders_segment_rules_or_picked",
                violation_error_message=_("Choose at least one rule."),
            ),
            models.CheckConstraint(
                condition=Q(status="active", archived_at=None) | Q(status="archived", archived_at__isnull=False),
                name="stakeholders_segment_archived_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the segment."""
        return reverse("stakeholders:segment", args=[self.pk])

    @property
    def is_archived(self) -> bool:
        """Whether the segment is no longer in use."""
        return self.status == Status.ARCHIVED

    @property
    def is_of_persons(self) -> bool:
        """Whether its members are persons."""
        return self.of == SegmentOf.PERSONS


@tracked()
class SegmentPick(models.Model):
    """An organisation or a person picked by hand for a segment."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="picks", verbose_name=_("segment"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        related_name="segment_picks",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="segment_picks", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("pick of a segment")
        verbose_name_plural = _("picks of segments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, person__isnull=False) | Q(organisation__isnull=False, person=None),
                name="stakeholders_segmentpick_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["segment", "organisation"],
                condition=Q(organisation__isnull=False),
                name="stakeholders_segmentpick_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["segment", "person"],
                condition=Q(person__isnull=False),
                name="stakeholders_segmentpick_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.organisation_id or self.person_id}"
