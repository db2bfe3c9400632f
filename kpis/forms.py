"""Forms of the KPI room: they parse and check input; services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.periods import Month
from stakeholders.forms import VersionedForm

from . import words
from .choices import Level
from .definitions import DEFINITIONS
from .models import Goal, KpiTarget, KpiValue, TrendEvent


class DateInput(forms.DateInput):
    """A date as the browser asks for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _staff() -> Any:
    return get_user_model()._default_manager.filter(is_active=True).order_by("name")


class TargetForm(forms.Form):
    """From which value, to which value, when, who."""

    goal = forms.ModelChoiceField(Goal.objects.none(), label=_("Goal"))
    baseline_month = forms.ChoiceField(
        label=_("Zero measurement"), required=False, help_text=_("The value to compare with; it stays as it is.")
    )
    target = forms.FloatField(label=_("Target"), localize=True)
    due_on = forms.DateField(label=_("To be reached on"), widget=DateInput())
    owner = forms.ModelChoiceField(get_user_model()._default_manager.none(), label=_("Owner"))
    reason = forms.CharField(label=_("Why this target"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, values: list[KpiValue], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_use = Goal.objects.filter(Q(archived_at=None) | Q(pk=self.initial.get("goal")))
        self.fields["goal"].queryset = in_use  # type: ignore[attr-defined]
        self.fields["owner"].queryset = _staff()  # type: ignore[attr-defined]
        shown = [value for value in values if value.value is not None]
        self.fields["baseline_month"].choices = [("", _("none"))] + [  # type: ignore[attr-defined]
            (str(Month.of(one.month)), f"{words.month_name(one.month)}: {words.number(one.value or 0.0, unit)}")
            for one in shown
        ]

    def clean_baseline_month(self) -> Month | None:
        """The chosen month, None without one."""
        chosen = self.cleaned_data["baseline_month"]
        return Month.parse(chosen) if chosen else None

    def differences(self, stored: KpiTarget | None) -> list[tuple[str, str, str]]:
        """Where the stored target differs from what was typed: (field, what is stored, what was typed)."""
        found = []
        for name in ("goal", "target", "due_on", "owner", "reason"):
            theirs, mine = getattr(stored, name, None), self.cleaned_data.get(name)
            if theirs != mine:
                found.append((str(self.fields[name].label), str(theirs or "–"), str(mine or "–")))
        return found


class GoalForm(VersionedForm):
    """A goal of the year plan."""

    class Meta:
        model = Goal
        fields = ["year", "title", "text", "partner_goals", "level", "owner"]
        widgets = {"text": forms.Textarea({"rows": 4}), "partner_goals": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = _staff()  # type: ignore[attr-defined]


class EventForm(VersionedForm):
    """Something dated that stands on the lines."""

    level = forms.ChoiceField(label=_("Level"), required=False)
    kpi = forms.ChoiceField(label=_("KPI"), required=False)
    link = forms.CharField(label=_("Page with more"), max_length=200, required=False)

    class Meta:
        model = TrendEvent
        fields = ["title", "happened_on", "kind", "level", "kpi", "link"]
        labels = {"title": _("What happened"), "happened_on": _("Date"), "kind": _("Kind")}
        widgets = {"happened_on": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("every level")), *Level.choices]  # type: ignore[attr-defined]
        self.fields["kpi"].choices = [  # type: ignore[attr-defined]
            ("", _("every KPI")),
            *((one.id, f"{one.id} {one.name}") for one in DEFINITIONS),
        ]

    def clean_link(self) -> str:
        """Only addresses of the web or of this site."""
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("/", "https://", "http://")):
            raise forms.ValidationError(_("Give an address that begins with https:// or with /."))
        return link


class CommentForm(forms.Form):
    """A few words; the report has room for eighty. An empty box on a page is no mistake yet."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Comment"), max_length=600, widget=forms.Textarea({"rows": 3}), help_text=_("At most 80 words.")
    )


class LineCommentForm(CommentForm):
    """A few words about one line in one month."""

    month = forms.ChoiceField(label=_("Month"))
    field_order = ("month", "text")

    def __init__(self, *args: Any, months: list[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (str(month), words.month_name(month)) for month in months
        ]

    def clean_month(self) -> Month:
        """The chosen month."""
        return Month.parse(self.cleaned_data["month"])


class CorrectionForm(forms.Form):
    """Why a report is corrected."""

    reason = forms.CharField(label=_("What was wrong, and why it is corrected"), max_length=300)
