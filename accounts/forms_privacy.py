"""What a privacy officer fills in about requests and retention, and the code of a person who fetches a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.erasing import TermTooShort, terms_of
from core.registry import DataSubject

from .models import PrivacyRequest
from .models.privacy import Ground, Kind


class RequestForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new request."""

    class Meta:
        model = PrivacyRequest
        fields = (
            "kind",
            "email",
            "name",
            "phone",
            "other_words",
            "asked_on",
            "asked_by",
            "ground",
            "identity_check",
        )
        widgets = {
            "kind": forms.RadioSelect,
            "asked_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "other_words": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["kind"].choices = Kind.choices  # type: ignore[attr-defined]
        self.fields["ground"].required = False
        self.fields["ground"].label = gettext_lazy("Ground of an erasure")
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *(choice for choice in Ground.choices if choice[0] != Ground.ACCESS),
        ]

    def _post_clean(self) -> None:
        """The record is checked by the service."""

    def clean_asked_on(self) -> date:
        """Not in the future."""
        asked_on: date = self.cleaned_data["asked_on"]
        if asked_on > self._today:
            raise ValidationError(_("This day lies in the future."))
        return asked_on

    def clean_other_words(self) -> str:
        """No words that stand everywhere."""
        words: str = self.cleaned_data["other_words"]
        try:
            terms_of(DataSubject(), extra=[line for line in words.splitlines() if line.strip()])
        except TermTooShort as short:
            raise ValidationError(
                _("“%(word)s” is too short: it would be found everywhere. Give at least four letters.")
                % {"word": short}
            ) from short
        return words

    def clean(self) -> dict[str, Any]:
        """Somebody to look for, and a ground that fits."""
        data = super().clean() or self.cleaned_data
        if not data.get("email") and not data.get("name") and "email" not in self.errors:
            self.add_error("email", _("Give an e-mail address or a name."))
        if data.get("kind") == Kind.ACCESS:
            data["ground"] = Ground.ACCESS
        elif not data.get("ground"):
            self.add_error("ground", _("Choose on what ground the data are to be erased."))
        return data


class ReasonForm(forms.Form):
    """A reason in words, without the name of the person."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Do not name the person here: it is kept."),
    )


class MoreTimeForm(ReasonForm):
    """More time for a request."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("Answer within"),
        choices=[
            (2, gettext_lazy("two months after the request")),
            (3, gettext_lazy("three months after the request")),
        ],
        coerce=int,
    )
    field_order = ["months", "reason"]


class EraseForm(forms.Form):
    """The second look before an erasure."""

    keep = forms.MultipleChoiceField(
        label=gettext_lazy("Texts and files that stay as they are"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only when a law says so, or when a text is about a namesake."),
    )
    why_kept = forms.CharField(
        label=gettext_lazy("Why these stay"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example: a claim at court. Do not name the person here: it is kept."),
    )
    number = forms.IntegerField(
        label=gettext_lazy("Number of the request"),
        help_text=gettext_lazy("Type it over, to be sure that this is the right one."),
    )
    looked = forms.BooleanField(
        label=gettext_lazy("I have looked at the places above. Erasing cannot be undone."),
    )

    def __init__(self, *args: Any, number: int, look: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._number = number
        tables: dict[str, str] = {}
        for text in look["texts"]:
            if not text["history"]:
                tables.setdefault(text["table"], text["place"].split(":")[0])
        for table, what, _page in look.get("file_list", []):
            if table:
                tables.setdefault(table, what.split(":")[0])
        self.fields["keep"].choices = list(tables.items())  # type: ignore[attr-defined]
        if not tables:
            del self.fields["keep"], self.fields["why_kept"]

    def clean_number(self) -> int:
        """The number of this request and no other."""
        number: int = self.cleaned_data["number"]
        if number != self._number:
            raise ValidationError(_("This is not the number of this request."))
        return number

    def clean(self) -> dict[str, Any]:
        """Whoever keeps something says why."""
        data = super().clean() or self.cleaned_data
        if data.get("keep") and not data.get("why_kept"):
            self.add_error("why_kept", _("Say why these texts stay."))
        return data

    @property
    def kept_tables(self) -> list[str]:
        """The ticked tables with their history."""
        return [name for table in self.cleaned_data.get("keep", []) for name in (table, f"{table}event")]


class PeriodForm(forms.Form):
    """Another period for one kind of data."""

    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=30, max_value=7305)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class FetchForm(forms.Form):
    """The code that came in another way than the link."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Three groups of four signs."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
