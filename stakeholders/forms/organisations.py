"""What staff fill in about the matrix, managed lists, links and more ways to reach a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import LinkTarget
from stakeholders.models import ContactChannel, FieldBasis, Person, Standing
from stakeholders.models.managed import ManagedItem
from stakeholders.models.person import LegalBasis
from stakeholders.services import Ground

from .registry import DayInput


class StandingForm(forms.ModelForm):  # type: ignore[type-arg]
    """Interest, influence and attitude of an organisation on a day."""

    class Meta:
        model = Standing
        fields = ("interest", "influence", "attitude", "note", "on")
        widgets = {
            "on": DayInput(),
            "interest": forms.RadioSelect,
            "influence": forms.RadioSelect,
            "attitude": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("interest", "influence", "attitude"):
            field: Any = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0] != ""]

    def _post_clean(self) -> None:
        """The record is checked by the service."""


class ManagedItemForm(forms.Form):
    """The names of an item of a managed list; the code only when it is new."""

    name_nl = forms.CharField(label=gettext_lazy("Name in Dutch"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("How imports and exports write it; empty: made from the English name. Cannot change."),
    )

    def __init__(self, *args: Any, item: ManagedItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item:
            del self.fields["code"]
            self.initial = {"name_nl": item.name_nl, "name_en": item.name_en, **self.initial}


class ChannelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A way to reach a person."""

    MORE = ("legal_basis", "noted_on", "undeliverable_on", "undeliverable_reason")

    class Meta:
        model = ContactChannel
        fields = (
            "kind",
            "value",
            "label",
            "is_preferred",
            "source",
            "legal_basis",
            "noted_on",
            "undeliverable_on",
            "undeliverable_reason",
        )
        widgets = {"noted_on": DayInput(), "undeliverable_on": DayInput()}

    def clean(self) -> dict[str, Any]:
        """An address is stored in lower case; a reason belongs to a day."""
        data = super().clean() or self.cleaned_data
        value = data.get("value", "")
        if data.get("kind") == ContactChannel.Kind.EMAIL and value:
            try:
                data["value"] = forms.EmailField().clean(value).lower()
            except forms.ValidationError as refusal:
                self.add_error("value", refusal)
        if data.get("undeliverable_reason") and not data.get("undeliverable_on"):
            self.add_error("undeliverable_on", _("Since when does it not arrive?"))
        return data

    def _post_clean(self) -> None:
        """The record is checked by the service."""

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is filled in every day."""
        return [field for field in self if field.name not in self.MORE]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """Ground, day, and whether it arrives."""
        return [field for field in self if field.name in self.MORE]

    @property
    def opens_more(self) -> bool:
        """Whether something behind "more" was refused."""
        return any(field.errors for field in self.more_fields)


class GroundsForm(forms.Form):
    """Ground, source and day of each personal field of one person."""

    def __init__(self, *args: Any, person: Person, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = {basis.field: basis for basis in person.field_bases.all()}
        for name, label in FieldBasis.Field.choices:
            basis: Any = stored.get(name)
            words = {"field": label}
            self.fields[f"{name}_legal_basis"] = forms.ChoiceField(
                label=_("%(field)s: legal basis") % words,
                choices=LegalBasis.choices,
                initial=basis.legal_basis if basis else person.legal_basis,
            )
            self.fields[f"{name}_source"] = forms.CharField(
                label=_("%(field)s: source") % words,
                max_length=200,
                initial=basis.source if basis else person.source,
            )
            self.fields[f"{name}_noted_on"] = forms.DateField(
                label=_("%(field)s: noted on") % words, widget=DayInput(), initial=basis.noted_on if basis else today
            )

    @property
    def grounds(self) -> dict[str, Ground]:
        """What was filled in, by field."""
        data = self.cleaned_data
        return {
            name: Ground(data[f"{name}_legal_basis"], data[f"{name}_source"], data[f"{name}_noted_on"])
            for name in FieldBasis.Field.values
        }

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of the form by personal field."""
        return [
            (str(label), [self[f"{name}_{part}"] for part in ("legal_basis", "source", "noted_on")])
            for name, label in FieldBasis.Field.choices
        ]


class LinkSearchForm(forms.Form):
    """What to link to: a kind of record and a few words."""

    soort = forms.ChoiceField(label=gettext_lazy("Kind of record"))
    q = forms.CharField(label=gettext_lazy("Name or words"), max_length=100)

    def __init__(self, *args: Any, targets: list[LinkTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["soort"]
        field.choices = [(target.name, target.label) for target in targets]


class LinkForm(forms.Form):
    """Which record, and why."""

    soort = forms.CharField(max_length=100)
    record = forms.CharField(max_length=40)
    note = forms.CharField(max_length=200, required=False)
