"""What staff fill in about organisations, persons and fixed contacts; reads and validates, never saves."""

from __future__ import annotations

from typing import Any

from django import forms
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
)


class DayInput(forms.DateInput):
    """A date by the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that knows which version of the record it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def _post_clean(self) -> None:
        """Fields are checked by the form, the record by the service; the instance stays as it was opened."""

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in for the columns of the record."""
        relations = {field.name for field in self._meta.model._meta.many_to_many}
        return {name: value for name, value in self.cleaned_data.items() if name not in {*relations, "version"}}

    def differences(self, stored: Any) -> list[tuple[str, str, str]]:
        """Where the stored record differs from what was typed here: (field, what is stored, what was typed)."""
        found = []
        for name, field in self.fields.items():
            if name == "version":
                continue
            theirs, mine = _shown(stored, name), _typed(self.cleaned_data.get(name))
            if theirs != mine:
                found.append((str(field.label), theirs or "–", mine or "–"))
        return found


def _shown(record: Any, name: str) -> str:
    value = getattr(record, name)
    return _typed(value.all() if hasattr(value, "all") else value)


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


class OrganisationForm(VersionedForm):
    """An organisation."""

    kinds = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kinds"),
        queryset=OrganisationKind.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    domains = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Domains"),
        queryset=Domain.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The parts of our work it has to do with."),
    )
    website = forms.URLField(label=gettext_lazy("Website"), required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = (
            "name",
            "abbreviation",
            "kinds",
            "domains",
            "in_measurement",
            "measurement_reason",
            "website",
            "kvk_number",
            "rsin",
            "notes",
        )


class PersonForm(VersionedForm):
    """A person at a stakeholder."""

    class Meta:
        model = Person
        fields = ("name", "email", "phone", "language", "legal_basis", "source", "do_not_invite")
        widgets = {"phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})}

    def clean_email(self) -> str:
        """Addresses are stored in lower case."""
        return str(self.cleaned_data["email"]).lower()


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

    class Meta:
        model = Position
        fields = ("organisation", "title", "from_on", "until_on")
        widgets = {"from_on": DayInput(), "until_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.active()  # type: ignore[attr-defined]


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
