"""Who is asked: the frame of a wave, the invitation of each of its members, the key table of confidential waves."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from measurements.choices import Reach

from .wave import Wave


class FrameMember(models.Model):
    """An address of one wave, kept apart from the registry and deleted at the latest 90 days after closing."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="members", verbose_name=_("wave"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    address = models.TextField(
        _("postal address"), max_length=400, blank=True, help_text=_("Whoever has no e-mail address gets a letter.")
    )
    language = models.CharField(_("language"), max_length=10, default="nl")
    organisation = models.CharField(_("organisation"), max_length=250, blank=True)
    reach = models.CharField(
        _("can be reached"),
        max_length=16,
        choices=Reach.choices,
        default=Reach.REACHABLE,
        help_text=_("Holds no date, and says nothing about answers."),
    )
    reach_reason = models.CharField(_("why not"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("invited person")
        verbose_name_plural = _("invited persons")
        ordering = ["organisation", "name", "email"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "email"], condition=~Q(email=""), name="measurements_framemember_once_per_wave"
            ),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(address=""), name="measurements_framemember_has_an_address"
            ),
            models.CheckConstraint(
                condition=~Q(reach=Reach.REACHABLE) | Q(reach_reason=""),
                name="measurements_framemember_reachable_has_no_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.address.split("\n")[0]


class Invitation(models.Model):
    """The right to answer once. Holds no date: that somebody answered is known, when is not."""

    number = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("wave"))
    member = models.OneToOneField(
        FrameMember, on_delete=models.CASCADE, related_name="invitation", verbose_name=_("invited person")
    )
    token_hash = models.BinaryField(_("hash of the link"), max_length=32, unique=True)
    is_done = models.BooleanField(_("done"), default=False)
    opt_out_hash = models.BinaryField(
        _("hash of the opt-out link"), max_length=32, unique=True, null=True, editable=False
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return str(self.number)


class RespondentKey(models.Model):
    """Key table of a confidential wave: which pseudonym is which person. Read only through `services.key_use`."""

    respondent = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="respondent_keys", verbose_name=_("wave"))
    member = models.OneToOneField(
        FrameMember, on_delete=models.CASCADE, related_name="respondent_key", verbose_name=_("invited person")
    )
    cluster = models.UUIDField(_("organisation cluster"), help_text=_("Equal for contacts of one organisation."))

    class Meta:
        verbose_name = _("respondent key")
        verbose_name_plural = _("respondent keys")

    def __str__(self) -> str:
        return str(self.respondent)


class KeyUse(models.Model):
    """A use of the key table, only ever added: who linked, when, and why."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="key_uses", verbose_name=_("wave"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))
    reason = models.CharField(_("why"), max_length=300)
    linked = models.PositiveIntegerField(_("answers linked"))

    class Meta:
        verbose_name = _("use of the key")
        verbose_name_plural = _("uses of the key")
        db_table = "measurements_keyuse_history"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.by_id} {self.at:%Y-%m-%d %H:%M}"
