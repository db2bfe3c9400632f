"""A segment: its name, and the rules as plain choices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.models import Segment
from stakeholders.models.segment import Combine, SegmentOf, Way
from stakeholders.queries.segment_rules import PERSON, RULES
from stakeholders.queries.segments import Definition

from .versioned import VersionedForm

_PREFIX = "regel-"


class SegmentForm(VersionedForm):
    """Name, of what, how chosen, and one field for each rule."""

    class Meta:
        model = Segment
        fields = ("name", "description", "of", "way", "combine")
        widgets = {"of": forms.RadioSelect, "way": forms.RadioSelect, "combine": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, enumeration in (("of", SegmentOf), ("way", Way), ("combine", Combine)):
            self.fields[name].choices = enumeration.choices  # type: ignore[attr-defined]
        if self.instance.pk and self.instance.picks.exists():
            self.fields["of"].disabled = True
            self.fields["of"].help_text = _("Stays as it is while members are picked by hand.")
        stored = self.instance.rules or {}
        for rule in RULES:
            choices = [(str(value), label) for value, label in rule.choices()]
            if not choices:
                continue
            label = rule.label if rule.about != PERSON else _("%(rule)s (persons only)") % {"rule": rule.label}
            self.fields[_PREFIX + rule.name] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=rule.help,
            )
            self.initial[_PREFIX + rule.name] = stored.get(rule.name, [])
        if self.instance.pk:
            self.note_opened()

    @property
    def main_fields(self) -> list[Any]:
        """Everything but the rules, as fields of the page."""
        return [field for field in self if not field.name.startswith(_PREFIX)]

    @property
    def rule_fields(self) -> list[Any]:
        """The rules, each with whether it is in use (opened on the page)."""
        return [(field, bool(field.value())) for field in self if field.name.startswith(_PREFIX)]

    @property
    def rules(self) -> dict[str, list[str]]:
        """The rules that were chosen."""
        if self.cleaned_data.get("way") == Way.PICKED:
            return {}
        chosen = {rule.name: self.cleaned_data.get(_PREFIX + rule.name) or [] for rule in RULES}
        return {name: values for name, values in chosen.items() if values}

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in for the columns of a segment."""
        columns = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {**columns, "rules": self.rules}

    @property
    def definition(self) -> Definition:
        """What was filled in, for a preview."""
        data = self.cleaned_data
        return Definition(data["of"], data["way"], data["combine"], self.rules, self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """By rules needs a rule; a rule about persons needs a segment of persons."""
        data = super().clean() or self.cleaned_data
        if data.get("way") == Way.RULES and not self.rules:
            self.add_error("way", _("Choose at least one rule below."))
        if data.get("of") == SegmentOf.ORGANISATIONS:
            for rule in RULES:
                if rule.about == PERSON and rule.name in self.rules:
                    self.add_error(_PREFIX + rule.name, _("This rule is about persons; this segment is not."))
        return data


class PickForm(forms.Form):
    """Which organisation or person to add to a picked segment."""

    record = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
