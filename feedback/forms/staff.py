"""Forms for staff: enter, describe, move on, join, open again, publish, tell by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from feedback.choices import STATE_LABELS, Channel, Kind, QuestionSort, Source
from feedback.domain.workflow import State
from feedback.models import Signal
from feedback.services.receive import GiverData, Words
from measurements.choices import Level
from stakeholders.models import Domain, Organisation

from .fields import PlainLineField, PlainTextField

_BY_HAND = [Channel.CONVERSATION, Channel.LETTER, Channel.UNREACHABLE]


def colleagues() -> Any:
    """Users who can work on signals, by name."""
    users = get_user_model()._default_manager.filter(is_active=True)
    return users.filter(groups__name__in=["communications", "account_manager"]).distinct().order_by("name")


class GiverForm(forms.Form):
    """A person behind a signal."""

    use_required_attribute = False

    giver_name = PlainLineField(label=_("Name of the giver"), required=False, max_length=200)
    giver_email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("With an address the giver gets a confirmation now and the answer later."),
    )
    giver_phone = PlainLineField(label=_("Telephone"), required=False, max_length=40)
    giver_organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("none, or unknown"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = Organisation.objects.filter(status="active")
        self.fields["giver_organisation"].queryset = active  # type: ignore[attr-defined]

    def giver(self) -> GiverData | None:
        """Who said it; None when nothing was filled in."""
        data = self.cleaned_data
        organisation = data["giver_organisation"]
        if not (data["giver_name"] or data["giver_email"] or data["giver_phone"] or organisation):
            return None
        return GiverData(
            name=data["giver_name"],
            email=data["giver_email"],
            phone=data["giver_phone"],
            organisation_id=organisation.pk if organisation else None,
            organisation_name=organisation.name if organisation else "",
        )


class AddGiverForm(GiverForm):
    """Another person behind a signal: at least a name, address or telephone."""

    def clean(self) -> dict[str, Any]:
        """Somebody has to be named."""
        data = super().clean() or self.cleaned_data
        if not self.errors and self.giver() is None:
            self.add_error("giver_name", _("Give a name, an address or a telephone number."))
        return data


class EnterSignalForm(GiverForm):
    """A signal that somebody gave in a call, a mail or a conversation."""

    source = forms.ChoiceField(
        label=_("Came in by"), choices=[choice for choice in Source.choices if choice[0] != Source.PUBLIC_FORM]
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    question_sort = forms.ChoiceField(
        label=_("Sort of question"), choices=[("", _("not a question")), *QuestionSort.choices], required=False
    )
    text = PlainTextField(
        label=_("What was said"),
        max_length=5000,
        help_text=_("In the words of the giver. Numbers of persons and cases are taken out."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    title = PlainLineField(
        label=_("In a few words"), required=False, max_length=120, help_text=_("Empty: the first words of the text.")
    )
    domain = forms.ModelChoiceField(
        label=_("Domain"), queryset=Domain.objects.all(), required=False, empty_label=_("not known")
    )
    level = forms.ChoiceField(label=_("Group"), choices=[("", _("not known")), *Level.choices], required=False)
    topic = PlainLineField(label=_("Topic"), required=False, max_length=80)
    language = forms.ChoiceField(label=_("Language of the giver"), choices=settings.LANGUAGES, initial="nl")
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("Day 0 of the deadlines."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    field_order = [
        "source", "kind", "question_sort", "text", "title", "giver_name", "giver_email", "giver_phone",
        "giver_organisation", "domain", "level", "topic", "language", "received_on",
    ]  # fmt: skip

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["received_on"].initial = today

    def clean_received_on(self) -> Any:
        """Not in the future. Raises ValidationError."""
        day = self.cleaned_data["received_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        """Only a question has a sort."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") != Kind.QUESTION:
            data["question_sort"] = ""
        return data

    def words(self) -> Words:
        """What was said, for the service."""
        data = self.cleaned_data
        return Words(
            kind=data["kind"],
            text=data["text"],
            language=data["language"],
            title=data["title"],
            question_sort=data["question_sort"],
            domain_id=data["domain"].pk if data["domain"] else None,
            topic=data["topic"],
            level=data["level"],
        )


class DescribeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a signal is called and what it is about."""

    use_required_attribute = False

    class Meta:
        model = Signal
        fields = ["title", "kind", "question_sort", "domain", "level", "topic"]

    def clean(self) -> dict[str, Any]:
        """Only a question has a sort."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") != Kind.QUESTION:
            data["question_sort"] = ""
        return data


class MoveOnForm(forms.Form):
    """How far we are, before there is a decision."""

    to = forms.ChoiceField(
        label=_("How far are we?"),
        choices=[
            (state.value, STATE_LABELS[state])
            for state in (State.EXAMINING, State.PLANNED, State.FORWARDED, State.AWAITING_GIVER)
        ],
    )
    planned_on = forms.DateField(
        label=_("Expected on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The giver sees this day on the follow page."),
    )
    note = PlainTextField(
        label=_("Explanation"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AssignForm(forms.Form):
    """Who sees to it."""

    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=get_user_model().objects.none(), required=False, empty_label=_("nobody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues()  # type: ignore[attr-defined]


class ReopenForm(forms.Form):
    """Why it is taken up again."""

    use_required_attribute = False

    note = PlainTextField(
        label=_("Why is it taken up again?"),
        max_length=2000,
        help_text=_("One sentence is enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublishForm(forms.Form):
    """The two texts on the page “Said and done”."""

    use_required_attribute = False

    said = PlainTextField(
        label=_("What was said"),
        max_length=1000,
        help_text=_("In our words, so that nobody can be recognised."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    done = PlainTextField(
        label=_("What we did with it, or why not"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class TellForm(forms.Form):
    """Telling one giver, or recording that it was done."""

    use_required_attribute = False

    channel = forms.ChoiceField(label=_("How?"), widget=forms.RadioSelect)
    message = PlainTextField(
        label=_("Message"),
        required=False,
        max_length=5000,
        help_text=_("For an e-mail or the follow page: the answer as the giver reads it."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    told_on = forms.DateField(
        label=_("On which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For a conversation or letter; empty means today."),
    )
    note = PlainTextField(
        label=_("Proof"),
        required=False,
        max_length=2000,
        help_text=_("Who spoke to whom, which letter, or why the giver cannot be reached."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, has_email: bool, has_page: bool, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        channels = [*([Channel.MAIL] if has_email else []), *([Channel.FOLLOW_PAGE] if has_page else []), *_BY_HAND]
        choices = [(channel.value, channel.label) for channel in channels]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A message for what is read, a proof for what was done by hand, no day in the future."""
        data = super().clean() or self.cleaned_data
        channel = data.get("channel")
        if channel in (Channel.MAIL, Channel.FOLLOW_PAGE) and not data.get("message"):
            self.add_error("message", _("Write the message."))
        if channel in _BY_HAND and not data.get("note"):
            self.add_error("note", _("Write how the giver was told, or why that is not possible."))
        if data.get("told_on") and data["told_on"] > self._today:
            self.add_error("told_on", _("This day has not come yet."))
        return data
