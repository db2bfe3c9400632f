"""Forms about users; they parse and validate, services write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Absence, MailChoice, User
from .roles import ROLES

_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


def _role_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Roles"),
        choices=list(ROLES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Without a role somebody can sign in and sees nothing."),
    )


class InvitationForm(forms.Form):
    """Who is invited."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, initial="nl")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role_names"] = _role_field()


class RolesForm(forms.Form):
    """Which roles a user has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role_names"] = _role_field()


class AbsenceForm(forms.Form):
    """When somebody is away and who stands in."""

    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=User.objects.none(), help_text=_("Gets the daily mail and what cannot wait.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        deputy.queryset = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day comes before the first."))
        return data

    @staticmethod
    def initial_of(absence: Absence | None) -> dict[str, Any]:
        """What the form shows of an absence that is known already."""
        if absence is None:
            return {}
        return {"starts_on": absence.starts_on, "ends_on": absence.ends_on, "deputy": absence.deputy_id}


class ProfileForm(forms.Form):
    """What people decide about themselves."""

    name = forms.CharField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES)
    mail_choice = forms.ChoiceField(
        label=_("Mail"),
        choices=MailChoice.choices,
        widget=forms.RadioSelect,
        help_text=_("Mail about signing in always arrives."),
    )


class SignOffForm(forms.Form):
    """A remark with the signature under the access report."""

    remark = forms.CharField(label=_("Remark (may be left empty)"), max_length=300, required=False)


class FirstAdministratorForm(forms.Form):
    """Who manages an empty installation."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters. A few words in a row are easy to remember."),
    )
    again = forms.CharField(
        label=_("The same password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data


class HistorySearchForm(forms.Form):
    """Which kind of record, and what to look for."""

    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    q = forms.CharField(
        label=_("Name, e-mail address or number"),
        required=False,
        max_length=200,
        help_text=_("Leave empty for everything that changed last."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from .histories import kinds

        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]
