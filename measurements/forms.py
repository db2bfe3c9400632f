"""What researchers fill in; reads and validates, never saves."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.queries.segments import segments_in_use

from .choices import DEFAULT_FLOOR, DEFAULT_MODES, MOST_CUTS, Level, Mode, language_name
from .domain.default_texts import FIELDS, SURVEY_LINK, unknown_placeholders
from .domain.instrument import SINGLE, Questionnaire
from .models import InstrumentVersion, Wave

_LABELS = {
    "invitation_subject": gettext_lazy("Subject of the invitation"),
    "invitation_text": gettext_lazy("Text of the invitation"),
    "reminder_subject": gettext_lazy("Subject of the reminder"),
    "reminder_text": gettext_lazy("Text of the reminder"),
}


class DayInput(forms.DateInput):
    """A date by the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Questionnaires by their title, not by their code."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(title)s (version %(number)d)") % {"title": obj.title, "number": obj.number}


class LevelForm(forms.Form):
    """Step 1: whose view."""

    level = forms.ChoiceField(label=gettext_lazy("Whose view do you want to measure?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, levels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        field.choices = [(level.value, level.label) for level in Level if level.value in levels]


class WaveForm(forms.Form):
    """Step 2: the questionnaire and how it is asked."""

    instrument_version = VersionField(
        label=gettext_lazy("Questionnaire"), queryset=InstrumentVersion.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=150, help_text=gettext_lazy("As colleagues will find it.")
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("What can be known of who answered?"),
        choices=Mode.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "In an anonymous measurement organisations cannot be counted once each, and change can only be tested "
            "between groups, not within organisations."
        ),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The first one is shown when somebody's language is not known."),
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Last day to answer"),
        widget=DayInput(),
        help_text=gettext_lazy("Until the end of that day."),
    )
    opens_on = forms.DateField(
        label=gettext_lazy("Opens by itself on"),
        widget=DayInput(),
        required=False,
        help_text=gettext_lazy("Leave empty to open it yourself."),
    )
    population = forms.IntegerField(
        label=gettext_lazy("How many are there in all?"),
        min_value=1,
        required=False,
        help_text=gettext_lazy("For stakeholders the number of organisations. Empty: everybody who is invited."),
    )
    floor = forms.IntegerField(
        label=gettext_lazy("Reporting floor"),
        min_value=DEFAULT_FLOOR,
        max_value=1000,
        initial=DEFAULT_FLOOR,
        help_text=gettext_lazy(
            "Nothing is shown for fewer answers, and a measurement that ends below it is destroyed unopened."
        ),
    )
    cuts = forms.MultipleChoiceField(
        label=gettext_lazy("Split results by"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("At most four questions. Groups below the floor are never shown."),
    )

    def __init__(self, *args: Any, level: str, version: InstrumentVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = InstrumentVersion.objects.filter(instrument__level=level).select_related("instrument")
        field: Any = self.fields["instrument_version"]
        field.queryset = versions if version is None else versions.filter(pk=version.pk)
        newest = version or versions.order_by("-pk").first()
        self.initial.setdefault("instrument_version", newest)
        self.initial.setdefault("mode", DEFAULT_MODES[Level(level)])
        # What may be chosen is looked up in the questionnaire that was sent, so that it always fits it.
        self._offer(self._sent_version(versions) or newest)

    def _sent_version(self, versions: Any) -> InstrumentVersion | None:
        sent = self.data.get("instrument_version", "") if self.is_bound else ""
        number = str(sent)
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        found: InstrumentVersion | None = versions.filter(pk=number).first()
        return found

    def _offer(self, version: InstrumentVersion | None) -> None:
        questionnaire: Questionnaire | None = version.questionnaire if version else None
        languages: Any = self.fields["languages"]
        cuts: Any = self.fields["cuts"]
        codes = questionnaire.languages if questionnaire else ()
        languages.choices = [(code, language_name(code)) for code in codes]
        self.initial.setdefault("languages", list(codes))
        cuts.choices = [
            (item.code, questionnaire.text(item.text, "nl"))
            for item in (questionnaire.items if questionnaire else ())
            if questionnaire and item.kind == SINGLE
        ]

    def clean_cuts(self) -> list[str]:
        cuts: list[str] = self.cleaned_data["cuts"]
        if len(cuts) > MOST_CUTS:
            raise forms.ValidationError(_("Choose at most four questions."))
        return cuts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and opens > closes:
            self.add_error("closes_on", _("A measurement closes after it opens."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, as a wave keeps it."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "mode": data["mode"],
            "languages": data["languages"],
            "floor": data["floor"],
            "population": data["population"],
            "cuts": data["cuts"],
            "opens_at": _moment(data["opens_on"], time(7, 0)) if data["opens_on"] else None,
            "closes_at": _moment(data["closes_on"], time(23, 59, 59)),
        }

    @staticmethod
    def initial_of(wave: Wave) -> dict[str, Any]:
        """The form of a wave that exists."""
        return {
            "instrument_version": wave.instrument_version,
            "title": wave.title,
            "mode": wave.mode,
            "languages": wave.languages,
            "floor": wave.floor,
            "population": wave.population,
            "cuts": wave.cuts,
            "opens_on": timezone.localdate(wave.opens_at) if wave.opens_at else None,
            "closes_on": timezone.localdate(wave.closes_at) if wave.closes_at else None,
        }


class FrameForm(forms.Form):
    """Step 3: a pasted list or a file."""

    pasted = forms.CharField(
        label=gettext_lazy("Paste a list"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One address a line, or a list with the columns email, name, language, organisation, address. Whoever has "
            "only a postal address gets a letter."
        ),
    )
    file = forms.FileField(label=gettext_lazy("Or choose a CSV file"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("pasted") and not cleaned.get("file"):
            raise forms.ValidationError(_("Paste a list or choose a file."))
        return cleaned

    def raw(self) -> bytes:
        """The list as bytes."""
        file = self.cleaned_data.get("file")
        content: bytes = file.read() if file else self.cleaned_data["pasted"].encode()
        return content


class TextsForm(forms.Form):
    """Step 4: invitation and reminder in every language of the wave."""

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._languages = wave.languages
        for language in wave.languages:
            for name in FIELDS:
                self.fields[f"{language}_{name}"] = self._field(language, name)
                self.initial.setdefault(f"{language}_{name}", wave.texts.get(language, {}).get(name, ""))

    def _field(self, language: str, name: str) -> forms.CharField:
        label = f"{_LABELS[name]} ({language_name(language)})"
        if name.endswith("_subject"):
            return forms.CharField(label=label, max_length=200)
        return forms.CharField(
            label=label, max_length=5000, widget=forms.Textarea(attrs={"rows": 12, "lang": language})
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field, text in list(cleaned.items()):
            if unknown := unknown_placeholders(text):
                self.add_error(field, _("Nobody fills in: %(names)s.") % {"names": ", ".join(unknown)})
            if field.endswith("_text") and SURVEY_LINK not in text:
                self.add_error(field, _("The personal link [[survey_link]] is missing."))
        return cleaned

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """What was filled in, per language."""
        return {
            language: {name: self.cleaned_data[f"{language}_{name}"].replace("\r\n", "\n") for name in FIELDS}
            for language in self._languages
        }


class InstrumentFileForm(forms.Form):
    """A questionnaire as a file."""

    file = forms.FileField(label=gettext_lazy("Questionnaire (JSON)"))


class RepeatForm(forms.Form):
    """The title of a repeated measurement."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)


class TranslatorForm(forms.Form):
    """Who has read a translation and confirms it."""

    translator = forms.CharField(
        label=gettext_lazy("Translator"),
        max_length=120,
        help_text=gettext_lazy("Name, or name of the office, of whoever read every text."),
    )


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


class SegmentChoiceForm(forms.Form):
    """Which part of the contact persons is invited; empty: all of them."""

    segment = forms.ModelChoiceField(
        label=gettext_lazy("Only this segment"),
        queryset=segments_in_use(),
        required=False,
        empty_label=gettext_lazy("everybody in the measurement"),
        help_text=gettext_lazy("As it is today. Whoever comes into the segment later is not invited."),
    )
