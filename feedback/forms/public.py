"""Forms for people outside: give a signal, ask a code, judge the answer, add something."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.choices import VerdictValue
from feedback.domain.workflow import Word
from feedback.services.receive import GiverData, Words
from stakeholders.models import Domain

from .fields import PlainLineField, PlainTextField

MAX_TEXT = 5000
ANONYMOUS = "anonymous"
BY_MAIL = "mail"
_KINDS = [
    ("suggestion", _("I have an idea")),
    ("complaint", _("Something is not going well")),
    ("compliment", _("Something is going well")),
    ("question", _("I have a question")),
    ("observation", _("I notice something")),
    ("offer", _("I can help with something")),
]


class BotTrapForm(forms.Form):
    """A form with a field that people do not see; whoever fills it in is asked to leave it empty, nothing is lost."""

    use_required_attribute = False

    nonce = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nonce"].initial = secrets.token_urlsafe(18)
        self.hide_optional = False

    def clean_website(self) -> str:
        """Empty. Raises ValidationError otherwise."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Empty this field and send the form again."))
        return ""

    def clean_nonce(self) -> str:
        """The number of this form; a new one when it was left out."""
        nonce: str = self.cleaned_data["nonce"]
        return nonce or secrets.token_urlsafe(18)


class SignalForm(BotTrapForm):
    """One page: what do you want to tell us, and may we know who you are?"""

    kind = forms.ChoiceField(label=_("What do you want to tell us?"), choices=_KINDS, widget=forms.RadioSelect)
    text = PlainTextField(
        label=_("Tell us"),
        min_length=5,
        max_length=MAX_TEXT,
        help_text=_(
            "Do not write V-numbers, BSNs, case numbers or telephone numbers. We take out what looks like one."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write what you want to tell us."),
            "min_length": _("Write a little more, so that we understand it."),
            "max_length": _("Your text is %(show_value)d characters long. Keep it to %(limit_value)d."),
        },
    )
    domain = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=Domain.objects.none(),
        required=False,
        empty_label=_("I do not know"),
    )
    who = forms.ChoiceField(
        label=_("How do you want our answer?"),
        choices=[
            (ANONYMOUS, _("Anonymously: I get a code and look up the answer myself")),
            (BY_MAIL, _("By e-mail: you send me the answer")),
        ],
        widget=forms.RadioSelect,
        help_text=_("If you choose anonymously, nobody can find out who you are, not even we."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Only if you want the answer by e-mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = PlainLineField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation = PlainLineField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    field_order = ["kind", "text", "domain", "who", "email", "name", "organisation", "website", "nonce"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].queryset = Domain.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever wants a mail gives an address; whoever gives details while anonymous is asked what is meant."""
        data = super().clean() or self.cleaned_data
        who = data.get("who")
        if who == BY_MAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Give your e-mail address, or choose to stay anonymous."))
        if who == ANONYMOUS and (data.get("email") or data.get("name") or data.get("organisation")):
            self.add_error(
                "who",
                _("You filled in who you are. Choose “By e-mail”, or empty those fields to stay anonymous."),
            )
        return data

    def words(self, *, language: str) -> Words:
        """What was said, for the service."""
        domain = self.cleaned_data["domain"]
        return Words(
            kind=self.cleaned_data["kind"],
            text=self.cleaned_data["text"],
            language=language,
            domain_id=domain.pk if domain else None,
        )

    def giver(self) -> GiverData | None:
        """Who said it; None for an anonymous giver."""
        if self.cleaned_data["who"] == ANONYMOUS:
            return None
        return GiverData(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            organisation_name=self.cleaned_data["organisation"],
        )


class CodeForm(forms.Form):
    """Asks for a follow code. Any text is accepted: a wrong code and a mistyped one get the same answer."""

    hide_optional = True

    code = forms.CharField(
        label=_("Your follow code"),
        required=False,
        help_text=_("Sixteen letters and digits in four groups. Capitals and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 24}),
    )


class VerdictForm(BotTrapForm):
    """Is the answer good enough?"""

    value = forms.ChoiceField(
        label=_("Is this answer good enough for you?"),
        choices=VerdictValue.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, partly or no.")},
    )
    words = PlainTextField(
        label=_("Do you want to explain it?"),
        required=False,
        max_length=MAX_TEXT,
        help_text=_("If you write here what is missing, we take it up again."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AdditionForm(BotTrapForm):
    """Something to add."""

    text = PlainTextField(
        label=_("Add something"),
        max_length=MAX_TEXT,
        help_text=_("Again: no V-numbers, BSNs or case numbers."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you want to add.")},
    )


WORD_EXPLANATIONS = {
    Word.NEW: _("We have received what you told us. Nobody has started on it yet."),
    Word.BUSY: _("Somebody is working on it."),
    Word.DECIDED: _("We have decided what we do with it. You will hear it soon."),
    Word.TOLD: _("We have decided what we do with it. You read the answer below."),
    Word.CLOSED: _("We have told you what we do with it, and closed it."),
}
