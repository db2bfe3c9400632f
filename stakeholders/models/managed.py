"""Managed lists: what an agency may change without a release."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ManagedItem(models.Model):
    """One value of a managed list: a code that imports use, and a name in each language of the interface."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("How imports and exports write it."))
    name_nl = models.CharField(_("name in Dutch"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True, help_text=_("No longer offered when not in use."))

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_nl


class OrganisationKind(ManagedItem):
    """What an organisation is to the agency: chain partner, education, media …"""

    class Meta(ManagedItem.Meta):
        verbose_name = _("kind of organisation")
        verbose_name_plural = _("kinds of organisations")


class Domain(ManagedItem):
    """The part of the agency's work that something is about: asylum, regular, naturalisation, the whole agency."""

    class Meta(ManagedItem.Meta):
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
