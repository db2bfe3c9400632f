"""Organisations, persons and fixed contacts in the slots of the house."""

from django.utils.translation import gettext_lazy as _

from core import registry
from core.history import register_history
from stakeholders import access, home, imports
from stakeholders.models import Organisation

registry.import_kinds.register(imports.ORGANISATIONS)
registry.search_kinds.register(
    registry.SearchKind(
        "organisation", _("Organisations"), access.VIEW, "stakeholders:organisation", is_named=True, order=10
    )
)
registry.search_kinds.register(
    registry.SearchKind("person", _("Persons"), access.VIEW_PERSONS, "stakeholders:person", is_named=True, order=20)
)
for _card in home.HOME:
    registry.home_sources.register(_card)
for _timeline in home.TIMELINE:
    registry.timeline_sources.register(_timeline)
register_history("stakeholders.AccountAssignment", permission=access.HISTORY)
registry.link_targets.register(
    registry.LinkTarget(
        "stakeholders.Organisation",
        _("Organisation"),
        access.VIEW,
        lambda record: record.get_absolute_url(),
        lambda user, words, limit: Organisation.objects.active().matching(words)[:limit],
    )
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.organisations",
        _("Organisations"),
        "stakeholders:organisations",
        access.VIEW,
        order=20,
        prefix="/organisaties/",
    )
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.persons",
        _("Persons"),
        "stakeholders:persons",
        access.VIEW_PERSONS,
        order=21,
        prefix="/personen/",
        under="stakeholders.organisations",
    )
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.matrix",
        _("Interest and influence"),
        "stakeholders:matrix",
        access.VIEW,
        order=23,
        prefix="/organisaties/matrix/",
        under="stakeholders.organisations",
    )
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.lists",
        _("Lists"),
        "stakeholders:lists",
        access.LISTS,
        order=29,
        prefix="/keuzelijsten/",
        under="stakeholders.organisations",
    )
)
registry.menu_items.register(registry.MenuItem("search", _("Search"), "search", None, order=90, prefix="/zoeken/"))
