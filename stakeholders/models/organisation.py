"""Organisations and the ways to reach them without a person."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .fields import plain_key
from .managed import Domain, OrganisationKind, Tag, Topic
from .querysets import OrganisationQuerySet


class Status(models.TextChoices):
    """Whether a record is in use; archived ones stay for the history and are left out of lists and invitations."""

    ACTIVE = "active", _("active")
    ARCHIVED = "archived", _("archived")


class Channel(models.TextChoices):
    """By which way a stakeholder comes in."""

    DIRECT_LINE = "direct_line", _("direct line")
    GENERAL_FORM = "general_form", _("general form")


@tracked(exclude=["sort_key", "version"])
class Organisation(models.Model):
    """An organisation the agency has to do with."""

    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    kinds = models.ManyToManyField(OrganisationKind, verbose_name=_("kinds"), blank=True, related_name="organisations")
    domains = models.ManyToManyField(
        Domain,
        verbose_name=_("domains"),
        blank=True,
        related_name="organisations",
        help_text=_("The parts of our work it has to do with. None: the whole agency, or not known."),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The organisation it belongs to, for example the ministry of an agency."),
    )
    topics = models.ManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="organisations",
        help_text=_("On which it wants to be consulted before something changes."),
    )
    tags = models.ManyToManyField(Tag, verbose_name=_("tags"), blank=True, related_name="organisations")
    connection = models.TextField(
        _("what connects it with us"),
        blank=True,
        max_length=2000,
        help_text=_("For example: works in the same chain, represents our clients, supervises us."),
    )
    joint_interests = models.TextField(
        _("joint interests"), blank=True, max_length=2000, help_text=_("What both sides want to reach.")
    )
    channel = models.CharField(
        _("comes in by"),
        max_length=20,
        blank=True,
        choices=Channel.choices,
        help_text=_("The way this organisation reaches us: a line of its own, or the form for everybody."),
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    in_measurement = models.BooleanField(
        _("in the stakeholder measurement"),
        default=False,
        help_text=_("Its contact persons may be invited for a measurement among stakeholders."),
    )
    measurement_reason = models.CharField(
        _("why or why not"), max_length=300, blank=True, help_text=_("For example: supervises us, so is not asked.")
    )
    kvk_number = models.CharField(
        _("Chamber of Commerce number"), max_length=8, blank=True, help_text=_("KvK number, 8 digits.")
    )
    rsin = models.CharField(_("RSIN"), max_length=9, blank=True, help_text=_("9 digits."))
    notes = models.TextField(
        _("notes"),
        blank=True,
        max_length=5000,
        help_text=_("Nothing about individual immigration cases and nothing private about persons."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(
        _("version"), default=1, editable=False, help_text=_("Counts changes, so that two editors notice each other.")
    )
    sort_key = plain_key("name")

    objects: ClassVar[OrganisationQuerySet] = OrganisationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        permissions = [
            ("edit_registry", "Can add, change and archive organisations and persons"),
            ("assign_account_managers", "Can assign account managers and deputies"),
            ("import_organisations", "Can import the list of organisations"),
            ("hold_accounts", "Has organisations of their own on the home page"),
            ("view_registry_history", "Can read who changed what in the registry"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="stakeholders_organisation_name_once",
                violation_error_message=_("There is an organisation with this name already."),
            ),
            models.UniqueConstraint(
                fields=["kvk_number"],
                condition=~Q(kvk_number=""),
                name="stakeholders_organisation_kvk_once",
                violation_error_message=_("Another organisation has this Chamber of Commerce number."),
            ),
            models.UniqueConstraint(
                fields=["rsin"],
                condition=~Q(rsin=""),
                name="stakeholders_organisation_rsin_once",
                violation_error_message=_("Another organisation has this RSIN."),
            ),
            models.CheckConstraint(
                condition=Q(kvk_number="") | Q(kvk_number__regex=r"^\d{8}$"),
                name="stakeholders_organisation_kvk_digits",
                violation_error_message=_("A Chamber of Commerce number has 8 digits."),
            ),
            models.CheckConstraint(
                condition=Q(rsin="") | Q(rsin__regex=r"^\d{9}$"),
                name="stakeholders_organisation_rsin_digits",
                violation_error_message=_("An RSIN has 9 digits."),
            ),
            models.CheckConstraint(
                condition=Q(status="active", archived_at=None) | Q(status="archived", archived_at__isnull=False),
                name="stakeholders_organisation_archived_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="stakeholders_organisation_not_part_of_itself",
                violation_error_message=_("An organisation cannot be a part of itself."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "sort_key"], name="stakeholders_org_sorted"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the organisation."""
        return reverse("stakeholders:organisation", args=[self.pk])

    def clean(self) -> None:
        """No circle of parts; the database refuses it as well (trigger stakeholders_organisation_no_circle)."""
        if self.pk and self.parent_id == self.pk:
            raise ValidationError({"parent": _("An organisation cannot be a part of itself.")})
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen:
                text = _("“%(name)s” is itself a part of this organisation.")
                raise ValidationError({"parent": text % {"name": self.parent}})
            seen.add(above.pk)
            above = above.parent

    @property
    def is_archived(self) -> bool:
        """Whether the organisation is no longer in use."""
        return self.status == Status.ARCHIVED


@tracked()
class ContactPoint(models.Model):
    """A way in without a person: a service desk, a general address, a form."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contact_points", verbose_name=_("organisation")
    )
    label = models.CharField(_("what it is"), max_length=100, help_text=_("For example: service desk."))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    url = models.URLField(_("web address"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["label", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone="", email="", url=""),
                name="stakeholders_contactpoint_has_a_way",
                violation_error_message=_("Give a phone number, an e-mail address or a web address."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.organisation_id})"
