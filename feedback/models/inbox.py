"""The sealed inbox of anonymous givers: durable at once, readable for nobody until it is opened once a day."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

ROOM = "signals"


class SealedEntry(models.Model):
    """A signal, addition or verdict of an anonymous giver, in a box that only the key of its day opens.

    Rows are opened in random order and deleted; the row tells a day and nothing else (feedback.domain.codes says why
    its hash is not the one that is stored with the signal). Not tracked, not linked to anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission_hash = models.CharField(
        _("hash of the form"), max_length=64, unique=True, help_text=_("So that a form sent twice counts once.")
    )
    waiting_hash = models.CharField(_("hash of the follow code"), max_length=64, db_index=True)
    received_on = models.DateField(_("received on"), help_text=_("Also the name of the key."))
    box = models.BinaryField(_("box"))
    is_unreadable = models.BooleanField(
        _("cannot be opened"), default=False, help_text=_("The key was lost, for example in a restore without keys.")
    )

    class Meta:
        verbose_name = _("sealed entry")
        verbose_name_plural = _("sealed entries")
        indexes = [models.Index(fields=["received_on"], name="feedback_sealedentry_day")]

    def __str__(self) -> str:
        return str(self.id)
