"""Gatherings, meeting sheets and joint goals in the slots of the house."""

from django.utils.translation import gettext_lazy as _

from core import registry
from core.history import register_history
from stakeholders import (  # noqa: F401 - these register by being imported
    access,
    gathering_access,
    gathering_calendar,
    gathering_demo,
    gathering_exports,
    gathering_grants,
    gathering_home,
    gathering_undo,
    meeting_sheet_pdf,
)
from stakeholders.services import gathering_mail

for _card in gathering_home.HOME:
    registry.home_sources.register(_card)
registry.digest_sources.register(gathering_home.DIGEST)
for _source in gathering_home.OPEN_ITEMS:
    registry.open_items.register(_source)
for _coming in gathering_home.COMING:
    registry.coming_changes.register(_coming)
for _timeline in gathering_home.TIMELINE:
    registry.timeline_sources.register(_timeline)
for _search in gathering_home.SEARCH:
    registry.search_kinds.register(_search)
for _label in ("Gathering", "GatheringSeries", "JointGoal"):
    register_history(f"stakeholders.{_label}", permission=access.HISTORY)
for _target in gathering_home.LINK_TARGETS:
    registry.link_targets.register(_target)
registry.mail_values.register(registry.MailValue("gathering_link", gathering_calendar.answer_address))
for _kind in gathering_mail.KINDS:
    registry.mail_attachments.register(registry.MailAttachment(_kind, gathering_calendar.mail_file))
registry.beginnings.register(
    registry.Beginning(
        "stakeholders.gathering",
        _("I plan a gathering"),
        "stakeholders:gathering-add",
        gathering_access.KEEP,
        _("Invite people, keep the agenda and the actions."),
        order=30,
    )
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.gatherings",
        _("Gatherings"),
        "stakeholders:gatherings",
        gathering_access.VIEW,
        order=23,
        prefix="/overleggen/",
        under="stakeholders.moments",
    )
)
registry.menu_items.register(
    registry.MenuItem(
        "stakeholders.goals",
        _("Joint goals"),
        "stakeholders:goals",
        gathering_access.VIEW_GOALS,
        order=25,
        prefix="/ketendoelen/",
        under="stakeholders.moments",
    )
)
