"""Contact moments: a conversation, visit, meeting, letter or mail with one or more organisations."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.history import tracked
from core.periods import AMSTERDAM

from .managed import Topic
from .organisation import Organisation, Status
from .person import Person
from .querysets import ContactMomentQuerySet

TITLE_LENGTH = 80
SUMMARY_LENGTH = 20_000


class ContactForm(models.TextChoices):
    """Every way in which the agency and a stakeholder meet."""

    CALL = "call", gettext_lazy("phone or video call")
    VISIT = "visit", gettext_lazy("visit or appointment")
    ROUND_TABLE = "round_table", gettext_lazy("round table")
    WEBINAR = "webinar", gettext_lazy("webinar")
    QUESTION_HOUR = "question_hour", gettext_lazy("question hour")
    PRESENTATION = "presentation", gettext_lazy("presentation")
    TRAINING = "training", gettext_lazy("joint training")
    NETWORK = "network", gettext_lazy("network meeting")
    WORKING_VISIT_HERE = "working_visit_here", gettext_lazy("working visit to us")
    WORKING_VISIT_THERE = "working_visit_there", gettext_lazy("working visit to them")
    CLIENT_PANEL = "client_panel", gettext_lazy("client panel")
    APPRECIATION = "appreciation", gettext_lazy("word of appreciation")
    MAIL = "mail", gettext_lazy("mail")
    LETTER = "letter", gettext_lazy("letter")
    OTHER = "other", gettext_lazy("other")


class ContactLevel(models.TextChoices):
    """At which level of both organisations."""

    STRATEGIC = "strategic", gettext_lazy("strategic")
    TACTICAL = "tactical", gettext_lazy("tactical")
    OPERATIONAL = "operational", gettext_lazy("operational")


class Direction(models.TextChoices):
    """Who spoke. Only `both` is two-way contact (KPI K14): both sides had the floor; sending alone never counts."""

    BOTH = "both", gettext_lazy("both ways")
    FROM_US = "from_us", gettext_lazy("only from us to them")
    FROM_THEM = "from_them", gettext_lazy("only from them to us")


class ContactSource(models.TextChoices):
    """How it came into the registry."""

    MANUAL = "manual", gettext_lazy("noted by hand")
    CALENDAR = "calendar", gettext_lazy("from a calendar file")
    MAIL = "mail", gettext_lazy("from mail")


# In these forms usually only one side speaks; whoever notes it can say otherwise.
ONE_SIDED = {
    ContactForm.WEBINAR: Direction.FROM_US,
    ContactForm.PRESENTATION: Direction.FROM_US,
    ContactForm.APPRECIATION: Direction.FROM_THEM,
    ContactForm.MAIL: Direction.FROM_US,
    ContactForm.LETTER: Direction.FROM_US,
}


def usual_direction(form: str) -> str:
    """Who usually speaks in this form of contact."""
    return ONE_SIDED.get(ContactForm(form), Direction.BOTH).value


_COPY_TO_LINKS = """
    UPDATE stakeholders_momentorganisation
       SET held_on = NEW.held_on, is_two_way = (NEW.direction = 'both'), is_live = (NEW.status = 'active')
     WHERE moment_id = NEW.id;
    RETURN NULL;
"""
_COPY_FROM_MOMENT = """
    SELECT held_on, direction = 'both', status = 'active' INTO NEW.held_on, NEW.is_two_way, NEW.is_live
      FROM stakeholders_contactmoment WHERE id = NEW.moment_id;
    RETURN NEW;
