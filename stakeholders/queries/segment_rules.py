"""The rules by which a segment selects: one declaration each, so that another one is a few lines in RULES.

Every rule offers choices; of the chosen ones one is enough. `narrow(values, on)` gives the condition on organisations
or on persons. Which choice a member fits is found by asking each choice apart, so a rule says nothing about that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from stakeholders.models import (
    AccountAssignment,
    ContactMoment,
    Domain,
    MomentOrganisation,
    Organisation,
    OrganisationKind,
    Person,
    Standing,
    Tag,
    Topic,
)
from stakeholders.models.contact import ContactLevel
from stakeholders.models.fields import current
from stakeholders.models.organisation import Channel
from stakeholders.models.standing import SCALE, Attitude

from .contact import RHYTHM_WORDS
from .rhythm import among, rhythms

if TYPE_CHECKING:
    from core.registry import Text

ORGANISATION, PERSON = "organisation", "person"
Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Rule:
    """One way to narrow down a segment."""

    name: str  # stored in segments: never changes
    label: Text
    about: str  # ORGANISATION | PERSON
    choices: Callable[[], Choices]
    narrow: Callable[[list[str], date], Q]
    help: Text = ""

    def words(self, values: list[str]) -> str:
        """The chosen values as people read them."""
        labels = dict(self.choices())
        return ", ".join(str(labels.get(value, value)) for value in values)


def _items(model: Any) -> Callable[[], Choices]:
    return lambda: [(item.code, str(item)) for item in model.objects.all()]


def _has(path: str) -> Callable[[list[str], date], Q]:
    """The organisation has one of these values of a managed list."""
    return lambda values, on: Q(pk__in=Organisation.objects.filter(**{f"{path}__in": values}).values("pk"))


def _measured(values: list[str], on: date) -> Q:
    return Q(in_measurement__in=[value == "yes" for value in values])


def _held(values: list[str], on: date) -> Q:
    wanted = Q(pk__in=[])
    for value in values:
        role = AccountAssignment.Role.DEPUTY if value == "no_deputy" else AccountAssignment.Role.ACCOUNT_MANAGER
        held = Exists(AccountAssignment.objects.filter(current(on), organisation=OuterRef("pk"), role=role))
        wanted |= Q(held) if value == "manager" else ~Q(held)
    return wanted


def _numbers(values: list[str]) -> list[int]:
    """The values that are numbers; others, from a rule that was stored by something else, fit nobody."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 18]


def _managed_by(values: list[str], on: date) -> Q:
    own = AccountAssignment.objects.filter(current(on), organisation=OuterRef("pk"), user__in=_numbers(values))
    return Q(Exists(own.filter(role=AccountAssignment.Role.ACCOUNT_MANAGER)))


def _managers() -> Choices:
    held = AccountAssignment.objects.filter(role=AccountAssignment.Role.ACCOUNT_MANAGER).values("user")
    users = get_user_model()._default_manager.filter(pk__in=held).order_by("name")
    return [(str(user.pk), str(user)) for user in users]


def _standing(field: str) -> Callable[[list[str], date], Q]:
    """The latest estimate on that day has one of these values."""

    def narrow(values: list[str], on: date) -> Q:
        latest = Standing.objects.as_of(on).values("pk")
        fitting = Standing.objects.filter(pk__in=latest, **{f"{field}__in": _numbers(values)})
        return Q(pk__in=fitting.values("organisation"))

    return narrow


def _rhythm(values: list[str], on: date) -> Q:
    known = [value for value in values if value in RHYTHM_WORDS]
    return Q(among([found.organisation_id for state in known for found in rhythms(state=state, on=on)]))


def _silent(values: list[str], on: date) -> Q:
    days = [number for number in _numbers(values) if number < 36_500]
    if not days:
        return Q(pk__in=[])
    since = on - timedelta(days=min(days))
    met = MomentOrganisation.objects.filter(
        organisation=OuterRef("pk"), is_live=True, held_on__gt=since, held_on__lte=on
    )
    return ~Q(Exists(met))


def _met_at(values: list[str], on: date) -> Q:
    met = ContactMoment.objects.active().filter(participants__person=OuterRef("pk"), level__in=values)
    return Q(Exists(met))


def _scale() -> Choices:
    return [(str(value), label) for value, label in SCALE]


RULES = (
    Rule("kinds", _("Kind"), ORGANISATION, _items(OrganisationKind), _has("kinds__code")),
    Rule("domains", _("Domain"), ORGANISATION, _items(Domain), _has("domains__code")),
    Rule("topics", _("Wants to be consulted on"), ORGANISATION, _items(Topic), _has("topics__code")),
    Rule("tags", _("Tag"), ORGANISATION, _items(Tag), _has("tags__code")),
    Rule(
        "measurement",
        _("In the stakeholder measurement"),
        ORGANISATION,
        lambda: [("yes", _("yes")), ("no", _("no"))],
        _measured,
    ),
    Rule("interest", _("Interest"), ORGANISATION, _scale, _standing("interest"), _("By the latest estimate.")),
    Rule("influence", _("Influence"), ORGANISATION, _scale, _standing("influence"), _("By the latest estimate.")),
    Rule(
        "attitude",
        _("Attitude"),
        ORGANISATION,
        lambda: [(str(value), label) for value, label in Attitude.choices],
        _standing("attitude"),
        _("By the latest estimate."),
    ),
    Rule(
        "channel",
        _("Comes in by"),
        ORGANISATION,
        lambda: list(Channel.choices),
        lambda values, on: Q(channel__in=values),
    ),
    Rule(
        "contact",
        _("Fixed contact"),
        ORGANISATION,
        lambda: [
            ("manager", _("has an account manager")),
            ("no_manager", _("no account manager")),
            ("no_deputy", _("no deputy")),
        ],
        _held,
    ),
    Rule("managers", _("Account manager"), ORGANISATION, _managers, _managed_by),
    Rule(
        "rhythm",
        _("Contact rhythm"),
        ORGANISATION,
        lambda: list(RHYTHM_WORDS.items()),
        _rhythm,
        _("Compared with how often contact is wished."),
    ),
    Rule(
        "silent",
        _("No contact for"),
        ORGANISATION,
        lambda: [("91", _("three months")), ("182", _("half a year")), ("365", _("a year"))],
        _silent,
    ),
    Rule(
        "language",
        _("Language"),
        PERSON,
        lambda: list(Person._meta.get_field("language").flatchoices),
        lambda values, on: Q(language__in=values),
    ),
    Rule(
        "level",
        _("Has met us at the level"),
        PERSON,
        lambda: list(ContactLevel.choices),
        _met_at,
        _("In any contact moment in which this person took part."),
    ),
)
BY_NAME = {rule.name: rule for rule in RULES}
