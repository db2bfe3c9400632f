"""Handovers in the slots of the house."""

from django.utils.translation import gettext_lazy as _

from core import registry
from core.history import register_history
from stakeholders import access, demo_handovers, handover_exports, handover_home, handover_undo  # noqa: F401

for _card in handover_home.HOME:
    registry.home_sources.register(_card)
for _timeline in handover_home.TIMELINE:
    registry.timeline_sources.register(_timeline)
register_history("stakeholders.Departure", permission=access.HISTORY)
register_history("stakeholders.Handover", permission=access.HISTORY)
registry.link_targets.register(
    registry.LinkTarget("stakeholders.Handover", _("Handover"), access.VIEW, lambda record: record.get_absolute_url())
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.handovers",
        _("Handovers"),
        "stakeholders:handovers",
        access.ASSIGN,
        order=24,
        prefix="/overdrachten/",
        under="stakeholders.organisations",
    )
)
