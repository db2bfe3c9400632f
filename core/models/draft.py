"""What somebody had typed into a form and not sent yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FormDraft(models.Model):
    """The last saved state of one form of one user; deleted when the form is sent, or after thirty days."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="form_drafts",
        verbose_name=_("user"),
        help_text=_("Who was typing; nobody else sees the draft."),
    )
    form_key = models.CharField(
        _("form"), max_length=120, help_text=_("Which form, and of which record, for example “promise:12”.")
    )
    data = models.JSONField(_("content"), default=dict, help_text=_("The fields as the browser sent them."))
    saved_at = models.DateTimeField(_("saved"), help_text=_("When the browser last saved it."))

    class Meta:
        verbose_name = _("draft of a form")
        verbose_name_plural = _("drafts of forms")
        constraints = [
            models.UniqueConstraint(fields=["user", "form_key"], name="core_formdraft_one_per_user_and_form")
        ]

    def __str__(self) -> str:
        return f"{self.form_key} ({self.user_id})"
