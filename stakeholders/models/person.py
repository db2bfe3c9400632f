"""Persons at stakeholders and their functions over time."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .fields import DayRange, plain_key
from .organisation import Organisation, Status
from .querysets import PersonQuerySet, PositionQuerySet


class LegalBasis(models.TextChoices):
    """On what ground the agency keeps these personal data (GDPR, article 6)."""

    PUBLIC_TASK = "public_task", _("public task")
    CONSENT = "consent", _("consent")
    CONTRACT = "contract", _("agreement")


@tracked(exclude=["sort_key", "version"])
class Person(models.Model):
    """Someone at a stakeholder whom the agency may contact in that function. Never an applicant."""

    LANGUAGES: ClassVar = [("nl", "Nederlands"), ("en", "English")]

    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl", choices=LANGUAGES)
    legal_basis = models.CharField(
        _("legal basis"), max_length=20, choices=LegalBasis.choices, default=LegalBasis.PUBLIC_TASK
    )
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Where these data come from, for example: business card, website.")
    )
    do_not_invite = models.BooleanField(
        _("do not invite"), default=False, help_text=_("Wants no invitations for measurements.")
    )
    do_not_invite_reason = models.CharField(
        _("why not"), max_length=300, blank=True, help_text=_("For example: asked us on 3 May not to be invited.")
    )
    email_undeliverable_on = models.DateField(
        _("e-mail address undeliverable since"),
        null=True,
        blank=True,
        help_text=_("The day on which mail came back; empty as long as it arrives."),
    )
    email_undeliverable_reason = models.CharField(
        _("why it came back"), max_length=200, blank=True, help_text=_("For example: no longer works there.")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(
        _("version"), default=1, editable=False, help_text=_("Counts changes, so that two editors notice each other.")
    )
    sort_key = plain_key("name")

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="stakeholders_person_email_in_lower_case"),
            models.CheckConstraint(
                condition=Q(status="active", archived_at=None) | Q(status="archived", archived_at__isnull=False),
                name="stakeholders_person_archived_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(do_not_invite=False, do_not_invite_reason="")
                | (Q(do_not_invite=True) & ~Q(do_not_invite_reason="")),
                name="stakeholders_person_not_invited_has_reason",
                violation_error_message=_("Say why this person is not invited."),
            ),
            models.CheckConstraint(
                condition=Q(email_undeliverable_on=None, email_undeliverable_reason="")
                | (Q(email_undeliverable_on__isnull=False) & ~Q(email="")),
                name="stakeholders_person_undeliverable_is_an_address",
                violation_error_message=_("Only an address that is there can be undeliverable."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "sort_key"], name="stakeholders_person_sorted"),
            models.Index(fields=["email"], name="stakeholders_person_email"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the person."""
        return reverse("stakeholders:person", args=[self.pk])

    @property
    def is_archived(self) -> bool:
        """Whether the person is no longer in use."""
        return self.status == Status.ARCHIVED


@tracked()
class Position(models.Model):
    """A person's function at an organisation during a period."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="positions", verbose_name=_("organisation")
    )
    title = models.CharField(_("function"), max_length=120, blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day; empty while it lasts."))

    objects: ClassVar[PositionQuerySet] = PositionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("function")
        verbose_name_plural = _("functions")
        ordering = ["-from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="stakeholders_position_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            ExclusionConstraint(
                name="stakeholders_position_no_overlap",
                deferrable=models.Deferrable.IMMEDIATE,  # so that two can change places in one statement
                expressions=[
                    (DayRange(), RangeOperators.OVERLAPS),
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                ],
                violation_error_message=_("This person has a function at this organisation in that period already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.person_id} – {self.organisation_id})"
