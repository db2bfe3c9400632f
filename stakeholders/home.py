"""What the registry puts on home pages and timelines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.periods import AMSTERDAM, local_date
from core.registry import HomeSource, TimelineSource, WorkItem

from .access import ASSIGN, OWN_ACCOUNTS, VIEW, VIEW_PERSONS
from .models import AccountAssignment, Organisation
from .queries.handovers import gaps

_ENTRIES = 50  # of one kind in the story of an organisation
_MOST = 200  # of one card, which shows a few and says how many there are
DEPUTY = AccountAssignment.Role.DEPUTY
ACCOUNT_MANAGER = AccountAssignment.Role.ACCOUNT_MANAGER


def own_organisations(user: Any, at: datetime) -> list[WorkItem]:
    """The organisations of an account manager; those that lack a deputy first."""
    today = local_date(at)
    own = Organisation.objects.active().of_user(user, on=today)
    deputy = AccountAssignment.objects.current(today).filter(organisation=OuterRef("pk"), role=DEPUTY)
    found: Any = own.annotate(has_deputy=Exists(deputy)).order_by("has_deputy", "sort_key", "pk")[:_MOST]
    return [
        WorkItem(
            title=organisation.name,
            url=organisation.get_absolute_url(),
            state="" if organisation.has_deputy else _("no deputy"),
            tone="info" if organisation.has_deputy else "warning",
        )
        for organisation in found
    ]


def without_fixed_contact(user: Any, at: datetime) -> list[WorkItem]:
    """Organisations that cannot reach a fixed contact today: nobody, somebody who left, or away without a deputy."""
    words = {
        "nobody": _("no fixed contact"),
        "left": _("no fixed contact: %(name)s left"),
        "away": _("%(name)s is away, no deputy"),
    }
    return [
        WorkItem(
            title=gap.organisation.name,
            url=gap.organisation.get_absolute_url(),
            state=words[gap.reason] % {"name": gap.who} if gap.who else words[gap.reason],
            tone="negative" if gap.reason == "left" else "warning",
        )
        for gap in gaps(on=local_date(at), limit=_MOST)[:_MOST]
    ]


def assignment_entries(organisation: Organisation) -> Iterable[tuple[datetime, str, str]]:
    """When somebody became or stopped being the fixed contact."""
    for assignment in AccountAssignment.objects.filter(organisation=organisation).select_related("user"):
        words = {"name": assignment.user, "role": assignment.get_role_display()}
        yield (_start_of(assignment.from_on), _("%(name)s became %(role)s") % words, "")
        if assignment.until_on:
            yield (_start_of(assignment.until_on), _("Last day of %(name)s as %(role)s") % words, "")


def _start_of(day: Any) -> datetime:
    return datetime.combine(day, time.min, AMSTERDAM)


HOME = (
    HomeSource(
        name="stakeholders.own",
        heading=gettext_lazy("My organisations"),
        find=own_organisations,
        permission=OWN_ACCOUNTS,
        empty=gettext_lazy("You are account manager or deputy of no organisation yet."),
        action_label=gettext_lazy("All organisations"),
        action_url_name="stakeholders:organisations",
        order=20,
    ),
    HomeSource(
        name="stakeholders.without_contact",
        heading=gettext_lazy("Organisations without a fixed contact"),
        find=without_fixed_contact,
        permission=ASSIGN,
        empty=gettext_lazy("Every organisation in the measurement has an account manager who is there."),
        action_label=gettext_lazy("Find organisations"),
        action_url_name="stakeholders:organisations",
        order=60,
    ),
)


def standing_entries(organisation: Organisation) -> Iterable[tuple[datetime, str, str]]:
    """How the organisation was placed in the matrix over time."""
    for standing in organisation.standings.all():
        words = {
            "interest": standing.interest,
            "influence": standing.influence,
            "attitude": standing.get_attitude_display(),
        }
        text = _("Placed in the matrix: interest %(interest)d, influence %(influence)d, %(attitude)s") % words
        yield (_start_of(standing.on), text, "")


def position_entries(organisation: Organisation) -> Iterable[tuple[datetime, str, str]]:
    """Who came to work there, and who left."""
    for position in organisation.positions.select_related("person").order_by("-from_on", "-pk")[:_ENTRIES]:
        words = {"name": position.person.name, "title": position.title or _("contact person")}
        url = position.person.get_absolute_url()
        yield (_start_of(position.from_on), _("%(name)s became %(title)s") % words, url)
        if position.until_on:
            yield (_start_of(position.until_on), _("Last day of %(name)s as %(title)s") % words, url)


TIMELINE = (
    TimelineSource(
        "stakeholders.assignments",
        "stakeholders.Organisation",
        assignment_entries,
        VIEW,
        label=gettext_lazy("Fixed contacts"),
    ),
    TimelineSource(
        "stakeholders.standings", "stakeholders.Organisation", standing_entries, VIEW, label=gettext_lazy("Matrix")
    ),
    TimelineSource(
        "stakeholders.positions",
        "stakeholders.Organisation",
        position_entries,
        VIEW_PERSONS,
        label=gettext_lazy("Contact persons"),
    ),
)
