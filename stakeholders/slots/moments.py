"""Contact moments and incoming mail in the slots of the house."""

from django.utils.translation import gettext_lazy as _

from core import registry
from core.history import register_history
from stakeholders import access, exports_contact, home_contact, undo_contact
from stakeholders.access_contact import RECORD, VIEW_CONTACT

__all__ = ["exports_contact", "undo_contact"]

for _card in home_contact.HOME:
    registry.home_sources.register(_card)
for _beginning in home_contact.BEGINNINGS:
    registry.beginnings.register(_beginning)
for _timeline in home_contact.TIMELINE:
    registry.timeline_sources.register(_timeline)
registry.search_kinds.register(home_contact.SEARCH)
for _check in home_contact.HEALTH:
    registry.health_checks.register(_check)
register_history("stakeholders.ContactMoment", permission=access.HISTORY)
registry.link_targets.register(
    registry.LinkTarget(
        "stakeholders.ContactMoment", _("Contact moment"), VIEW_CONTACT, lambda record: record.get_absolute_url()
    )
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.moments",
        _("Contact"),
        "stakeholders:moments",
        VIEW_CONTACT,
        order=22,
        prefix="/contactmomenten/",
        own_label=_("Contact moments"),
    )
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.mail_in",
        _("Incoming mail"),
        "stakeholders:mail-in",
        RECORD,
        order=26,
        prefix="/post-in/",
        under="stakeholders.moments",
    )
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.rhythm",
        _("Contact rhythm"),
        "stakeholders:rhythm-kinds",
        access.EDIT,
        order=27,
        prefix="/organisaties/contactritme/",
        under="stakeholders.moments",
    )
)
