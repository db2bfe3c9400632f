"""Organisations and the ways to reach them without a person."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .fields import plain_key
from .managed import Domain, OrganisationKind
from .querysets import OrganisationQuerySet


class Status(models.TextChoices):
    """Whether a record is in use; archived ones stay for the history and are left out of lists and invitations."""

    ACTIVE = "active", _("active")
    ARCHIVED = "archived", _("archived")


@tracked(exclude=["sort_key", "search_key", "version"])
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
    search_key = plain_key("name", "abbreviation")

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
        ]
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="stakeholders_org_search"),
            models.Index(fields=["status", "sort_key"], name="stakeholders_org_sorted"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the organisation."""
        return reverse("stakeholders:organisation", args=[self.pk])

    @property
    def is_archived(self) -> bool:
        """Whether the organisation is no longer in use."""
        return self.status == Status.ARCHIVED


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
