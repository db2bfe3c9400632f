"""What staff fill in about joint goals; reads and validates, never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stakeholders.models import GoalMeasure, GoalProgress, JointGoal

from .organisation_picker import FindField, OrganisationPickerForm, PickedField
from .registry import DayInput


class JointGoalForm(OrganisationPickerForm):
    """A goal with its partners."""

    picked_field = "partners"
    MAIN = ("title", "target_on", "find", "partners")
    find = FindField()
    partners = PickedField(label=gettext_lazy("Partners"))
    field_order = ("title", "target_on", "find", "partners", "description", "state", "state_note")

    class Meta:
        model = JointGoal
        fields = ("title", "target_on", "description", "state", "state_note")
        widgets = {"target_on": DayInput(), "state": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["state"].choices = JointGoal.State.choices  # type: ignore[attr-defined]
            self.initial["partners"] = [item.pk for item in self.instance.partners.all()]
            self.remember_opened()
        else:
            del self.fields["state"], self.fields["state_note"]

    @property
    def values(self) -> dict[str, Any]:
        """Columns of the goal."""
        found = super().values
        del found["find"]
        return found


class MeasureForm(forms.ModelForm):  # type: ignore[type-arg]
    """By what a goal is measured."""

    class Meta:
        model = GoalMeasure
        fields = ("name", "unit", "baseline", "target")
        labels = {"target": gettext_lazy("Value to reach")}
        localized_fields = ("baseline", "target")

    def _post_clean(self) -> None:
        """The record is checked by the service."""


class ProgressForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where a measure stood on a day."""

    class Meta:
        model = GoalProgress
        fields = ("as_of", "value", "note")
        localized_fields = ("value",)
        widgets = {"as_of": DayInput()}

    def _post_clean(self) -> None:
        """The record is checked by the service."""


class ShareForm(forms.Form):
    """For which partner a link is made, and until when."""

    organisation: Any = forms.ModelChoiceField(label=gettext_lazy("Partner"), queryset=None)
    expires_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=DayInput(), help_text=gettext_lazy("At most a year from now.")
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partners  # type: ignore[attr-defined]
