"""What is filled in around the mail of a wave: the day of a reminder, words per language, a message that came back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import language_name
from .domain.default_texts import PLACEHOLDER
from .domain.wave_words import FIELDS, LONGEST, PLACEHOLDERS
from .forms import DayInput
from .models import Wave
from .services.words import words_of

_LABELS = {
    "consent": gettext_lazy("What taking part means"),
    "privacy": gettext_lazy("What happens with the answers"),
    "announcement": gettext_lazy("Announcement by the account manager"),
    "letter": gettext_lazy("Letter for whoever has no e-mail address"),
}
_FILLED_IN = ("announcement", "letter")


class ReminderForm(forms.Form):
    """On which day a reminder goes out."""

    send_on = forms.DateField(
        label=gettext_lazy("Goes out on"),
        widget=DayInput(),
        help_text=gettext_lazy("Today: as soon as possible. Later: from nine in the morning."),
    )


class WordsForm(forms.Form):
    """Consent, privacy, announcement and letter in every language of the wave."""

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._languages = wave.languages
        words = words_of(wave)
        for language in wave.languages:
            for name in FIELDS:
                self.fields[f"{language}_{name}"] = forms.CharField(
                    label=f"{_LABELS[name]} ({language_name(language)})",
                    required=False,
                    max_length=LONGEST[name],
                    widget=forms.Textarea(attrs={"rows": 8 if name in _FILLED_IN else 4, "lang": language}),
                )
                self.initial.setdefault(f"{language}_{name}", words[language][name])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field, text in list(cleaned.items()):
            allowed = PLACEHOLDERS if field.endswith(_FILLED_IN) else ()
            unknown = sorted({name for name in PLACEHOLDER.findall(text) if name not in allowed})
            if unknown or "[[" in text:
                self.add_error(field, _("Nobody fills in: %(names)s.") % {"names": ", ".join(unknown) or "[["})
        return cleaned

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """What was filled in, per language."""
        return {
            language: {name: self.cleaned_data[f"{language}_{name}"].replace("\r\n", "\n") for name in FIELDS}
            for language in self._languages
        }


class ReturnedMailForm(forms.Form):
    """A message that came back, as a file."""

    file = forms.FileField(
        label=gettext_lazy("Message that came back"),
        help_text=gettext_lazy("Save the message from your mail program as .eml and choose it here."),
    )
