"""More ways to reach a person, and on what ground each personal field is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .person import LegalBasis, Person


@tracked()
class ContactChannel(models.Model):
    """A way to reach a person besides the first e-mail address and phone number, with its own ground and source."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail address")
        PHONE = "phone", _("phone")
        MOBILE = "mobile", _("mobile phone")
        OTHER = "other", _("other")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="channels", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("address or number"), max_length=254)
    label = models.CharField(
        _("for what"), max_length=100, blank=True, help_text=_("For example: secretary, only for urgent matters.")
    )
    is_preferred = models.BooleanField(
        _("preferred"), default=False, help_text=_("This person wants to be reached this way first.")
    )
    legal_basis = models.CharField(
        _("legal basis"), max_length=20, choices=LegalBasis.choices, default=LegalBasis.PUBLIC_TASK
    )
    source = models.CharField(_("source"), max_length=200, help_text=_("Where this comes from."))
    noted_on = models.DateField(_("noted on"), help_text=_("The day on which we got to know this."))
    undeliverable_on = models.DateField(
        _("does not arrive since"), null=True, blank=True, help_text=_("Empty as long as it works.")
    )
    undeliverable_reason = models.CharField(_("why it does not arrive"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("way to reach a person")
        verbose_name_plural = _("ways to reach a person")
        ordering = ["-is_preferred", "kind", "value", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(value=""),
                name="stakeholders_contactchannel_has_value",
                violation_error_message=_("Give the address or the number."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="email") | Q(value=Lower("value"), value__contains="@"),
                name="stakeholders_contactchannel_address_in_lower_case",
                violation_error_message=_("Enter a valid e-mail address."),
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "value"],
                name="stakeholders_contactchannel_once",
                violation_error_message=_("This person has this address or number already."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_preferred=True),
                name="stakeholders_contactchannel_one_preferred",
                violation_error_message=_("Another way is preferred already."),
            ),
            models.CheckConstraint(
                condition=Q(undeliverable_on__isnull=False) | Q(undeliverable_reason=""),
                name="stakeholders_contactchannel_undeliverable_has_day",
            ),
        ]
        indexes = [models.Index(fields=["value"], name="stakeholders_channel_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


@tracked()
class FieldBasis(models.Model):
    """On what ground and from where one personal field is kept, when it differs from the rest of the person."""

    class Field(models.TextChoices):
        NAME = "name", _("name")
        EMAIL = "email", _("e-mail address")
        PHONE = "phone", _("phone")
        LANGUAGE = "language", _("language")
        POSITIONS = "positions", _("functions")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="field_bases", verbose_name=_("person"))
    field = models.CharField(_("field"), max_length=20, choices=Field.choices)
    legal_basis = models.CharField(_("legal basis"), max_length=20, choices=LegalBasis.choices)
    source = models.CharField(_("source"), max_length=200)
    noted_on = models.DateField(_("noted on"))

    class Meta:
        verbose_name = _("ground and source of a field")
        verbose_name_plural = _("grounds and sources of fields")
        ordering = ["person_id", "field"]
        constraints = [
            models.UniqueConstraint(fields=["person", "field"], name="stakeholders_fieldbasis_once"),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="stakeholders_fieldbasis_has_source",
                violation_error_message=_("Say where this comes from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.field}"
