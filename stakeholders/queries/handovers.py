"""Named reads of handovers: whose portfolio, who must do what by when, what waits to be accepted, where is nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import Absence
from core.models import OutgoingMail
from core.periods import AMSTERDAM, add_working_days, local_date
from core.registry import OpenItem, open_items
from stakeholders.models import AccountAssignment, Handover, HandoverNotice, Organisation, Person, Position
from stakeholders.models.handover import INTRODUCE_DAYS_AFTER, HandoverState
from stakeholders.models.querysets import HandoverQuerySet

ACCOUNT_MANAGER = AccountAssignment.Role.ACCOUNT_MANAGER
DEPUTY = AccountAssignment.Role.DEPUTY


def handover_list() -> HandoverQuerySet:
    """Handovers with what a list shows and their nearest deadline as `next_due`."""
    return Handover.objects.with_due().select_related("organisation", "leaver", "successor", "departure")


def portfolio(*, leaver: Any, last_day: date) -> list[AccountAssignment]:
    """What this colleague holds as account manager on that day and is not being handed over yet."""
    return list(
        AccountAssignment.objects.current(last_day)
        .filter(user=leaver, role=ACCOUNT_MANAGER, organisation__status="active")
        .exclude(organisation__in=Handover.objects.open().values("organisation"))
        .select_related("organisation")
        .order_by("organisation__sort_key", "pk")
    )


def holders() -> Any:
    """Colleagues of whom a portfolio can be handed over: who holds one now or later, gone or not, by name."""
    held = AccountAssignment.objects.filter(role=ACCOUNT_MANAGER)
    return get_user_model()._default_manager.filter(pk__in=held.values("user")).order_by("name")


def deputyships(*, user: Any, on: date) -> list[Organisation]:
    """Where this colleague is deputy on that day."""
    held = AccountAssignment.objects.current(on).filter(user=user, role=DEPUTY)
    return list(Organisation.objects.active().filter(pk__in=held.values("organisation")))


def receivers(handovers: Iterable[Handover], *, on: date) -> list[tuple[Handover, Person]]:
    """Who at each organisation can be told by mail: persons in function with an address. One query."""
    by_organisation = {handover.organisation_id: handover for handover in handovers}
    positions = (
        Position.objects.current(on)
        .filter(organisation__in=by_organisation, person__status="active")
        .exclude(person__email="")
        .select_related("person")
        .order_by("organisation__sort_key", "person__sort_key", "pk")
    )
    found = {(position.organisation_id, position.person_id): position.person for position in positions}
    return [(by_organisation[organisation], person) for (organisation, _person), person in found.items()]


def notices_of(handovers: Iterable[Handover]) -> dict[int, list[HandoverNotice]]:
    """The announcements by mail of each handover (by its primary key), oldest first. One query."""
    found: dict[int, list[HandoverNotice]] = defaultdict(list)
    for notice in HandoverNotice.objects.filter(handover__in=list(handovers)).select_related(
        "person", "mail__mailing"
    ):
        found[notice.handover_id].append(notice)
    return found


def is_under_way(notices: Sequence[HandoverNotice]) -> bool:
    """Whether a mail was made that has not gone out yet."""
    waiting = (OutgoingMail.State.WAITING, OutgoingMail.State.CLAIMED)
    return any(notice.mail is not None and notice.mail.state in waiting for notice in notices)


def items_to_accept(handover: Handover, *, at: datetime) -> list[OpenItem]:
    """What is open at the organisation and belongs to who leaves, or to nobody: the successor accepts each of them."""
    return [
        item
        for source in open_items
        if handover.successor.has_perm(source.permission)
        for item in source.find([handover.organisation_id], at)
        if item.owner is None or item.owner.pk == handover.leaver_id
    ]


@dataclass(frozen=True)
class Step:
    """One line of the checklist: what, by whom, by when; `done` says how it went when it is done."""

    code: str  # announce | introduce | accept | change
    label: str
    who: str
    by: date
    done: str = ""
    is_late: bool = False
    is_next: bool = False
    done_on: date | None = None


def checklist(handover: Handover, *, today: date) -> list[Step]:
    """What has to happen, in the order in which it is due, and what is next."""

    def day(value: date) -> str:
        return str(formats.date_format(value, "SHORT_DATE_FORMAT"))

    announced = introduced = ""
    if handover.announced_on:
        words = {"day": day(handover.announced_on), "how": handover.get_announced_how_display()}
        announced = _("%(day)s, %(how)s") % words
    if handover.introduced_on:
        words = {"day": day(handover.introduced_on), "how": handover.get_introduced_how_display()}
        introduced = _("%(day)s, %(how)s") % words
    accepted = day(local_date(handover.accepted_at)) if handover.accepted_at else ""
    changed = day(handover.changes_on) if handover.changes_on <= today else ""
    leaver, successor = str(handover.leaver), str(handover.successor)
    both = _("%(leaver)s and %(successor)s") % {"leaver": leaver, "successor": successor}
    rows = [
        ("announce", _("Tell the organisation"), leaver, handover.announce_by, announced),
        ("accept", _("Accept what is open"), successor, handover.changes_on, accepted),
        ("change", _("The fixed contact changes"), _("goes by itself"), handover.changes_on, changed),
        ("introduce", _("Introduce the successor"), both, handover.introduce_by, introduced),
    ]
    open_codes = [code for code, _label, _who, _by, done in rows if not done and code != "change"]
    return [
        Step(
            code,
            label,
            who,
            by,
            done,
            is_late=handover.is_open and not done and by < today,
            is_next=handover.is_open and bool(open_codes) and code == open_codes[0],
        )
        for code, label, who, by, done in rows
    ]


def waiting_for(user: Any, *, today: date) -> list[tuple[Handover, Step]]:
    """The steps that this user must do now: who leaves tells, both introduce, the successor accepts."""
    found = [
        (handover, step)
        for handover in handover_list().open().of_user(user)
        for step in checklist(handover, today=today)
        if not step.done and _must_do(user, handover, step)
    ]
    return sorted(found, key=lambda pair: (pair[1].by, pair[0].pk))


def _must_do(user: Any, handover: Handover, step: Step) -> bool:
    """Whether this step is this user's. When who leaves is gone, the successor tells."""
    if step.code == "accept":
        return bool(user.pk == handover.successor_id)
    if step.code == "announce":
        return bool(user.pk == (handover.leaver_id if handover.leaver.is_active else handover.successor_id))
    return step.code == "introduce" and not _waits(handover) and user.pk in (handover.leaver_id, handover.successor_id)


