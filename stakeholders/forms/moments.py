"""What staff fill in about contact moments: few fields first, everything else behind "more"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.periods import local_date
from stakeholders.domain.people import read_people
from stakeholders.models import ContactMoment, Organisation, Person, Position, Topic
from stakeholders.models.contact import SUMMARY_LENGTH
from stakeholders.queries.contact import possible_colleagues
from stakeholders.queries.people import match_people
from stakeholders.services.moments import Attendance

from .registry import DayInput
from .versioned import VersionedForm

SHOWN_PERSONS = 40
_EARLIEST = date(1990, 1, 1)
_AHEAD = timedelta(days=730)


class TimeInput(forms.TimeInput):
    """A time by the browser's own picker."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def _numbers(values: Iterable[Any]) -> set[int]:
    return {int(value) for value in values if str(value).isdecimal() and len(str(value)) < 18}


class MomentForm(VersionedForm):
    """A contact moment with who was there. `typed` is what stands in a draft or was sent, to offer the same choices.

    Only what was chosen, what was looked for, and the persons of the chosen organisations is offered.
    """

    organisations = forms.ModelMultipleChoiceField(
        label=gettext_lazy("With"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one organisation.")},
    )
    persons = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who was there?"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    colleagues: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Colleagues"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pasted = forms.CharField(
        label=gettext_lazy("More people"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Paste names or e-mail addresses, one on a line or parted by semicolons. Whom we know is recognised."
        ),
    )
    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics"),
        queryset=Topic.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    find_organisation = forms.CharField(label=gettext_lazy("Another organisation"), required=False, max_length=100)
    find_person = forms.CharField(label=gettext_lazy("Another person"), required=False, max_length=100)

    field_order = ("organisations", "form", "persons", "held_on", "summary")
    # What stands behind "more"; it opens when something there is refused.
    MORE = (
        "subject",
        "direction",
        "level",
        "starts_at",
        "ends_at",
        "location",
        "topics",
        "colleagues",
        "pasted",
        "find_organisation",
        "find_person",
    )

    class Meta:
        model = ContactMoment
        fields = (
            "form",
            "held_on",
            "summary",
            "subject",
            "direction",
            "level",
            "starts_at",
            "ends_at",
            "location",
        )
        widgets = {
            "held_on": DayInput(),
            "starts_at": TimeInput(),
            "ends_at": TimeInput(),
            "summary": forms.Textarea(attrs={"rows": 5, "maxlength": SUMMARY_LENGTH}),
            "direction": forms.RadioSelect,
            "level": forms.RadioSelect,
        }

    def __init__(
        self,
        *args: Any,
        on: date | None = None,
        typed: Mapping[str, Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._on = on or local_date(timezone.now())
        self._typed = typed or {}
        self.fields["summary"].is_one_of_two = True  # type: ignore[attr-defined]
        if self.instance.pk:
            self._from_instance()
        self._offer_organisations()
        self._offer_persons()
        self.fields["colleagues"].queryset = possible_colleagues(also=self._chosen("colleagues"))  # type: ignore[attr-defined]
        for name in ("direction", "level"):
            self.fields[name].choices = self.fields[name].choices[-3:]  # type: ignore[attr-defined]

    def _from_instance(self) -> None:
        rows = list(self.instance.participants.all())
        self.initial["organisations"] = [organisation.pk for organisation in self.instance.organisations.all()]
        self.initial["persons"] = [row.person_id for row in rows if row.person_id]
        self.initial["colleagues"] = [row.user_id for row in rows if row.user_id]
        others = [
            f"{row.name} <{row.email}>" if row.email else row.name
            for row in rows
            if row.label and not (row.person_id or row.user_id)
        ]
        self.initial["pasted"] = "\n".join(line.strip() for line in others)
        self.initial["topics"] = [topic.pk for topic in self.instance.topics.all()]
        self.initial["opened"] = json.dumps({name: self.stored(name) for name in self._shown_fields()})

    def _chosen(self, name: str) -> set[int]:
        sent: Any = self.data
        typed = sent.getlist(name) if self.is_bound else self._typed.get(name, ())
        return _numbers(typed) | _numbers(getattr(item, "pk", item) for item in self.initial.get(name) or ())

    def _looked_for(self, name: str) -> str:
        values = [self.data.get(name, "")] if self.is_bound else self._typed.get(name, ())
        return str(values[-1]).strip() if values else ""

    def _offer_organisations(self) -> None:
        offered = self._chosen("organisations")
        if words := self._looked_for("find_organisation"):
            found = Organisation.objects.active().matching(words).values_list("pk", flat=True)[:8]
            offered |= set(found)
        self.fields["organisations"].queryset = Organisation.objects.filter(pk__in=offered)  # type: ignore[attr-defined]

    def _offer_persons(self) -> None:
        """Those of the chosen organisations (the first forty), those chosen, and those looked for."""
        there = Person.objects.active().filter(pk__in=_current_persons(self._chosen("organisations"), self._on))
        offered = set(there.values_list("pk", flat=True)[:SHOWN_PERSONS]) | self._chosen("persons")
        if words := self._looked_for("find_person"):
            offered |= set(Person.objects.active().matching(words).values_list("pk", flat=True)[:8])
        self.fields["persons"].queryset = Person.objects.filter(pk__in=offered)  # type: ignore[attr-defined]

    def clean_held_on(self) -> date:
        """A day that can be meant."""
        day: date = self.cleaned_data["held_on"]
        if not _EARLIEST <= day <= self._on + _AHEAD:
            raise forms.ValidationError(_("Check the year: this day lies too far away."))
        return day

    def clean(self) -> dict[str, Any]:
        """Something was said, and the end does not lie before the beginning."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("starts_at"), data.get("ends_at")
        if end and (start is None or end < start):
            self.add_error("ends_at", _("The end lies before the beginning.") if start else _("Say when it began."))
        if not data.get("summary") and not data.get("subject") and "summary" not in self.errors:
            self.add_error("summary", _("Say what it was about."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in for the columns of the record."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def attendance(self) -> Attendance:
        """Who was there: ticked and pasted together, each once."""
        chosen = self.cleaned_data
        matched = match_people(
            read_people(chosen["pasted"]), organisations=[item.pk for item in chosen["organisations"]], on=self._on
        )
        return Attendance(
            persons=list(dict.fromkeys([*chosen["persons"], *matched.persons])),
            colleagues=list(dict.fromkeys([*chosen["colleagues"], *matched.colleagues])),
            others=matched.others,
            topics=list(chosen["topics"]),
        )


def _current_persons(organisations: set[int], on: date) -> Any:
    return Position.objects.current(on).filter(organisation__in=organisations).values("person")


class FollowUpForm(forms.Form):
    """What a contact moment becomes: one line, and where it belongs."""

    text = forms.CharField(
        label=gettext_lazy("What was said"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In the words of who said it."),
    )
    organisation: Any = forms.ModelChoiceField(label=gettext_lazy("Organisation"), queryset=None, empty_label=None)
    person: Any = forms.ModelChoiceField(
        label=gettext_lazy("Who said it"), queryset=None, required=False, empty_label=gettext_lazy("not known")
    )
    due = forms.DateField(label=gettext_lazy("Before"), required=False, widget=DayInput())

    def __init__(self, *args: Any, moment: ContactMoment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("text", moment.summary or moment.subject)
        self.fields["organisation"].queryset = moment.organisations.all()  # type: ignore[attr-defined]
        self.fields["person"].queryset = Person.objects.filter(participations__moment=moment)  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """One file, checked by its content when it is added."""

    file = forms.FileField(label=gettext_lazy("File"), error_messages={"empty": gettext_lazy("The file is empty.")})

    def __init__(self, *args: Any, accept: str = "", largest: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._largest = settings.ATTACHMENT_MAX_BYTES if largest is None else largest
        if accept:
            self.fields["file"].widget.attrs["accept"] = accept
        self.fields["file"].help_text = _("At most %(size)d MB.") % {"size": self._largest // (1024 * 1024)}

    def clean_file(self) -> Any:
        """Refuse what is too big before it is read."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > self._largest:
            words = {"name": file.name, "size": self._largest // (1024 * 1024)}
            raise forms.ValidationError(_("“%(name)s” is larger than %(size)d MB.") % words)
        return file


class RhythmForm(forms.Form):
    """How often contact with one organisation is wished."""

    every_weeks = forms.IntegerField(
        label=gettext_lazy("At least once in so many weeks"),
        required=False,
        min_value=1,
        max_value=104,
        help_text=gettext_lazy("Empty: as for its kind, or as usual."),
    )
