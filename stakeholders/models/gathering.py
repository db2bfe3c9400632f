"""Gatherings: single meetings and standing series, who takes part, the agenda and the actions agreed."""

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

from .fields import plain_key
from .gathering_querysets import ActionQuerySet, GatheringQuerySet
from .organisation import Organisation, Status
from .person import Person


class GatheringKind(models.TextChoices):
    """What sort of meeting it is."""

    ADMINISTRATIVE = "administrative", _("administrative meeting")
    CHAIN = "chain", _("chain meeting")
    QUESTION_HOUR = "question_hour", _("question hour")
    WORKING_GROUP = "working_group", _("working group")
    ACQUAINTANCE = "acquaintance", _("introduction")
    OTHER = "other", _("other meeting")


class Unit(models.TextChoices):
    """In what a rhythm is counted."""

    WEEK = "week", _("weeks")
    MONTH = "month", _("months")


@tracked(exclude=["version"])
class GatheringSeries(models.Model):
    """A standing meeting with a rhythm. Who takes part and where is what it was the last time."""

    title = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=GatheringKind.choices, default=GatheringKind.OTHER)
    every = models.PositiveSmallIntegerField(_("every"), help_text=_("So many weeks or months."))
    unit = models.CharField(_("unit"), max_length=5, choices=Unit.choices, default=Unit.WEEK)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False, help_text=_("Counts changes."))

    class Meta:
        verbose_name = _("standing meeting")
        verbose_name_plural = _("standing meetings")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(every__gte=1, every__lte=52),
                name="stakeholders_gatheringseries_rhythm_within",
                violation_error_message=_("Give a number from 1 to 52."),
            ),
            models.CheckConstraint(
                condition=Q(status="active", archived_at=None) | Q(status="archived", archived_at__isnull=False),
                name="stakeholders_gatheringseries_archived_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the series."""
        return reverse("stakeholders:series", args=[self.pk])

    @property
    def is_archived(self) -> bool:
        """Whether the series has ended."""
        return self.status == Status.ARCHIVED


@tracked(exclude=["sort_key", "version"])
class Gathering(models.Model):
    """One meeting with people of one or several organisations."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    ALLOWED_MOVES = {
        State.PLANNED: {State.HELD, State.CANCELLED},
        State.HELD: {State.PLANNED},
        State.CANCELLED: {State.PLANNED},
    }

    series = models.ForeignKey(
        GatheringSeries,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="gatherings",
        verbose_name=_("standing meeting"),
    )
    title = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=GatheringKind.choices, default=GatheringKind.OTHER)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    rhythm_on = models.DateField(
        _("day by the rhythm"), help_text=_("The day before it was moved for a holiday; the next one counts from it.")
    )
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("An address, a room, or the link of a video meeting.")
    )
    purpose = models.TextField(_("what it is about"), max_length=2000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("organised by")
    )
    organisations = models.ManyToManyField(Organisation, related_name="gatherings", verbose_name=_("organisations"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    state_note = models.CharField(_("why cancelled"), max_length=300, blank=True)
    summary = models.TextField(
        _("summary"),
        max_length=10000,
        blank=True,
        help_text=_("What was discussed and agreed. Nothing about individual immigration cases."),
    )
    uid = models.UUIDField(_("calendar number"), default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(
        _("calendar version"), default=0, editable=False, help_text=_("Counts moves, so that calendars follow.")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False, help_text=_("Counts changes."))
    sort_key = plain_key("title")

    objects: ClassVar[GatheringQuerySet] = GatheringQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ["-starts_at", "pk"]
        permissions = [("keep_gatherings", "Can plan gatherings, invite, and keep minutes and actions")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="stakeholders_gathering_ends_after_start",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held", "cancelled"]), name="stakeholders_gathering_state_known"
            ),
            models.UniqueConstraint(
                fields=["series", "starts_at"],
                condition=Q(state__in=["planned", "held"]),
                name="stakeholders_gathering_once_per_moment",
                violation_error_message=_("This standing meeting has a gathering at that moment already."),
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="stakeholders_gathering_when")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the gathering."""
        return reverse("stakeholders:gathering", args=[self.pk])

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held."""
        return self.state == self.State.PLANNED

    @property
    def state_tone(self) -> str:
        """The tone of the state's badge."""
        return {"planned": "info", "held": "positive", "cancelled": "neutral"}[self.state]


@tracked(exclude=["link_key", "link_hash"])
class Participant(models.Model):
    """Somebody who belongs to a gathering: a colleague, or a person on behalf of an organisation."""

    class Reply(models.TextChoices):
        NONE = "none", _("no answer yet")
        YES = "yes", _("comes")
        NO = "no", _("does not come")

    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="participants", verbose_name=_("gathering")
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("colleague"),
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="gatherings", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    invited_sequence = models.PositiveIntegerField(
        _("invited for"), null=True, blank=True, help_text=_("The calendar version of the last mail.")
    )
    reply = models.CharField(_("answer"), max_length=4, choices=Reply.choices, default=Reply.NONE)
    reply_note = models.CharField(_("remark"), max_length=300, blank=True)
    replied_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    attended = models.BooleanField(_("was there"), null=True, blank=True)
    link_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link_hash = models.CharField(
        max_length=64, unique=True, editable=False, help_text=_("By which the link in the invitation is found.")
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(colleague__isnull=False, person=None, organisation=None)
                | Q(colleague=None, person__isnull=False, organisation__isnull=False),
                name="stakeholders_participant_of_one_side",
            ),
            models.UniqueConstraint(fields=["gathering", "colleague"], name="stakeholders_participant_colleague_once"),
            models.UniqueConstraint(fields=["gathering", "person"], name="stakeholders_participant_person_once"),
            models.CheckConstraint(
                condition=Q(reply="none", replied_at=None) | Q(reply__in=["yes", "no"], replied_at__isnull=False),
                name="stakeholders_participant_reply_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id}: {self.person_id or self.colleague_id}"

    @property
    def name(self) -> str:
        """Who it is."""
        return str(self.person or self.colleague)

    @property
    def email(self) -> str:
        """Where an invitation goes; empty when unknown."""
        return str((self.person or self.colleague).email)  # type: ignore[union-attr]


@tracked()
class AgendaItem(models.Model):
    """One point of the agenda."""

    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="agenda", verbose_name=_("gathering")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("point"), max_length=200)
    brought_by = models.CharField(
        _("brought in by"), max_length=120, blank=True, help_text=_("A name or an organisation.")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)

    class Meta:
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("agenda")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "order"],
                name="stakeholders_agendaitem_order_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class ActionItem(models.Model):
    """What somebody will do, agreed at a gathering; open ones come back at the next of the series."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")
        PASSED_ON = "passed_on", _("goes on elsewhere")

    gathering = models.ForeignKey(
        Gathering, on_delete=models.PROTECT, related_name="actions", verbose_name=_("agreed at")
    )
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
        verbose_name=_("organisation"),
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_note = models.CharField(_("how it ended"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("agreed on"))

    objects: ClassVar[ActionQuerySet] = ActionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, organisation=None) | Q(owner=None, organisation__isnull=False),
                name="stakeholders_actionitem_of_one_side",
                violation_error_message=_("Choose a colleague or an organisation, not both."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None) | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="stakeholders_actionitem_closed_has_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="stakeholders_action_due")]

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
