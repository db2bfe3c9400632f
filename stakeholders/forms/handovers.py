"""What staff fill in when an account manager leaves; reads and validates, never saves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.registry import OpenItem
from stakeholders import announcements
from stakeholders.models import AccountAssignment, Handover, Organisation, Person
from stakeholders.models.handover import IntroductionForm, ToldHow

from .registry import DayInput

_AS_ABOVE, _STAYS = "", "stays"
_LANGUAGES = {"nl": gettext_lazy("Dutch"), "en": gettext_lazy("English")}


class LeavingForm(forms.Form):
    """Who leaves, and when: decides which organisations are handed over."""

    leaver = forms.ModelChoiceField(label=gettext_lazy("Who leaves"), queryset=User.objects.none())
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DayInput(),
        help_text=gettext_lazy("The successor begins the day after."),
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaver"].queryset = colleagues  # type: ignore[attr-defined]


class PortfolioForm(forms.Form):
    """Who takes over each organisation of the portfolio; by default one successor for all."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("Successor"),
        queryset=User.objects.none(),
        help_text=gettext_lazy("Takes over every organisation below, unless you choose somebody else there."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only what everybody may know; may stay empty."),
    )

    def __init__(self, *args: Any, portfolio: Iterable[AccountAssignment], colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = colleagues  # type: ignore[attr-defined]
        self.hide_optional = True  # every organisation has an answer already: the successor above
        self._colleagues = {str(colleague.pk): colleague for colleague in colleagues}
        self._organisations = {f"for_{row.organisation_id}": row.organisation for row in portfolio}
        choices = [(_AS_ABOVE, _("the successor above")), *[(pk, str(one)) for pk, one in self._colleagues.items()]]
        choices.append((_STAYS, _("is not handed over now")))
        for name, organisation in self._organisations.items():
            self.fields[name] = forms.ChoiceField(label=organisation.name, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        """At least one organisation is handed over."""
        data = super().clean() or self.cleaned_data
        if not self.errors and all(data.get(name) == _STAYS for name in self._organisations):
            self.add_error(None, _("Nothing would be handed over: choose a successor for at least one organisation."))
        return data

    @property
    def successors(self) -> dict[Organisation, Any]:
        """The successor of each organisation that is handed over."""
        chosen = {organisation: self.cleaned_data[name] for name, organisation in self._organisations.items()}
        return {
            organisation: self._colleagues.get(choice, self.cleaned_data["successor"])
            for organisation, choice in chosen.items()
            if choice != _STAYS
        }


class AnnounceForm(forms.Form):
    """The announcement in each language of the receivers, and to whom it goes."""

    def __init__(self, *args: Any, receivers: Sequence[tuple[Handover, Person]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._receivers = {f"{handover.pk}-{person.pk}": (handover, person) for handover, person in receivers}
        self.languages = sorted({person.language for _handover, person in receivers}, reverse=True)
        for language in self.languages:
            subject, text = announcements.proposal(language)
            words = {"language": str(_LANGUAGES.get(language, language))}
            self.fields[f"subject_{language}"] = forms.CharField(
                label=_("Subject (%(language)s)") % words, initial=subject, max_length=200
            )
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text (%(language)s)") % words,
                initial=text,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 12, "lang": language}),
            )
        self.fields["to"] = forms.MultipleChoiceField(
            label=_("To whom"),
            choices=[
                (key, f"{handover.organisation}: {person} ({person.email})")
                for key, (handover, person) in self._receivers.items()
            ],
            initial=list(self._receivers),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one person.")},
        )

    def clean(self) -> dict[str, Any]:
        """Every name in braces is one that can be filled in."""
        data = super().clean() or self.cleaned_data
        for name, text in list(data.items()):
            if name.startswith(("subject_", "text_")) and (unknown := announcements.unknown_words(text)):
                words = {"unknown": ", ".join(f"{{{word}}}" for word in unknown), "known": ", ".join(WORDS_SHOWN)}
                self.add_error(name, _("Nothing can be filled in for %(unknown)s. You can use %(known)s.") % words)
        return data

    def _texts(self, language: str) -> tuple[str, str]:
        """What stands in the form now, sent or not."""
        return str(self[f"subject_{language}"].value() or ""), str(self[f"text_{language}"].value() or "")

    def letters(self) -> list[tuple[Handover, Person, str, str]]:
        """(handover, person, subject, text) for everybody chosen."""
        found = []
        for key in self.cleaned_data["to"]:
            handover, person = self._receivers[key]
            subject, text = self._texts(person.language)
            found.append(
                (
                    handover,
                    person,
                    announcements.filled(subject, handover=handover, person=person),
                    announcements.filled(text, handover=handover, person=person),
                )
            )
        return found

    @property
    def previews(self) -> list[tuple[str, Person, str, str]]:
        """For each language (its name, the first receiver, subject, text) as that person gets it."""
        found = []
        for language in self.languages:
            handover, person = next(pair for pair in self._receivers.values() if pair[1].language == language)
            subject, text = (
                announcements.filled(one, handover=handover, person=person) for one in self._texts(language)
            )
            found.append((str(_LANGUAGES.get(language, language)), person, subject, text))
        return found


WORDS_SHOWN = tuple(f"{{{word}}}" for word in announcements.WORDS)


class ToldForm(forms.Form):
    """The organisation was told without a mail from here."""

    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[choice for choice in ToldHow.choices if choice[0] != ToldHow.MAIL],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=gettext_lazy("On"), widget=DayInput())
    note = forms.CharField(label=gettext_lazy("To whom, and what was said"), max_length=300)


class MetForm(forms.Form):
    """The successor was introduced."""

    how = forms.ChoiceField(label=gettext_lazy("How"), choices=IntroductionForm.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=gettext_lazy("On"), widget=DayInput())


class AcceptForm(forms.Form):
    """The successor ticks every open item."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("I take over"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, items: Sequence[OpenItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [  # type: ignore[attr-defined]
            (item.reference, f"{item.kind}: {item.title}") for item in items
        ]
        self.fields["items"].error_messages["invalid_choice"] = _("The list changed meanwhile; look again.")


class StopForm(forms.Form):
    """Why a handover does not go on."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("For example: stays after all, somebody else takes over."),
    )