"""


@tracked(exclude=["version"])
class ContactMoment(models.Model):
    """One moment of contact: who spoke with whom, when, in which form, about what."""

    form = models.CharField(
        gettext_lazy("form of contact"), max_length=20, choices=ContactForm.choices, default=ContactForm.CALL
    )
    level = models.CharField(
        gettext_lazy("level"), max_length=12, choices=ContactLevel.choices, default=ContactLevel.OPERATIONAL
    )
    direction = models.CharField(
        gettext_lazy("who spoke"),
        max_length=10,
        choices=Direction.choices,
        default=Direction.BOTH,
        help_text=gettext_lazy(
            "Both ways: each side could say something and was heard. Only that is two-way contact."
        ),
    )
    held_on = models.DateField(gettext_lazy("day"))
    starts_at = models.TimeField(gettext_lazy("from"), null=True, blank=True)
    ends_at = models.TimeField(gettext_lazy("until"), null=True, blank=True)
    subject = models.CharField(
        gettext_lazy("subject"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("What it was about, in a few words."),
    )
    summary = models.TextField(
        gettext_lazy("summary"),
        blank=True,
        max_length=SUMMARY_LENGTH,
        help_text=gettext_lazy("Nothing about individual immigration cases and nothing private about persons."),
    )
    location = models.CharField(gettext_lazy("place"), max_length=200, blank=True)
    organisations = models.ManyToManyField(
        Organisation,
        through="MomentOrganisation",
        related_name="contact_moments",
        verbose_name=gettext_lazy("organisations"),
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="contact_moments", verbose_name=gettext_lazy("topics")
    )
    source = models.CharField(
        gettext_lazy("source"), max_length=10, choices=ContactSource.choices, default=ContactSource.MANUAL
    )
    calendar_uid = models.CharField(
        gettext_lazy("appointment"),
        max_length=255,
        blank=True,
        editable=False,
        help_text=gettext_lazy("Identifier in the calendar file it came from, so that it is recorded once."),
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("noted by"),
        help_text=gettext_lazy("Empty: it came in by mail, without a colleague."),
    )
    noted_at = models.DateTimeField(gettext_lazy("noted at"))
    status = models.CharField(
        gettext_lazy("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE, editable=False
    )
    archived_at = models.DateTimeField(gettext_lazy("archived at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(
        gettext_lazy("version"),
        default=1,
        editable=False,
        help_text=gettext_lazy("Counts changes, so that two editors notice each other."),
    )

    objects: ClassVar[ContactMomentQuerySet] = ContactMomentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("contact moment")
        verbose_name_plural = gettext_lazy("contact moments")
        ordering = ["-held_on", "-pk"]
        permissions = [("record_contact", "Can record, change and archive contact moments and sort incoming mail")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
                name="stakeholders_contactmoment_ends_after_start",
                violation_error_message=gettext_lazy("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(subject="", summary=""),
                name="stakeholders_contactmoment_says_something",
                violation_error_message=gettext_lazy("Say what it was about."),
            ),
            models.CheckConstraint(
                condition=Q(form__in=ContactForm.values), name="stakeholders_contactmoment_known_form"
            ),
            models.CheckConstraint(
                condition=Q(level__in=ContactLevel.values), name="stakeholders_contactmoment_known_level"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="stakeholders_contactmoment_known_direction"
            ),
            models.CheckConstraint(
                condition=Q(status="active", archived_at=None) | Q(status="archived", archived_at__isnull=False),
                name="stakeholders_contactmoment_archived_has_moment",
            ),
            models.UniqueConstraint(
                fields=["calendar_uid", "held_on"],
                condition=~Q(calendar_uid=""),
                name="stakeholders_contactmoment_appointment_once",
                violation_error_message=gettext_lazy("This appointment has been recorded already."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-held_on", "-id"], name="stakeholders_moment_recent"),
            models.Index(fields=["noted_by", "-held_on"], name="stakeholders_moment_noted"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="copy_to_organisations",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("held_on", "direction", "status"),
                func=_COPY_TO_LINKS,
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the contact moment."""
        return reverse("stakeholders:moment", args=[self.pk])

    @property
    def title(self) -> str:
        """The subject, or the first words of what was said."""
        if self.subject:
            return self.subject
        line = " ".join(self.summary.split())
        if len(line) <= TITLE_LENGTH:
            return line or _("contact moment")
        return line[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"

    @property
    def moment(self) -> datetime:
        """When it began, in Amsterdam; noon for a day without a time, so that it stays on that day everywhere."""
        return datetime.combine(self.held_on, self.starts_at or time(12), AMSTERDAM)

    @property
    def is_two_way(self) -> bool:
        """Whether both sides had the floor (KPI K14)."""
        return self.direction == Direction.BOTH

    @property
    def is_archived(self) -> bool:
        """Whether it is no longer in use."""
        return self.status == Status.ARCHIVED


@tracked(exclude=["held_on", "is_two_way", "is_live"])
class MomentOrganisation(models.Model):
    """An organisation that took part. Three columns are copies of the moment, kept by triggers, for fast reading."""

    moment = models.ForeignKey(ContactMoment, on_delete=models.CASCADE, related_name="organisation_links")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="moment_links",
        verbose_name=gettext_lazy("organisation"),
    )
    held_on = models.DateField(editable=False, default=date.min)
    is_two_way = models.BooleanField(editable=False, default=False)
    is_live = models.BooleanField(editable=False, default=True, help_text=gettext_lazy("The moment is not archived."))

    class Meta:
        verbose_name = gettext_lazy("organisation of a contact moment")
        verbose_name_plural = gettext_lazy("organisations of contact moments")
        constraints = [
            models.UniqueConstraint(fields=["moment", "organisation"], name="stakeholders_momentorganisation_once")
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-held_on"], condition=Q(is_live=True), name="stakeholders_momentorg_recent"
            ),
            models.Index(
                fields=["organisation", "-held_on"],
                condition=Q(is_live=True, is_two_way=True),
                name="stakeholders_momentorg_two_way",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="copy_from_moment",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_COPY_FROM_MOMENT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.moment_id} – {self.organisation_id}"


@tracked()
class ContactParticipant(models.Model):
    """Somebody who was there: a person of the registry, a colleague, or somebody known by name or address only."""

    moment = models.ForeignKey(ContactMoment, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=gettext_lazy("person"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("colleague"),
    )
    name = models.CharField(gettext_lazy("name"), max_length=150, blank=True)
    email = models.EmailField(gettext_lazy("e-mail address"), blank=True)

    class Meta:
        verbose_name = gettext_lazy("participant of a contact moment")
        verbose_name_plural = gettext_lazy("participants of contact moments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, user=None, name="", email="")
                | Q(person=None, user__isnull=False, name="", email="")
                | Q(Q(person=None, user=None) & ~Q(name="", email="")),
                name="stakeholders_contactparticipant_is_one_somebody",
            ),
            models.UniqueConstraint(
                fields=["moment", "person"],
                condition=Q(person__isnull=False),
                name="stakeholders_contactparticipant_person_once",
            ),
            models.UniqueConstraint(
                fields=["moment", "user"],
                condition=Q(user__isnull=False),
                name="stakeholders_contactparticipant_colleague_once",
            ),
        ]
        indexes = [models.Index(fields=["email"], condition=~Q(email=""), name="stakeholders_participant_email")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How this participant is called."""
        return str(self.person or self.user or self.name or self.email)

    @property
    def is_ours(self) -> bool:
        """Whether it is a colleague."""
        return self.user_id is not None