def _waits(handover: Handover) -> bool:
    """An introduction comes after the announcement."""
    return handover.state == HandoverState.PLANNED


@dataclass(frozen=True)
class Gap:
    """An organisation that has no fixed contact it can reach: nobody, or somebody who is gone or away."""

    organisation: Organisation
    reason: str  # nobody | left | away
    who: str = ""


def gaps(*, on: date, limit: int | None = None) -> list[Gap]:
    """Organisations without a reachable fixed contact: those in the measurement that have nobody, and every one
    whose account manager left without a handover or is away without a deputy who is there; at most `limit` of each
    reason. Three queries."""
    held = AccountAssignment.objects.current(on)
    managed = held.filter(organisation__status="active", role=ACCOUNT_MANAGER)
    away = Absence.objects.on(on).values("user")
    deputy = held.filter(organisation=OuterRef("organisation"), role=DEPUTY, user__is_active=True)
    left = managed.filter(user__is_active=False)
    gone = managed.filter(~Exists(deputy.exclude(user__in=away)), user__is_active=True, user__in=away)
    nobody = (
        Organisation.objects.in_measurement()
        .without(ACCOUNT_MANAGER, on=on)
        .exclude(pk__in=left.order_by().values("organisation"))
    )

    def of_manager(rows: QuerySet[AccountAssignment], reason: str) -> list[Gap]:
        shown = rows.select_related("organisation", "user").order_by("organisation__sort_key", "pk")[:limit]
        return [Gap(row.organisation, reason, str(row.user)) for row in shown]

    found = of_manager(left, "left")
    found += [Gap(organisation, "nobody") for organisation in nobody[:limit]]
    return found + of_manager(gone, "away")


@dataclass(frozen=True)
class Counted:
    """How many of all fit a rule."""

    fitting: int
    total: int


def fixed_contacts(*, on: date, only_key: bool) -> Counted:
    """Organisations in use that have an account manager and a deputy on that day, both still working here.

    Key stakeholders are those in the measurement among stakeholders. Which organisations there are is not kept per
    day, so an earlier day counts those that the registry holds now and that were not archived by then. Two queries.
    """
    end = datetime.combine(on + timedelta(days=1), time.min, AMSTERDAM)
    found = Organisation.objects.filter(Q(archived_at=None) | Q(archived_at__gte=end))
    if only_key:
        found = found.filter(in_measurement=True)
    complete = found.exclude(pk__in=found.without(ACCOUNT_MANAGER, on=on).values("pk"))
    complete = complete.exclude(pk__in=found.without(DEPUTY, on=on).values("pk"))
    return Counted(complete.count(), found.count())


def contact_changes(*, after: date, until: date) -> Counted:
    """Changes of account manager whose last day for an introduction lies after `after` and up to `until`.

    Fitting: announced ten working days before at the latest and introduced within twenty after. One query.
    """
    earlier = AccountAssignment.objects.filter(
        organisation=OuterRef("organisation"), role=ACCOUNT_MANAGER, from_on__lt=OuterRef("from_on")
    ).exclude(user=OuterRef("user"))
    in_time = Handover.objects.filter(
        assignment=OuterRef("pk"), announced_on__lte=F("announce_by"), introduced_on__lte=F("introduce_by")
    ).exclude(state=HandoverState.CANCELLED)
    begun = AccountAssignment.objects.filter(
        Exists(earlier), role=ACCOUNT_MANAGER, from_on__gt=after - timedelta(days=60), from_on__lt=until
    )
    judged = [
        fits
        for day, fits in begun.annotate(fits=Exists(in_time)).values_list("from_on", "fits")
        if after < add_working_days(day, INTRODUCE_DAYS_AFTER) <= until
    ]
    return Counted(sum(judged), len(judged))
