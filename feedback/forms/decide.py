"""The one form of “Decide and tell”: to what extent, when, why, and the words for each giver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.choices import Extent
from feedback.models import Giver
from feedback.services.telling import DecisionData

from .fields import DayOrMonthField, PlainTextField


class DecideForm(forms.Form):
    """Fields `words_<n>` are there for the n-th giver when there is more than one."""

    use_required_attribute = False

    extent = forms.ChoiceField(label=_("To what extent?"), choices=Extent.choices, widget=forms.RadioSelect)
    part = PlainTextField(
        label=_("Which part?"),
        required=False,
        max_length=1000,
        help_text=_("Only for “partly”: which part is adopted, and which not."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    when = DayOrMonthField(
        label=_("When?"),
        required=False,
        max_length=40,
        help_text=_("A day or a month, for example 15-03-2027 or 03-2027. Needed when it is adopted."),
    )
    reason = PlainTextField(
        label=_("Why?"),
        max_length=3000,
        help_text=_("The giver reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    words = PlainTextField(
        label=_("Words of our own above the answer"),
        required=False,
        max_length=3000,
        help_text=_("For example thanks. Extent, when and why come below it by themselves."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, givers: Sequence[Giver] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.givers = list(givers)
        if len(self.givers) > 1:
            for number, giver in enumerate(self.givers):
                self.fields[f"words_{number}"] = PlainTextField(
                    label=_("Other words for %(giver)s") % {"giver": giver.label},
                    required=False,
                    max_length=3000,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )

    def clean(self) -> dict[str, Any]:
        """Partly needs a part; adopted and partly need a day or month."""
        data = super().clean() or self.cleaned_data
        extent = data.get("extent")
        if extent == Extent.PARTLY and not data.get("part"):
            self.add_error("part", _("Write which part is adopted, and which not."))
        if extent in (Extent.ADOPTED, Extent.PARTLY) and not data.get("when") and "when" not in self.errors:
            self.add_error("when", _("Give a day or a month: when does the giver notice it?"))
        return data

    def decision(self) -> DecisionData:
        """What was decided, for the service."""
        data = self.cleaned_data
        day, is_month = data["when"] or (None, False)
        return DecisionData(
            extent=data["extent"],
            part=data["part"] if data["extent"] == Extent.PARTLY else "",
            effective_on=day,
            is_month=is_month,
            reason=data["reason"],
        )

    def words_for(self, number: int) -> str:
        """Our own words for the n-th giver: those of that giver, else the common ones."""
        own: str = self.cleaned_data.get(f"words_{number}") or ""
        common: str = self.cleaned_data["words"]
        return own or common

    @property
    def own_words_fields(self) -> list[forms.BoundField]:
        """The fields with other words for one giver."""
        return [self[name] for name in self.fields if name.startswith("words_")]
