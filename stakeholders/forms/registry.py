"""What staff fill in about organisations, persons and fixed contacts; reads and validates, never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.models import (
    AccountAssignment,
    ContactPoint,
    Domain,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    Tag,
    Topic,
)

from .fields import OrganisationField
from .versioned import VersionedForm


class DayInput(forms.DateInput):
    """A date by the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _several(model: Any, label: Any, help_text: Any = "") -> forms.ModelMultipleChoiceField[Any]:
    """Ticks for the items of a managed list."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=model.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


class OrganisationForm(VersionedForm):
    """An organisation."""

    MAIN = ("name", "abbreviation", "kinds", "domains", "website")
    kinds = _several(OrganisationKind, gettext_lazy("Kinds"))
    domains = _several(Domain, gettext_lazy("Domains"), gettext_lazy("The parts of our work it has to do with."))
    website = forms.URLField(label=gettext_lazy("Website"), required=False, max_length=300, assume_scheme="https")
    parent = OrganisationField(
        label=gettext_lazy("Part of"),
        required=False,
        help_text=gettext_lazy("Name of the organisation it belongs to, for example the ministry of an agency."),
    )
    topics = _several(
        Topic, gettext_lazy("Topics"), gettext_lazy("On which it wants to be consulted before something changes.")
    )
    tags = _several(Tag, gettext_lazy("Tags"))

    class Meta:
        model = Organisation
        fields = (
            "name",
            "abbreviation",
            "kinds",
            "domains",
            "website",
            "parent",
            "channel",
            "topics",
            "connection",
            "joint_interests",
            "tags",
            "in_measurement",
            "measurement_reason",
            "kvk_number",
            "rsin",
            "notes",
        )
        widgets = {
            "connection": forms.Textarea(attrs={"rows": 3}),
            "joint_interests": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # What it has already stays on offer, also when the item is no longer in use.
            for name in ("kinds", "domains", "topics", "tags"):
                field: Any = self.fields[name]
                offered = Q(is_active=True) | Q(organisations=self.instance)
                field.queryset = field.queryset.model.objects.filter(offered).distinct()


class PersonForm(VersionedForm):
    """A person at a stakeholder."""

    MAIN = ("name", "email", "phone", "language", "source")

    class Meta:
        model = Person
        fields = (
            "name",
            "email",
            "phone",
            "language",
            "source",
            "do_not_invite",
            "do_not_invite_reason",
            "email_undeliverable_on",
            "email_undeliverable_reason",
            "legal_basis",
        )
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "email_undeliverable_on": DayInput(),
        }

    def clean_email(self) -> str:
        """Addresses are stored in lower case."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """Who is not invited, and an address at which nothing arrives, have their reason and day."""
        data = super().clean() or self.cleaned_data
        if data.get("do_not_invite") and not data.get("do_not_invite_reason"):
            self.add_error("do_not_invite_reason", _("Say why this person is not invited."))
        if not data.get("do_not_invite"):
            data["do_not_invite_reason"] = ""
        since = data.get("email_undeliverable_on")
        if since and not data.get("email"):
            self.add_error("email_undeliverable_on", _("Only an address that is there can be undeliverable."))
        if data.get("email_undeliverable_reason") and not since and "email_undeliverable_on" not in self.errors:
            self.add_error("email_undeliverable_on", _("Since when does it not arrive?"))
        return data


class PeriodForm(forms.ModelForm):  # type: ignore[type-arg]
    """A period of days; overlaps are judged by the database."""

    def _post_clean(self) -> None:
        """The record is checked by the service."""

    def clean(self) -> dict[str, Any]:
        """The last day does not lie before the first."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("from_on"), data.get("until_on")
        if start and end and end < start:
            self.add_error("until_on", _("The last day lies before the first."))
        return data


class AssignmentForm(PeriodForm):
    """Who becomes account manager or deputy, and when."""

    class Meta:
        model = AccountAssignment
        fields = ("user", "role", "from_on", "until_on")
        widgets = {"from_on": DayInput(), "until_on": DayInput(), "role": forms.RadioSelect}

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["role"].choices = AccountAssignment.Role.choices  # type: ignore[attr-defined]


class PositionForm(PeriodForm):
    """A function at an organisation."""

    organisation = OrganisationField(label=gettext_lazy("Organisation"))

    class Meta:
        model = Position
        fields = ("organisation", "title", "from_on", "until_on")
        widgets = {"from_on": DayInput(), "until_on": DayInput()}


class EndForm(forms.Form):
    """On which day something ends."""

    until_on = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput())


class ContactPointForm(forms.ModelForm):  # type: ignore[type-arg]
    """A way in without a person."""

    url = forms.URLField(label=gettext_lazy("Web address"), required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = ContactPoint
        fields = ("label", "phone", "email", "url")

    def _post_clean(self) -> None:
        """The record is checked by the service."""
