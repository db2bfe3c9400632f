"""Managed lists: what an agency may change without a release."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked


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
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_nl="") & ~Q(name_en=""),
                name="%(app_label)s_%(class)s_has_both_names",
                violation_error_message=_("Give the name in both languages."),
            ),
            models.UniqueConstraint(
                Lower("name_nl"),
                name="%(app_label)s_%(class)s_dutch_once",
                violation_error_message=_("This list has an item with this Dutch name already."),
            ),
            models.UniqueConstraint(
                Lower("name_en"),
                name="%(app_label)s_%(class)s_english_once",
                violation_error_message=_("This list has an item with this English name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_nl


@tracked()
class OrganisationKind(ManagedItem):
    """What an organisation is to the agency: chain partner, education, media …"""

    class Meta(ManagedItem.Meta):
        verbose_name = _("kind of organisation")
        verbose_name_plural = _("kinds of organisations")


@tracked()
class Domain(ManagedItem):
    """The part of the agency's work that something is about: asylum, regular, naturalisation, the whole agency."""

    class Meta(ManagedItem.Meta):
        verbose_name = _("domain")
        verbose_name_plural = _("domains")


@tracked()
class Topic(ManagedItem):
    """What a planned change can be about; organisations say on which topics they want to be consulted."""

    class Meta(ManagedItem.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        permissions = [("manage_lists", "Can change kinds, domains, topics and tags")]


@tracked()
class Tag(ManagedItem):
    """A label of the agency's own, to find organisations again."""

    class Meta(ManagedItem.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
