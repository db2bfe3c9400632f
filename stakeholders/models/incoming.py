"""Mail that came in: by a drop folder, a mailbox or an upload; each message once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .contact import ContactMoment

TEXT_LENGTH = 20_000


class IncomingMail(models.Model):
    """One message. It became a contact moment, waits until somebody says whose it is, or was set aside."""

    class State(models.TextChoices):
        WAITING = "waiting", _("to sort")
        FILED = "filed", _("contact moment")
        SET_ASIDE = "set_aside", _("set aside")
        BROKEN = "broken", _("cannot be read")

    class Origin(models.TextChoices):
        UPLOAD = "upload", _("uploaded")
        FOLDER = "folder", _("drop folder")
        MAILBOX = "mailbox", _("mailbox")

    message_id = models.CharField(
        _("Message-ID"), max_length=300, unique=True, help_text=_("Or a fingerprint of a message that has none.")
    )
    in_reply_to = models.CharField(_("answer to"), max_length=300, blank=True)
    origin = models.CharField(_("came by"), max_length=10, choices=Origin.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    problem = models.CharField(_("what is wrong"), max_length=300, blank=True)
    sender_name = models.CharField(_("name of the sender"), max_length=200, blank=True)
    sender_email = models.CharField(_("address of the sender"), max_length=254, blank=True)
    recipients: Any = models.JSONField(
        _("recipients"), default=list, blank=True, help_text=_("Pairs of name and address, without our own mailbox.")
    )
    is_from_us = models.BooleanField(_("sent by us"), default=False)
    is_forwarded = models.BooleanField(_("forwarded"), default=False)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=TEXT_LENGTH)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("brought in by"),
        help_text=_("The colleague who uploaded or forwarded it."),
    )
    raw = models.FileField(
        _("the message itself"),
        upload_to="mail-in/%Y/%m/",
        blank=True,
        max_length=200,
        help_text=_("Kept only until it is sorted."),
    )
    moment = models.ForeignKey(
        ContactMoment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("contact moment"),
    )

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mail")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="filed", moment__isnull=False) | Q(~Q(state="filed"), moment=None),
                name="stakeholders_incomingmail_filed_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="broken") | ~Q(problem=""), name="stakeholders_incomingmail_broken_says_why"
            ),
            models.CheckConstraint(condition=~Q(message_id=""), name="stakeholders_incomingmail_has_identifier"),
        ]
        indexes = [models.Index(fields=["state", "-received_at"], name="stakeholders_mailin_state")]

    def __str__(self) -> str:
        return self.subject or self.message_id
