"""Joint goals: what the agency and its partners want to reach together, how far it is, who committed what."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.search.finding import matching

from .fields import plain_key
from .organisation import Organisation, Status


class JointGoalQuerySet(models.QuerySet["JointGoal"]):
    """Joint goals."""

    def active(self) -> JointGoalQuerySet:
        """Not archived."""
        return self.filter(status="active")

    def running(self) -> JointGoalQuerySet:
        """Being worked on."""
        return self.active().filter(state="running")

    def matching(self, words: str) -> JointGoalQuerySet:
        """Found by the goal, its explanation or a partner, forgiving typing errors in the goal."""
        return matching(self, kind="joint_goal", words=words)


@tracked(exclude=["sort_key", "version"])
class JointGoal(models.Model):
    """One specific goal of the chain, shared with partners."""

    class State(models.TextChoices):
        RUNNING = "running", _("being worked on")
        REACHED = "reached", _("reached")
        STOPPED = "stopped", _("stopped")

    title = models.CharField(_("goal"), max_length=200, help_text=_("One sentence that says what will be different."))
    description = models.TextField(
        _("explanation"), max_length=4000, blank=True, help_text=_("Why, and for whom. Partners read this too.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner on our side")
    )
    partners = models.ManyToManyField(Organisation, related_name="joint_goals", verbose_name=_("partners"))
    target_on = models.DateField(_("to be reached by"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    state_note = models.CharField(_("about the state"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("last updated"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False, help_text=_("Counts changes."))
    sort_key = plain_key("title")

    objects: ClassVar[JointGoalQuerySet] = JointGoalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("joint goal")
        verbose_name_plural = _("joint goals")
        ordering = ["target_on", "sort_key", "pk"]
        permissions = [("keep_joint_goals", "Can keep joint goals and share them with partners")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="active", archived_at=None) | Q(status="archived", archived_at__isnull=False),
                name="stakeholders_jointgoal_archived_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the goal."""
        return reverse("stakeholders:goal", args=[self.pk])

    @property
    def is_archived(self) -> bool:
        """Whether the goal is no longer in use."""
        return self.status == Status.ARCHIVED

    @property
    def state_tone(self) -> str:
        """The tone of the state's badge."""
        return {"running": "info", "reached": "positive", "stopped": "neutral"}[self.state]


@tracked()
class GoalMeasure(models.Model):
    """By what it is seen whether the goal comes nearer."""

    goal = models.ForeignKey(JointGoal, on_delete=models.CASCADE, related_name="measures", verbose_name=_("goal"))
    name = models.CharField(_("what is measured"), max_length=150)
    unit = models.CharField(_("unit"), max_length=30, blank=True, help_text=_("For example: days, %, number."))
    baseline = models.DecimalField(_("at the start"), max_digits=12, decimal_places=2)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "name"],
                name="stakeholders_goalmeasure_name_once",
                violation_error_message=_("This goal has a measure with that name already."),
            ),
            models.CheckConstraint(
                condition=~Q(baseline=F("target")),
                name="stakeholders_goalmeasure_target_differs",
                violation_error_message=_("The target is the value at the start: then there is nothing to reach."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GoalProgress(models.Model):
    """Where a measure stood on a day. Rows are added, never changed: the last one of a day counts."""

    measure = models.ForeignKey(
        GoalMeasure, on_delete=models.PROTECT, related_name="progress", verbose_name=_("measure")
    )
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    note = models.CharField(_("remark"), max_length=300, blank=True, help_text=_("Partners read this too."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        ordering = ["-as_of", "-created_at", "-pk"]
        indexes = [models.Index(fields=["measure", "-as_of", "-created_at"], name="stakeholders_goalprogress_last")]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.value}"


@tracked()
class GoalCommitment(models.Model):
    """What one of the partners, or our own side, will do for the goal."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    goal = models.ForeignKey(JointGoal, on_delete=models.CASCADE, related_name="commitments", verbose_name=_("goal"))
    what = models.CharField(_("what"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("colleague"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner"),
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, organisation=None) | Q(owner=None, organisation__isnull=False),
                name="stakeholders_goalcommitment_of_one_side",
                violation_error_message=_("Choose a colleague or a partner, not both."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None) | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="stakeholders_goalcommitment_closed_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        """Whether somebody must still do it."""
        return self.state == self.State.OPEN

    @property
    def is_ours(self) -> bool:
        """Whether a colleague does it."""
        return self.owner_id is not None

    @property
    def who(self) -> str:
        """Who does it, in words."""
        return str(self.owner or self.organisation)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed while it is open."""
        return self.is_open and self.due_on is not None and self.due_on < today


class GoalReaderLink(models.Model):
    """A link by which one partner reads one goal, until a day, unless it is withdrawn."""

    goal = models.ForeignKey(JointGoal, on_delete=models.CASCADE, related_name="links", verbose_name=_("goal"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("partner")
    )
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made at"))
    link_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link_hash = models.CharField(max_length=64, unique=True, editable=False, help_text=_("By which it is found."))

    class Meta:
        verbose_name = _("link for a partner")
        verbose_name_plural = _("links for partners")
        ordering = ["organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "organisation"],
                condition=Q(revoked_at=None),
                name="stakeholders_goalreaderlink_one_each",
                violation_error_message=_("This partner has a link already. Withdraw that one first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.organisation_id}"
