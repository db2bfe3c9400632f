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

from .access import ASSIGN, OWN_ACCOUNTS, VIEW
from .models import AccountAssignment, Organisation

_MOST = 30  # of one card; the list below it holds everything
DEPUTY = AccountAssignment.Role.DEPUTY
ACCOUNT_MANAGER = AccountAssignment.Role.ACCOUNT_MANAGER


def own_organisations(user: Any, at: datetime) -> list[WorkItem]:
    """The organisations of an account manager; those that lack a deputy first."""
    today = local_date(at)
    own = Organisation.objects.active().of_user(user, on=today)
    deputy = AccountAssignment.objects.current(today).filter(organisation=OuterRef("pk"), role=DEPUTY)
    return [
        WorkItem(
            title=organisation.name,
            url=organisation.get_absolute_url(),
            state="" if organisation.has_deputy else _("no deputy"),
            tone="info" if organisation.has_deputy else "warning",
        )
        for organisation in own.annotate(has_deputy=Exists(deputy)).order_by("has_deputy", "sort_key", "pk")[:_MOST]
    ]


def without_fixed_contact(user: Any, at: datetime) -> list[WorkItem]:
    """Organisations in the measurement for which nobody is account manager today."""
    missing = Organisation.objects.in_measurement().without(ACCOUNT_MANAGER, on=local_date(at))
    return [
        WorkItem(
            title=organisation.name,
            url=organisation.get_absolute_url(),
            state=_("no fixed contact"),
            tone="warning",
        )
        for organisation in missing[:_MOST]
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
        empty=gettext_lazy("Every organisation in the measurement has an account manager."),
        action_label=gettext_lazy("Find organisations"),
        action_url_name="stakeholders:organisations",
        order=60,
    ),
)
TIMELINE = (TimelineSource("stakeholders.assignments", "stakeholders.Organisation", assignment_entries, VIEW),)
