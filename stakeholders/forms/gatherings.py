"""What staff fill in about gatherings; reads and validates, never saves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.periods import AMSTERDAM
from stakeholders.models import ActionItem, Gathering, GatheringSeries, Organisation, SheetNote
from stakeholders.models.gathering import GatheringKind, Unit

from .organisation_picker import FindField, OrganisationPickerForm, PickedField
from .registry import DayInput
from .versioned import VersionedForm

LONGEST_MINUTES = 24 * 60


class TimeInput(forms.TimeInput):
    """A time by the browser's own picker."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class GatheringForm(OrganisationPickerForm):
    """A gathering: what, when, with whom; the rest behind "more"."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    begins = forms.TimeField(label=gettext_lazy("Begins"), widget=TimeInput())
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes"),
        min_value=5,
        max_value=LONGEST_MINUTES,
        initial=60,
    )
    find = FindField()
    organisations = PickedField(label=gettext_lazy("With which organisations"))
    every = forms.IntegerField(
        label=gettext_lazy("Comes back every"),
        required=False,
        min_value=1,
        max_value=52,
        help_text=gettext_lazy("A number of weeks or months. Empty: only this once."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Weeks or months"), required=False, choices=[("", "–"), *Unit.choices])

    MAIN = ("title", "kind", "day", "begins", "minutes", "find", "organisations")
    field_order = ("title", "kind", "day", "begins", "minutes", "find", "organisations", "place", "purpose")

    class Meta:
        model = Gathering
        fields = ("title", "kind", "place", "purpose")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = GatheringKind.choices  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["every"], self.fields["unit"]
            begins = self.instance.starts_at.astimezone(AMSTERDAM)
            self.initial.update(
                {
                    "day": begins.date(),
                    "begins": begins.time(),
                    "minutes": int((self.instance.ends_at - self.instance.starts_at) / timedelta(minutes=1)),
                    "organisations": [item.pk for item in self.instance.organisations.all()],
                }
            )
            self.remember_opened()

    @property
    def values(self) -> dict[str, Any]:
        """Columns of the gathering."""
        data = self.cleaned_data
        starts_at = datetime.combine(data["day"], data["begins"], AMSTERDAM)
        names = ("title", "kind", "place", "purpose")
        return {
            **{name: data[name] for name in names},
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=data["minutes"]),
        }

    @property
    def rhythm(self) -> tuple[int, str] | None:
        """(number, unit) for a series, or None."""
        every = self.cleaned_data.get("every")
        return (every, self.cleaned_data.get("unit") or Unit.WEEK) if every else None


class NextForm(forms.Form):
    """When the next gathering of a series is."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    begins = forms.TimeField(label=gettext_lazy("Begins"), widget=TimeInput())

    @property
    def starts_at(self) -> datetime:
        """The moment."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["begins"], AMSTERDAM)


class SeriesForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name and rhythm of a standing meeting."""

    class Meta:
        model = GatheringSeries
        fields = ("title", "kind", "every", "unit")
        widgets = {"unit": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = Unit.choices  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The record is checked by the service."""


class ParticipantsForm(forms.Form):
    """Who takes part, of both sides."""

    persons = forms.MultipleChoiceField(
        label=gettext_lazy("On their side"), required=False, widget=forms.CheckboxSelectMultiple
    )
    colleagues: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("On our side"), required=False, queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, positions: Sequence[Any], colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = {str(position.pk): position for position in positions}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, position in self.positions.items():
            label = f"{position.person.name}, {position.title}" if position.title else position.person.name
            if not position.person.email:
                label = _("%(name)s (no e-mail address)") % {"name": label}
            groups.setdefault(str(position.organisation), []).append((key, label))
        choices: Any = list(groups.items()) if len(groups) > 1 else [one for group in groups.values() for one in group]
        self.fields["persons"].choices = choices  # type: ignore[attr-defined]
        self.fields["colleagues"].queryset = colleagues  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Any]:
        """The functions that were chosen."""
        return [self.positions[key] for key in self.cleaned_data["persons"]]


class InviteForm(forms.Form):
    """A few words of one's own in the invitation."""

    message = forms.CharField(
        label=gettext_lazy("Your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Time, place, agenda and the link for yes or no are in the mail already."),
    )


class CancelForm(forms.Form):
    """Why a gathering does not go on."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("Everybody who was invited reads this.")
    )


class HeldForm(VersionedForm):
    """Who was there, and what was said."""

    present = forms.MultipleChoiceField(
        label=gettext_lazy("Who was there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("present", "summary")

    class Meta:
        model = Gathering
        fields = ("summary",)
        widgets = {"summary": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        participants = list(self.instance.participants.select_related("person", "colleague", "organisation"))
        self.fields["present"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.name}, {one.organisation}" if one.organisation else one.name) for one in participants
        ]
        is_held = self.instance.state == Gathering.State.HELD
        self.initial["present"] = [
            str(one.pk) for one in participants if (one.attended if is_held else one.reply != "no")
        ]
        self.initial["opened"] = json.dumps({name: self.stored(name) for name in self._shown_fields()})


class DoerForm(forms.Form):
    """What will be done, by whom, by when; who is a colleague or one of the organisations."""

    what = forms.CharField(label=gettext_lazy("What"), max_length=300)
    who = forms.ChoiceField(label=gettext_lazy("Who"))
    due_on = forms.DateField(label=gettext_lazy("By"), required=False, widget=DayInput())

    def __init__(self, *args: Any, colleagues: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._doers: dict[str, dict[str, Any]] = {}
        ours = [(self._key("c", user, "owner"), str(user)) for user in colleagues]
        theirs = [(self._key("o", organisation, "organisation"), str(organisation)) for organisation in organisations]
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (_("On our side"), ours),
            (_("On their side"), theirs),
        ]

    def _key(self, letter: str, record: Any, name: str) -> str:
        key = f"{letter}{record.pk}"
        self._doers[key] = {"owner": None, "organisation": None, name: record}
        return key

    @property
    def values(self) -> dict[str, Any]:
        """what, owner or organisation, due_on."""
        data = self.cleaned_data
        return {"what": data["what"], "due_on": data["due_on"], **self._doers[data["who"]]}

    @staticmethod
    def initial_of(record: Any) -> dict[str, Any]:
        """What the form shows for a stored action or commitment."""
        who = f"c{record.owner_id}" if record.owner_id else f"o{record.organisation_id}"
        return {"what": record.what, "who": who, "due_on": record.due_on}


class CloseActionForm(forms.Form):
    """How an action ended."""

    state = forms.ChoiceField(
        label=gettext_lazy("How did it end?"),
        choices=[(ActionItem.State.DONE, gettext_lazy("done")), (ActionItem.State.DROPPED, gettext_lazy("dropped"))],
        initial=ActionItem.State.DONE,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=300)


class AgendaPointForm(forms.Form):
    """One point of the agenda."""

    title = forms.CharField(label=gettext_lazy("Point"), required=False, max_length=200)
    brought_by = forms.CharField(label=gettext_lazy("Brought in by"), required=False, max_length=120)
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes"), required=False, min_value=1, max_value=600)
    place = forms.IntegerField(label=gettext_lazy("Order"), required=False, min_value=1, max_value=99)


AgendaFormSet = forms.formset_factory(AgendaPointForm, extra=2, max_num=40)


class AnswerForm(forms.Form):
    """Yes or no to an invitation."""

    comes = forms.TypedChoiceField(
        label=gettext_lazy("Do you come?"),
        choices=[("ja", gettext_lazy("Yes, I come")), ("nee", gettext_lazy("No, I do not come"))],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Anything to add?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example: who comes in your place."),
    )


class SheetNoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """What to take along to a conversation."""

    class Meta:
        model = SheetNote
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def _post_clean(self) -> None:
        """The record is checked by the service."""
