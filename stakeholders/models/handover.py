"""The handover of an organisation when its account manager leaves: who tells whom, who meets whom, who takes over."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import OutgoingMail

from .assignment import AccountAssignment
from .organisation import Organisation
from .person import Person
from .querysets import HandoverQuerySet

# Working days: told at least so long before the change, introduced at most so long after it (KPI K15).
ANNOUNCE_DAYS_BEFORE = 10
INTRODUCE_DAYS_AFTER = 20


class HandoverState(models.TextChoices):
    """How far a handover is."""

    PLANNED = "planned", _("planned")
    ANNOUNCED = "announced", _("announced")
    INTRODUCED = "introduced", _("introduced")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


# Back to an earlier state: the mail came back, or what was recorded was a mistake. The database refuses other moves.
ALLOWED_MOVES: dict[HandoverState, frozenset[HandoverState]] = {
    HandoverState.PLANNED: frozenset({HandoverState.ANNOUNCED, HandoverState.CANCELLED}),
    HandoverState.ANNOUNCED: frozenset({HandoverState.INTRODUCED, HandoverState.PLANNED, HandoverState.CANCELLED}),
    HandoverState.INTRODUCED: frozenset({HandoverState.COMPLETED, HandoverState.ANNOUNCED, HandoverState.CANCELLED}),
    HandoverState.COMPLETED: frozenset(),
    HandoverState.CANCELLED: frozenset(),
}
OPEN_STATES = frozenset({HandoverState.PLANNED, HandoverState.ANNOUNCED, HandoverState.INTRODUCED})
_TOLD = ["announced", "introduced", "completed"]
_MET = ["introduced", "completed"]


class ToldHow(models.TextChoices):
    """How the stakeholder was told."""

    MAIL = "mail", _("mail from here")
    OWN_MAIL = "own_mail", _("own mail or letter")
    PHONE = "phone", _("by phone")
    CONVERSATION = "conversation", _("in a conversation")


class IntroductionForm(models.TextChoices):
    """In what way the successor was introduced."""

    VISIT = "visit", _("visit")
    VIDEO = "video", _("video call")
    PHONE = "phone", _("phone call")
    MEETING = "meeting", _("at a meeting that took place anyway")


@tracked()
class Departure(models.Model):
    """An account manager leaves, or hands over part of the portfolio."""

    leaver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who leaves")
    )
    last_day = models.DateField(_("last day"), help_text=_("The successor begins the day after."))
    reason = models.CharField(
        _("reason"), max_length=200, blank=True, help_text=_("Only what everybody may know; may stay empty.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["-last_day", "pk"]

    def __str__(self) -> str:
        return f"{self.leaver} ({self.last_day})"

    def get_absolute_url(self) -> str:
        """The page of the portfolio that is handed over."""
        return reverse("stakeholders:departure", args=[self.pk])


@tracked()
class Handover(models.Model):
    """One organisation goes from one account manager to the next on a day."""

    departure = models.ForeignKey(
        Departure, on_delete=models.CASCADE, related_name="handovers", verbose_name=_("departure")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="handovers", verbose_name=_("organisation")
    )
    leaver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who leaves")
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("successor")
    )
    changes_on = models.DateField(_("day of the change"), help_text=_("First day of the successor."))
    announce_by = models.DateField(_("announce by"))
    introduce_by = models.DateField(_("introduce by"))
    state = models.CharField(_("state"), max_length=12, choices=HandoverState.choices, default=HandoverState.PLANNED)
    assignment = models.ForeignKey(
        AccountAssignment, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("fixed contact")
    )
    shortened = models.JSONField(
        _("periods that were shortened"),
        default=dict,
        editable=False,
        help_text=_("Fixed contacts that end for this handover with their earlier last day, to put back."),
    )
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    announced_how = models.CharField(_("how it was told"), max_length=14, choices=ToldHow.choices, blank=True)
    announced_note = models.CharField(
        _("to whom, and what was said"), max_length=300, blank=True, help_text=_("Needed when no mail went from here.")
    )
    introduced_on = models.DateField(_("introduced on"), null=True, blank=True)
    introduced_how = models.CharField(
        _("form of the introduction"), max_length=10, choices=IntroductionForm.choices, blank=True
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_items = models.JSONField(
        _("accepted"), default=list, editable=False, help_text=_("References of the open items that were taken over.")
    )
    cancelled_reason = models.CharField(_("why it was cancelled"), max_length=200, blank=True)

    objects: ClassVar[HandoverQuerySet] = HandoverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["changes_on", "pk"]
        permissions = [
            ("oversee_handovers", "Sees every handover that is late and every organisation without contact")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(successor=F("leaver")),
                name="stakeholders_handover_successor_is_another",
                violation_error_message=_("The successor is somebody else than who leaves."),
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["planned", "announced", "introduced"]),
                name="stakeholders_handover_one_open_each",
                violation_error_message=_("A handover of this organisation is under way already."),
            ),
            models.CheckConstraint(
                condition=Q(announce_by__lt=F("changes_on"), introduce_by__gt=F("changes_on")),
                name="stakeholders_handover_deadlines_around_change",
            ),
            models.CheckConstraint(
                condition=Q(announced_on=None, announced_how="") & ~Q(state__in=_TOLD)
                | Q(announced_on__isnull=False) & ~Q(announced_how="") & (Q(state__in=_TOLD) | Q(state="cancelled")),
                name="stakeholders_handover_announced_has_day_and_way",
            ),
            models.CheckConstraint(
                condition=Q(announced_how__in=["", "mail"]) | ~Q(announced_note=""),
                name="stakeholders_handover_told_otherwise_says_how",
                violation_error_message=_("Say to whom and what was said."),
            ),
            models.CheckConstraint(
                condition=Q(introduced_on=None, introduced_how="") & ~Q(state__in=_MET)
                | Q(introduced_on__isnull=False) & ~Q(introduced_how="") & (Q(state__in=_MET) | Q(state="cancelled")),
                name="stakeholders_handover_introduced_has_day_and_form",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(accepted_at__isnull=False),
                name="stakeholders_handover_completed_was_accepted",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(cancelled_reason="")
                | ~Q(state="cancelled") & Q(cancelled_reason=""),
                name="stakeholders_handover_cancelled_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "changes_on"], name="stakeholders_handover_open"),
            models.Index(fields=["successor", "state"], name="stakeholders_handover_next"),
        ]
        triggers = [
            pgtrigger.FSM(
                name="allowed_moves",
                field="state",
                transitions=[
                    (str(a.value), str(b.value)) for a, moves in ALLOWED_MOVES.items() for b in sorted(moves)
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.leaver} → {self.successor}"

    def get_absolute_url(self) -> str:
        """The page with what to do next."""
        return reverse("stakeholders:handover", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return self.state in OPEN_STATES

    @property
    def due(self) -> date | None:
        """The nearest deadline of what is not done; None when nothing remains."""
        if not self.is_open:
            return None
        if self.state == HandoverState.PLANNED:
            return self.announce_by
        return self.changes_on if self.accepted_at is None else self.introduce_by

    def is_late(self, today: date) -> bool:
        """Whether a deadline passed without what had to be done."""
        return self.due is not None and self.due < today


class HandoverMove(models.Model):
    """One step of a handover; rows are added, never changed."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="moves")
    state = models.CharField(_("state"), max_length=12, choices=HandoverState.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("explanation"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("step of a handover")
        verbose_name_plural = _("steps of handovers")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.handover_id}: {self.state}"


class HandoverNotice(models.Model):
    """The mail that announces a handover to one person."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("to whom")
    )
    mail = models.ForeignKey(
        OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("mail")
    )

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "mail"], name="stakeholders_handovernotice_once_a_mail")
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} → {self.person_id}"
