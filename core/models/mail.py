"""Outgoing mail: what goes out, to whom, and how far it is. Bodies never hold secrets (see slot `mail_values`)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mailing(models.Model):
    """One act of sending: waits so that it can be called back, and needs a second person above the set number."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        NEEDS_RELEASE = "needs_release", _("waits for a second person")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        CALLED_BACK = "called_back", _("called back")

    ALLOWED_MOVES = {
        State.WAITING: {State.SENDING, State.CALLED_BACK},
        State.NEEDS_RELEASE: {State.WAITING, State.CALLED_BACK},
        State.SENDING: {State.SENT},
        State.SENT: set(),
        State.CALLED_BACK: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60, help_text=_("What it is, for example feedback.told."))
    subject = models.CharField(_("subject"), max_length=250)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WAITING)
    send_at = models.DateTimeField(_("goes out at"), help_text=_("Until then it can be called back."))
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released at"), null=True)
    reference = models.CharField(
        _("reference"), max_length=120, blank=True, help_text=_("The record it is about, as app.Model:id.")
    )
    attachment = models.FileField(_("attachment"), upload_to="mail/%Y/%m/", blank=True, max_length=200)

    class Meta:
        ordering = ["-created_at"]
        permissions = [
            ("view_outgoing_mail", "Can see the own outgoing mail and call it back"),
            ("release_mail", "Can release a large mailing of somebody else"),
            ("oversee_outgoing_mail", "Can see the state of all outgoing mail, not its text"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=models.F("created_by")),
                name="core_mailing_released_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "send_at"], name="core_mailing_due"),
            models.Index(fields=["reference"], name="core_mailing_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.id})"


class OutgoingMail(models.Model):
    """One message to one recipient: claimed, sent with a stable Message-ID, marked; uncertain if it died between."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("uncertain")
        FAILED = "failed", _("refused")
        BOUNCED = "bounced", _("undeliverable")
        CALLED_BACK = "called_back", _("called back")
        LEFT = "left", _("uncertain, left as it is")

    ALLOWED_MOVES = {
        State.WAITING: {State.CLAIMED, State.CALLED_BACK},
        State.CLAIMED: {State.SENT, State.UNCERTAIN, State.FAILED, State.WAITING, State.CALLED_BACK},
        State.SENT: {State.BOUNCED},
        State.UNCERTAIN: {State.SENT, State.BOUNCED, State.WAITING, State.LEFT},
        State.LEFT: {State.BOUNCED},
        State.FAILED: set(),
        State.BOUNCED: set(),
        State.CALLED_BACK: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="messages")
    to_address = models.EmailField(_("to"), max_length=254)
    to_name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="nl")
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"), help_text=_("Plain text; [[name]] is filled in at the moment of sending."))
    html = models.TextField(_("HTML"), blank=True)
    value_reference = models.CharField(
        _("reference for late values"), max_length=120, blank=True, help_text=_("Given to the filler of [[name]].")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("claimed at"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "to_address"], name="core_outgoingmail_once_per_mailing"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="core_outgoingmail_sent_has_moment"
            ),
        ]
        indexes = [models.Index(fields=["state", "mailing"], name="core_outgoingmail_state")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.id})"

    @property
    def message_id(self) -> str:
        """Stable over attempts, so that a receiver can recognise the same message."""
        return f"<{self.id}@{settings.SITE_URL.split('://', 1)[1].split(':', 1)[0]}>"
