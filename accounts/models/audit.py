"""The audit trail: who did what with what result, append-only, each row sealed with a hash over the one before it."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act worth proving. The application's database role can add and read rows, nothing else."""

    class Action(models.TextChoices):
        SIGN_IN = "sign_in", _("signed in")
        SIGN_OUT = "sign_out", _("signed out")
        PASSWORD = "password", _("password changed")
        SECOND_FACTOR = "second_factor", _("second factor changed")
        INVITED = "invited", _("user invited")
        ROLES = "roles", _("roles changed")
        DEACTIVATED = "deactivated", _("user deactivated")
        REACTIVATED = "reactivated", _("user reactivated")
        ABSENCE = "absence", _("deputy set")
        ACCESS_REVIEW = "access_review", _("access report signed off")
        EXPORT = "export", _("export made")
        IMPORT = "import", _("import made")
        KEY_USED = "key_used", _("confidential key used")
        MAIL_RELEASED = "mail_released", _("mailing released")
        ERASED = "erased", _("person erased")
        SETTING = "setting", _("setting changed")
        PRIVACY = "privacy", _("privacy request handled")
        RETENTION = "retention", _("retention carried out or held")

    class Result(models.TextChoices):
        OK = "ok", _("done")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    at = models.DateTimeField(_("moment"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Empty: the system, or somebody who was not signed in."),
    )
    action = models.CharField(_("action"), max_length=20, choices=Action.choices)
    subject = models.CharField(
        _("about"), max_length=200, blank=True, help_text=_("The record it is about, in words, never its content.")
    )
    reference = models.CharField(_("reference"), max_length=120, blank=True, help_text=_("app.Model:id"))
    result = models.CharField(_("result"), max_length=8, choices=Result.choices, default=Result.OK)
    origin = models.CharField(
        _("where"), max_length=120, blank=True, help_text=_("Name of the page or task, never an address.")
    )
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    previous_seal = models.CharField(max_length=64, blank=True, editable=False)
    seal = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["action", "at"], name="accounts_audit_action_at"),
            models.Index(fields=["reference"], name="accounts_audit_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.reference}"

    def expected_seal(self) -> str:
        """SHA-256 over this row and the seal of the row before it."""
        parts = [
            self.previous_seal,
            self.at.isoformat(),
            self.actor_id,
            self.action,
            self.subject,
            self.reference,
            self.result,
            self.origin,
            self.detail,
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
