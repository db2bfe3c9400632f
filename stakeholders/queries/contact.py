"""Named reads of contact: lists and pages of contact moments, last contact of organisations, contact rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    F,
    IntegerField,
    Min,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.models import Link
from core.registry import link_targets
from stakeholders.models import (
    Attachment,
    ContactMoment,
    ContactParticipant,
    ContactRhythm,
    IncomingMail,
    MomentOrganisation,
    Organisation,
    OrganisationKind,
    Person,
)
from stakeholders.models.querysets import ContactMomentQuerySet, OrganisationQuerySet

from .people import organisations_of

SILENT, OFTEN, GOOD, NO_RHYTHM = "stil", "vaak", "goed", "geen"
RHYTHM_WORDS = {
    SILENT: _("too silent"),
    OFTEN: _("too often"),
    GOOD: _("good"),
    NO_RHYTHM: _("no rhythm agreed"),
}


class TwoWayContact(NamedTuple):
    """One organisation in use and the last day on which both sides had the floor; None: never."""

    organisation_id: int
    is_key: bool
    last_on: date | None


def last_two_way_contact(*, on: date) -> list[TwoWayContact]:
    """Per organisation in use the last two-way contact on or before `on` (KPI K14). One query.

    Two-way is a contact moment with direction "both ways", not archived: each side could say something and was heard.
    Mailings, letters without an answer, presentations where nobody could ask do not count. *Key stakeholders* are the
    organisations in the stakeholder measurement (`in_measurement`): the methodology names no other mark.
    """
    last = (
        MomentOrganisation.objects.filter(organisation=OuterRef("pk"), is_live=True, is_two_way=True, held_on__lte=on)
        .order_by("-held_on")
        .values("held_on")[:1]
    )
    rows = Organisation.objects.active().annotate(last_on=Subquery(last)).order_by("pk")
    return [TwoWayContact(*row) for row in rows.values_list("pk", "in_measurement", "last_on")]


def moment_list() -> ContactMomentQuerySet:
    """Contact moments with organisations and who noted them, newest first."""
    return ContactMoment.objects.select_related("noted_by").prefetch_related("organisations")


def moment_page(*, pk: int) -> ContactMomentQuerySet:
    """One contact moment with everybody and everything on its page."""
    people = ContactParticipant.objects.select_related("person", "user")
    return moment_list().filter(pk=pk).prefetch_related(Prefetch("participants", queryset=people))


def moments_of_organisation(*, organisation: Organisation, limit: int = 50) -> QuerySet[ContactMoment]:
    """The latest contact moments of an organisation, by index however many there are."""
    links = MomentOrganisation.objects.filter(organisation=organisation, is_live=True).order_by("-held_on")
    return ContactMoment.objects.filter(pk__in=list(links.values_list("moment_id", flat=True)[:limit]))


def moments_of_person(*, person_id: int, limit: int = 50) -> QuerySet[ContactMoment]:
    """The latest contact moments in which a person took part."""
    return ContactMoment.objects.active().filter(participants__person=person_id)[:limit]


def suggested_organisations(*, user: Any, on: date, limit: int = 8) -> list[Organisation]:
    """Whom this colleague probably spoke with: organisations of the latest own moments, then the own organisations."""
    recent = (
        MomentOrganisation.objects.filter(moment__noted_by=user, is_live=True, organisation__status="active")
        .order_by("-moment__noted_at")
        .values_list("organisation_id", flat=True)[:40]
    )
    wanted = list(dict.fromkeys(recent))[:limit]
    found = Organisation.objects.in_bulk(wanted)
    rows = [found[pk] for pk in wanted]
    if len(rows) < limit:
        own = Organisation.objects.active().of_user(user, on=on).exclude(pk__in=wanted)
        rows += list(own[: limit - len(rows)])
    return rows


def chosen_organisations(numbers: Sequence[str], person: str, *, on: date) -> list[Organisation]:
    """The organisations in use named in an address, else those where this person works; unknown ones are left out."""
    keys = [int(number) for number in numbers if number.isdecimal() and len(number) < 18]
    if keys:
        return list(Organisation.objects.active().filter(pk__in=keys))
    if person.isdecimal() and len(person) < 18:
        return organisations_of(Person.objects.filter(pk=int(person)), on=on)
    return []


def possible_colleagues(*, also: Iterable[int] = ()) -> QuerySet[Any]:
    """Colleagues who keep contact, by name, and those who were chosen before."""
    keepers = Q(is_active=True, groups__permissions__codename="record_contact") | Q(pk__in=list(also))
    return get_user_model()._default_manager.filter(keepers).distinct().order_by("name")


def attachments_of(*, record: Model) -> QuerySet[Attachment]:
    """The files of one record."""
    return Attachment.objects.filter(
        owner_type=ContentType.objects.get_for_model(record), owner_id=record.pk
    ).select_related("added_by")


def waiting_mail() -> QuerySet[IncomingMail]:
    """Messages about which somebody must say whose they are, and those that could not be read."""
    return IncomingMail.objects.filter(state__in=[IncomingMail.State.WAITING, IncomingMail.State.BROKEN])


@dataclass(frozen=True)
class Became:
    """A record that was made of something said here."""

    what: str
    title: str
    url: str
    state: str


def became_of(*, record: Model, user: Any) -> list[Became]:
    """What became of a contact moment or an action: linked records that this user may see, oldest first."""
    links = Link.objects.filter(from_type=ContentType.objects.get_for_model(record), from_id=record.pk).order_by("pk")
    found = []
    for link in links.prefetch_related("target").select_related("to_type"):
        target: Any = link.target
        place = link_targets.get(target._meta.label) if target is not None else None
        if place is None or not user.has_perm(place.permission):
            continue
        word = str(getattr(target, "word_label", "") or "")
        found.append(Became(link.note or str(place.label), str(target), place.url(target), word))
    return found


# ----- rhythm


@dataclass(frozen=True)
class RhythmState:
    """How contact with one organisation compares with what is wished."""

    state: str  # SILENT | OFTEN | GOOD | NO_RHYTHM
    every_weeks: int | None
    last_on: date | None
    sent_lately: int  # contact moments within one period in which we had the floor
    is_own: bool  # agreed with this organisation, not taken from its kind or the default

    @property
    def label(self) -> str:
        """The state in words."""
        return str(RHYTHM_WORDS[self.state])

    @property
    def tone(self) -> str:
        """Colour of the badge."""
        return {SILENT: "warning", OFTEN: "warning", GOOD: "positive"}.get(self.state, "neutral")


def with_rhythm(organisations: OrganisationQuerySet, *, on: date) -> Any:
    """Organisations with `own_weeks`, `last_contact_on` and `every_weeks`, the wished rhythm.

    That is its own, else the shortest of its kinds, else CONTACT_RHYTHM_WEEKS when it is in the measurement and
    contact was recorded before (so that a new installation is not all too silent), else None.
    """
    own = ContactRhythm.objects.filter(organisation=OuterRef("pk")).values("every_weeks")[:1]
    of_kinds = (
        OrganisationKind.objects.filter(organisations=OuterRef("pk"), rhythm__isnull=False)
        .order_by()
        .values("organisations")
        .annotate(weeks=Min("rhythm__every_weeks"))
        .values("weeks")[:1]
    )
    last = (
        MomentOrganisation.objects.filter(organisation=OuterRef("pk"), is_live=True, held_on__lte=on)
        .order_by("-held_on")
        .values("held_on")[:1]
    )
    usual = Case(
        When(in_measurement=True, last_contact_on__isnull=False, then=Value(settings.CONTACT_RHYTHM_WEEKS or None)),
        default=None,
        output_field=IntegerField(null=True),
    )
    return organisations.annotate(
        own_weeks=Subquery(own, output_field=IntegerField()),
        last_contact_on=Subquery(last),
    ).annotate(
        every_weeks=Coalesce(F("own_weeks"), Subquery(of_kinds, output_field=IntegerField()), usual),
    )


def rhythm_states(*, organisations: OrganisationQuerySet, on: date) -> dict[int, RhythmState]:
    """The state of each of these organisations; two queries whatever the number.

    Too silent: no contact within the wished number of weeks. Too often: within that time we had the floor in more than
    CONTACT_TOO_OFTEN contact moments. An organisation without a wished rhythm is neither.
    """
    rows = list(
        with_rhythm(organisations, on=on).order_by().values("pk", "own_weeks", "every_weeks", "last_contact_on")
    )
    longest = max((row["every_weeks"] or 0 for row in rows), default=0)
    floor: dict[int, list[date]] = {}
    if longest:
        links = MomentOrganisation.objects.filter(
            is_live=True, held_on__gt=on - timedelta(weeks=longest), held_on__lte=on
        ).exclude(moment__direction="from_them")
        if len(rows) < 500:
            links = links.filter(organisation__in=[row["pk"] for row in rows])
        for organisation, day in links.values_list("organisation_id", "held_on"):
            floor.setdefault(organisation, []).append(day)
    return {row["pk"]: _state(row, floor.get(row["pk"], []), on) for row in rows}


def _state(row: dict[str, object], days: list[date], on: date) -> RhythmState:
    weeks, last = row["every_weeks"], row["last_contact_on"]
    assert weeks is None or isinstance(weeks, int)  # noqa: S101 - narrows the type
    assert last is None or isinstance(last, date)  # noqa: S101 - narrows the type
    if weeks is None:
        return RhythmState(NO_RHYTHM, None, last, 0, False)
    since = on - timedelta(weeks=weeks)
    lately = sum(day > since for day in days)
    if last is None or last <= since:
        return RhythmState(SILENT, weeks, last, lately, row["own_weeks"] is not None)
    state = OFTEN if lately > settings.CONTACT_TOO_OFTEN else GOOD
    return RhythmState(state, weeks, last, lately, row["own_weeks"] is not None)
