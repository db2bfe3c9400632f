"""Words of the loop that are stored, with their labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .domain.workflow import State, Word


class Kind(models.TextChoices):
    """What a signal is. Only questions have a sort as well."""

    SUGGESTION = "suggestion", _("Suggestion")
    COMPLAINT = "complaint", _("Complaint")
    COMPLIMENT = "compliment", _("Compliment")
    QUESTION = "question", _("Question")
    OBSERVATION = "observation", _("Observation")
    OFFER = "offer", _("Offer of help")


class QuestionSort(models.TextChoices):
    """How fast a question has to be answered."""

    STANDARD = "standard", pgettext_lazy("question", "Standard")
    COMPLEX = "complex", pgettext_lazy("question", "Complex")
    URGENT = "urgent", pgettext_lazy("question", "Urgent")


class Source(models.TextChoices):
    """How a signal came in."""

    PUBLIC_FORM = "public_form", _("Public form")
    MAIL = "mail", _("E-mail")
    CALL = "call", _("Telephone call")
    CONTACT = "contact", _("Contact moment")
    SURVEY = "survey", _("Survey (given again by the participant)")
    CLIENT_PANEL = "client_panel", _("Client panel")
    INTERVIEW = "interview", _("Interview")


class Extent(models.TextChoices):
    """How far a signal is followed. Each is an honest outcome; none is left out of the figures."""

    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Partly adopted")
    NOT = "not", _("Not adopted")
    ALREADY = "already", _("Already so")
    NOT_OURS = "not_ours", _("Not ours to decide")


class Channel(models.TextChoices):
    """How the giver was told what is done with the signal."""

    MAIL = "mail", _("By e-mail")
    CONVERSATION = "conversation", _("In a conversation")
    LETTER = "letter", _("By letter")
    FOLLOW_PAGE = "follow_page", _("On the follow page")
    UNREACHABLE = "unreachable", _("Could not be reached")


class VerdictValue(models.TextChoices):
    """What the giver thinks of the answer."""

    YES = "yes", pgettext_lazy("verdict", "Yes")
    PARTLY = "partly", pgettext_lazy("verdict", "Partly")
    NO = "no", pgettext_lazy("verdict", "No")


VERDICT_POINTS = {VerdictValue.YES: 100, VerdictValue.PARTLY: 50, VerdictValue.NO: 0}

STATE_LABELS = {
    State.RECEIVED: _("Received"),
    State.CONFIRMED: _("Receipt confirmed"),
    State.EXAMINING: _("Being looked into"),
    State.PLANNED: _("Taken up, with a date"),
    State.FORWARDED: _("Passed on to a partner or ministry"),
    State.AWAITING_GIVER: _("Waiting for an answer of the giver"),
    State.DECIDED: pgettext_lazy("state of a signal", "Decided"),
    State.TOLD: pgettext_lazy("state of a signal", "Told"),
    State.CLOSED: pgettext_lazy("state of a signal", "Closed"),
    State.MERGED: _("Joined to another signal"),
}
STATE_CHOICES = [(state.value, label) for state, label in STATE_LABELS.items()]

WORD_LABELS = {
    Word.NEW: pgettext_lazy("state of a signal", "new"),
    Word.BUSY: pgettext_lazy("state of a signal", "being worked on"),
    Word.DECIDED: pgettext_lazy("state of a signal", "decided"),
    Word.TOLD: pgettext_lazy("state of a signal", "told"),
    Word.CLOSED: pgettext_lazy("state of a signal", "closed"),
}
WORD_TONES = {
    Word.NEW: "warning",
    Word.BUSY: "info",
    Word.DECIDED: "warning",
    Word.TOLD: "positive",
    Word.CLOSED: "neutral",
}
