"""What to take along to a meeting: a note that stands on the meeting sheet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .gathering import Gathering
from .organisation import Organisation


@tracked()
class SheetNote(models.Model):
    """The note on the meeting sheet of one organisation or one gathering; colleagues share it."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="sheet_note"
    )
    gathering = models.OneToOneField(
        Gathering, on_delete=models.CASCADE, null=True, blank=True, related_name="sheet_note"
    )
    text = models.TextField(
        _("to take along"),
        max_length=1500,
        blank=True,
        help_text=_("What you want to raise. Nothing about individual immigration cases and nothing private."),
    )
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("note on the meeting sheet")
        verbose_name_plural = _("notes on meeting sheets")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, gathering=None)
                | Q(organisation=None, gathering__isnull=False),
                name="stakeholders_sheetnote_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id or self.gathering_id}"
