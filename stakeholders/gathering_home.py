"""What gatherings and joint goals put on home pages, timelines, meeting sheets and in the search box."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.periods import AMSTERDAM, local_date
from core.registry import (
    Coming,
    ComingSource,
    DigestSource,
    HomeSource,
    LinkTarget,
    OpenItem,
    OpenItemSource,
    SearchKind,
    TimelineSource,
    WorkItem,
)
from core.search.finding import matching

from . import access, gathering_access
from .models import AccountAssignment, ActionItem, Gathering, GoalCommitment, JointGoal, Organisation
from .queries import gatherings, joint_goals
from .services.gathering_minutes import hand_over_actions
from .services.joint_goals import hand_over_commitments

ACTIONS, COMMITMENTS = "stakeholders.actions", "stakeholders.commitments"


def sheets_of(user: Any, at: datetime) -> list[WorkItem]:
    """The coming gatherings of a colleague, each one tap from its meeting sheet; first those without minutes."""
    today = local_date(at)
    words = {today: _("today"), today + timedelta(days=1): _("tomorrow")}
    items = [
        WorkItem(
            title=gathering.title,
            url=gathering.get_absolute_url(),
            due=local_date(gathering.starts_at),
            state=_("write down what was agreed"),
            tone="warning",
            kind=_("Gathering"),
        )
        for gathering in gatherings.to_write_up(user=user, at=at)[:5]
    ]
    for gathering in gatherings.coming_of_user(user=user, at=at):
        day = local_date(gathering.starts_at)
        if gathering.ends_at < at:
            continue
        begins = date_format(gathering.starts_at.astimezone(AMSTERDAM), "TIME_FORMAT")
        items.append(
            WorkItem(
                title=_("%(title)s, %(time)s: meeting sheet") % {"title": gathering.title, "time": begins},
                url=reverse("stakeholders:gathering-sheet", args=[gathering.pk]),
                due=day,
                state=words.get(day, ""),
                tone="info",
                kind=_("Gathering"),
            )
        )
    return items


def actions_of(user: Any, at: datetime) -> list[WorkItem]:
    """Open actions and commitments of a colleague, by date."""
    today = local_date(at)
    actions = ActionItem.objects.open().filter(owner=user).select_related("gathering")
    commitments = GoalCommitment.objects.filter(owner=user, state="open", goal__status="active", goal__state="running")
    found: list[tuple[ActionItem | GoalCommitment, str, Any]] = [
        *((action, action.gathering.get_absolute_url(), _("Agreed action")) for action in actions),
        *((one, one.goal.get_absolute_url(), _("Commitment")) for one in commitments.select_related("goal")),
    ]
    return [
        WorkItem(
            title=record.what,
            url=url,
            due=record.due_on,
            state=_("too late") if record.is_late(today) else "",
            tone="negative" if record.is_late(today) else "info",
            kind=kind,
        )
        for record, url, kind in sorted(found, key=lambda one: (one[0].due_on or today.max, one[0].what))
    ]


def due_actions_of(user: Any, at: datetime) -> list[WorkItem]:
    """For the morning mail: actions and commitments that are late or due within two days."""
    soon = local_date(at) + timedelta(days=2)
    return [item for item in actions_of(user, at) if item.due is not None and item.due <= soon]


def open_actions(organisations: Iterable[int], at: datetime) -> list[OpenItem]:
    """Open actions from gatherings, of both sides."""
    today = local_date(at)
    return [
        OpenItem(
            reference=f"{ACTIONS}:{action.pk}",
            title=action.what,
            url=action.gathering.get_absolute_url(),
            kind=gettext_lazy("Agreed action"),
            organisation=organisation,
            is_ours=action.is_ours,
            owner=action.owner,
            due=action.due_on,
            is_late=action.is_late(today),
        )
        for action, organisation in gatherings.open_actions_with(organisations)
    ]


def open_commitments(organisations: Iterable[int], at: datetime) -> list[OpenItem]:
    """Open commitments to joint goals: of a partner, and ours (with the first of the partners asked about)."""
    today, keys = local_date(at), list(organisations)
    found = list(joint_goals.open_commitments_of(keys).prefetch_related("goal__partners"))
    items = []
    for one in found:
        partners = [one.organisation_id] if one.organisation_id else [item.pk for item in one.goal.partners.all()]
        items += [
            OpenItem(
                reference=f"{COMMITMENTS}:{one.pk}",
                title=one.what,
                url=one.goal.get_absolute_url(),
                kind=gettext_lazy("Commitment"),
                organisation=partner,
                is_ours=one.is_ours,
                owner=one.owner,
                due=one.due_on,
                is_late=one.is_late(today),
            )
            for partner in partners
            if partner in keys
        ]
    return items


def coming_gatherings(organisations: Iterable[int], at: datetime) -> list[Coming]:
    """Planned gatherings."""
    return [
        Coming(
            local_date(gathering.starts_at),
            gathering.title,
            gathering.get_kind_display(),
            organisation,
            gathering.get_absolute_url(),
        )
        for gathering, organisation in gatherings.planned_for(organisations, at=at)
    ]


def coming_contacts(organisations: Iterable[int], at: datetime) -> list[Coming]:
    """Fixed contacts that begin or end."""
    today, keys = local_date(at), list(organisations)
    found = AccountAssignment.objects.filter(organisation__in=keys).filter(
        Q(from_on__gt=today) | Q(until_on__gte=today)
    )
    coming = []
    for assignment in found.select_related("user"):
        words = {"name": assignment.user, "role": assignment.get_role_display()}
        starts = assignment.from_on > today
        text = _("%(name)s becomes %(role)s") if starts else _("Last day of %(name)s as %(role)s")
        day = assignment.from_on if starts else assignment.until_on
        assert day is not None  # noqa: S101 - narrows the type: one of the two lies ahead
        coming.append(Coming(day, text % words, gettext_lazy("Fixed contact"), assignment.organisation_id))
    return coming


def goal_deadlines(organisations: Iterable[int], at: datetime) -> list[Coming]:
    """Joint goals that must be reached within a quarter of a year."""
    today, keys = local_date(at), set(organisations)
    goals = JointGoal.objects.running().filter(
        partners__in=keys, target_on__gte=today, target_on__lte=today + timedelta(days=92)
    )
    return [
        Coming(
            goal.target_on, goal.title, gettext_lazy("Joint goal to be reached"), partner.pk, goal.get_absolute_url()
        )
        for goal in goals.distinct().prefetch_related("partners")
        for partner in goal.partners.all()
        if partner.pk in keys
    ]


def gathering_entries(organisation: Organisation) -> list[tuple[datetime, str, str]]:
    """Gatherings with this organisation that were planned or cancelled; held ones are contact moments."""
    words = {"planned": _("Planned: %(title)s"), "cancelled": _("Cancelled: %(title)s")}
    found = Gathering.objects.filter(organisations=organisation, state__in=words).order_by("-starts_at")[:50]
    return [(one.starts_at, words[one.state] % {"title": one.title}, one.get_absolute_url()) for one in found]


def goal_entries(organisation: Organisation) -> list[tuple[datetime, str, str]]:
    """Progress of joint goals, and commitments that were kept."""
    entries = joint_goals.goal_entries(organisation=organisation.pk)
    kept = GoalCommitment.objects.filter(goal__partners=organisation, goal__status="active", state="done")
    for one in kept.select_related("goal", "owner", "organisation")[:50]:
        text = _("Commitment kept by %(who)s: %(what)s") % {"who": one.who, "what": one.what}
        moment = datetime.combine(one.closed_on or one.goal.target_on, time(12), AMSTERDAM)
        entries.append((moment, text, one.goal.get_absolute_url()))
    return entries


def _address(record: Any) -> str:
    return str(record.get_absolute_url())


LINK_TARGETS = (
    LinkTarget(
        "stakeholders.Gathering",
        gettext_lazy("Gathering"),
        gathering_access.VIEW,
        _address,
        lambda user, words, limit: matching(Gathering.objects.all(), kind="gathering", words=words)[:limit],
    ),
    LinkTarget(
        "stakeholders.JointGoal",
        gettext_lazy("Joint goal"),
        gathering_access.VIEW_GOALS,
        _address,
        lambda user, words, limit: matching(JointGoal.objects.active(), kind="joint_goal", words=words)[:limit],
    ),
)


HOME = (
    HomeSource(
        name="stakeholders.sheets",
        heading=gettext_lazy("Your gatherings"),
        find=sheets_of,
        permission=gathering_access.KEEP,
        empty=gettext_lazy("No gathering in the coming two weeks."),
        action_label=gettext_lazy("All gatherings"),
        action_url_name="stakeholders:gatherings",
        order=15,
    ),
    HomeSource(
        name=ACTIONS,
        heading=gettext_lazy("Your actions and commitments"),
        find=actions_of,
        permission=gathering_access.KEEP,
        empty=gettext_lazy("Nothing was agreed that you must still do."),
        action_label=gettext_lazy("All actions"),
        action_url_name="stakeholders:actions",
        order=16,
    ),
)
DIGEST = DigestSource(ACTIONS, gettext_lazy("Actions and commitments"), due_actions_of, order=16)
OPEN_ITEMS = (
    OpenItemSource(ACTIONS, open_actions, gathering_access.VIEW, hand_over_actions, order=30),
    OpenItemSource(COMMITMENTS, open_commitments, gathering_access.VIEW_GOALS, hand_over_commitments, order=31),
)
COMING = (
    ComingSource("stakeholders.gatherings", coming_gatherings, gathering_access.VIEW, order=10),
    ComingSource("stakeholders.contacts", coming_contacts, access.VIEW, order=20),
    ComingSource("stakeholders.goals", goal_deadlines, gathering_access.VIEW_GOALS, order=30),
)
TIMELINE = (
    TimelineSource("stakeholders.gatherings", "stakeholders.Organisation", gathering_entries, gathering_access.VIEW),
    TimelineSource("stakeholders.goals", "stakeholders.Organisation", goal_entries, gathering_access.VIEW_GOALS),
)
SEARCH = (
    SearchKind(
        "gathering",
        gettext_lazy("Gatherings"),
        gathering_access.VIEW,
        "stakeholders:gathering",
        is_named=False,
        order=40,
    ),
    SearchKind(
        "joint_goal",
        gettext_lazy("Joint goals"),
        gathering_access.VIEW_GOALS,
        "stakeholders:goal",
        is_named=True,
        order=41,
    ),
)
