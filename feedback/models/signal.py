"""A signal: what somebody told us, and how far we are with it."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from feedback.choices import STATE_CHOICES, STATE_LABELS, WORD_LABELS, WORD_TONES, Kind, QuestionSort, Source
from feedback.domain.workflow import OPEN_STATES, State, Word, word_of
from measurements.choices import Level
from stakeholders.models import Domain

from .querysets import SignalQuerySet
from .triggers import append_only, told_guard

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def random_id() -> int:
    """A random number of sixteen digits, so that an id tells neither order nor time."""
    return 10**15 + secrets.randbelow(8 * 10**15)


@tracked()
class Signal(models.Model):
    """A suggestion, complaint, compliment, question, observation or offer, from whatever source, with one owner.

    `state` points at the last row of SignalState. Several givers may stand behind one signal; a signal that says the
    same as another is joined to it (`merged_into`) and keeps its own givers.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    question_sort = models.CharField(
        _("sort of question"),
        max_length=10,
        choices=QuestionSort.choices,
        blank=True,
        help_text=_("Only for a question: standard, complex or urgent."),
    )
    source = models.CharField(_("came in by"), max_length=12, choices=Source.choices)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="nl")
    title = models.CharField(
        _("in a few words"), max_length=120, help_text=_("The name of the signal in lists; may be changed.")
    )
    text = models.TextField(
        _("text"),
        max_length=10_000,
        help_text=_("In the words of the giver. Numbers of persons and cases are taken out before it is stored."),
    )
    masked_numbers = models.PositiveSmallIntegerField(
        _("numbers taken out"), default=0, help_text=_("How many personal or case numbers stood in the text.")
    )
    level = models.CharField(
        _("level"), max_length=12, choices=Level.choices, blank=True, help_text=_("From which of the four groups.")
    )
    domain = models.ForeignKey(
        Domain,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("domain"),
        help_text=_("The part of our work it is about."),
    )
    topic = models.CharField(_("topic"), max_length=80, blank=True, help_text=_("What it is about, in a word or two."))
    is_anonymous = models.BooleanField(
        _("anonymous"), default=False, help_text=_("We cannot know who gave it; only the follow code leads back.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signals",
        verbose_name=_("owner"),
        help_text=_("Who sees to it that the giver gets an answer."),
    )
    received_on = models.DateField(_("received"), help_text=_("Day 0 of the deadlines."))
    confirm_by = models.DateField(_("confirm by"))
    tell_by = models.DateField(_("tell by"), help_text=_("Moves only while the giver has to answer first."))
    paused_on = models.DateField(_("clock stands still since"), null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField(_("working days the clock stood still"), default=0)
    state = models.CharField(_("state"), max_length=16, choices=STATE_CHOICES, default=State.RECEIVED.value)
    planned_on = models.DateField(
        _("planned for"), null=True, blank=True, help_text=_("When it is taken up or an answer is expected.")
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("joined to"),
    )
    is_public = models.BooleanField(
        _("on the page “Said and done”"), default=False, help_text=_("Shows the public text, never the giver's words.")
    )
    public_said = models.TextField(_("what was said (public)"), max_length=1000, blank=True)
    public_done = models.TextField(_("what was done with it, or why not (public)"), max_length=2000, blank=True)

    objects: ClassVar[SignalQuerySet] = SignalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        ordering = ["-received_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="question") | Q(question_sort=""), name="feedback_signal_sort_only_of_question"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="feedback_signal_merged_has_lead",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="feedback_signal_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(state="awaiting_giver", paused_on__isnull=False)
                | (~Q(state="awaiting_giver") & Q(paused_on=None)),
                name="feedback_signal_paused_while_awaiting",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | (~Q(public_said="") & ~Q(public_done="")),
                name="feedback_signal_public_has_texts",
                violation_error_message=_("Write both public texts before this signal is published."),
            ),
            models.CheckConstraint(
                condition=Q(confirm_by__gte=F("received_on"), tell_by__gte=F("received_on")),
                name="feedback_signal_deadlines_after_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "tell_by"], name="feedback_signal_due"),
            models.Index(fields=["received_on"], name="feedback_signal_received"),
        ]
        triggers = [told_guard("signal")]
        permissions = [
            ("work_signal", "Can decide on signals and tell their givers"),
            ("publish_signal", "Can put signals on the public page"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def lead_id(self) -> int:
        """Id of the signal whose decision counts: this one, or the one it was joined to."""
        return self.merged_into_id or self.id

    @property
    def shown_state(self) -> State:
        """The state that counts for people: of the signal it was joined to, else its own."""
        lead = self.merged_into
        return State(lead.state if lead is not None else self.state)

    @property
    def word(self) -> Word:
        """One of the five words."""
        return word_of(self.shown_state)

    @property
    def word_label(self) -> StrOrPromise:
        """The word as people read it."""
        return WORD_LABELS[self.word]

    @property
    def word_tone(self) -> str:
        """Tone of the badge with the word."""
        return WORD_TONES[self.word]

    @property
    def state_label(self) -> StrOrPromise:
        """The finer state as people read it."""
        return STATE_LABELS[State(self.state)]

    @property
    def is_open(self) -> bool:
        """Whether no decision stands."""
        return State(self.state) in OPEN_STATES

    def is_overdue(self, today: date) -> bool:
        """Whether the giver should have been told before today."""
        return self.paused_on is None and self.tell_by < today and self.word not in (Word.TOLD, Word.CLOSED)

    def is_unconfirmed(self, today: date) -> bool:
        """Whether the giver should have had a confirmation before today."""
        return self.state == State.RECEIVED and self.confirm_by < today


class SignalState(models.Model):
    """One move of a signal; rows are added, never changed. What a giver did carries a date only, no time."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(_("state"), max_length=16, choices=STATE_CHOICES)
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("at"), null=True, help_text=_("Empty for moves that came from a giver."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.TextField(_("explanation"), blank=True)
    is_reopening = models.BooleanField(_("opened again"), default=False)

    class Meta:
        verbose_name = _("state of a signal")
        verbose_name_plural = _("states of signals")
        ordering = ["id"]
        indexes = [models.Index(fields=["signal", "id"], name="feedback_signalstate_story")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.signal_id}: {self.state} ({self.on})"

    @property
    def state_label(self) -> StrOrPromise:
        """The state as people read it."""
        return STATE_LABELS[State(self.state)]
