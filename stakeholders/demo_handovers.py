"""Handovers of the demo among invented organisations: a year of finished ones, one under way, one that is too late."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from core.history import acting
from core.mail import send_due
from core.periods import AMSTERDAM, add_working_days, local_date
from core.registry import DemoLoader, demo_loaders

from . import announcements, services
from .models import AccountAssignment, Departure, Handover, Organisation, Person
from .queries import handovers as queries
from .services.handovers import Letter, accept, announce, introduce, plan_departure, sync_announcements, tell_otherwise

_PLACES = ("Noord", "Oost", "Zuid", "West", "Midden", "Haven", "Duin", "Polder", "Heuvel", "Veen", "Waard", "Kust")
# Names that look little alike, so that the list of likely duplicates of the demo stays short.
_NAMES = (
    "Taalhuis Noord",
    "Werkgroep Gezin Oost",
    "Zuider Juristenkring",
    "Hogeschool West",
    "Opvanghuis Midden",
    "Havenbedrijf Fictief",
    "Duin Expatcentrum",
    "Polder Werkgevers",
    "Studentenhuis De Heuvel",
    "Veen Vrijwilligers",
    "Gezondheidspunt Waard",
    "Kustgemeenten Samen",
)
# Months ago of each finished change, and how late telling was (working days before the change) and meeting (after).
_FINISHED = (
    (20, 12, 8),
    (17, 4, 12),
    (14, 11, 25),
    (12, 10, 15),
    (11, 14, 10),
    (9, 3, 12),
    (8, 10, 18),
    (6, 12, 5),
    (5, 13, 12),
    (3, 11, 16),
)
_UNDER_WAY, _LATE = 10, 11  # places in _PLACES
ACCOUNT_MANAGER = AccountAssignment.Role.ACCOUNT_MANAGER


def load(at: datetime) -> None:
    """Make the handovers that are not there yet, through the services, each step at its own moment."""
    users = {
        user.email.split("@")[0]: user
        for user in get_user_model()._default_manager.filter(email__endswith="@demo.example")
    }
    people = [users.get("account.manager"), users.get("programme.manager"), users.get("communications")]
    if None in people or Departure.objects.exists():
        return
    with acting(None, route="demo"):
        today = local_date(at)
        organisations = [_organisation(place, today) for place in _PLACES]
        manager, programme, staff = people
        for organisation, (months, before, after) in zip(organisations, _FINISHED, strict=False):
            _finished(organisation, programme, manager, today - timedelta(days=30 * months), before, after)
        _under_way(organisations[_UNDER_WAY], manager, programme, at)
        _late(organisations[_LATE], programme, staff, at)


def _organisation(place: str, today: date) -> Organisation:
    organisation = services.create_organisation(
        values={
            "name": _NAMES[_PLACES.index(place)],
            "website": f"https://{place.lower()}.example.org",
            "notes": "Verzonnen voor de demo.",
        }
    )
    person = services.create_person(
        values={"name": f"Contact {place}", "email": f"contact@{place.lower()}.example.org", "source": "Verzonnen"}
    )
    start = today - timedelta(days=900)
    services.add_position(person=person, organisation=organisation, title="Coördinator", from_on=start)
    return organisation


def _plan(
    organisation: Organisation, leaver: Any, successor: Any, *, change: date, at: datetime, reason: str
) -> Handover:
    start = change - timedelta(days=200)
    services.assign(organisation=organisation, user=leaver, role=ACCOUNT_MANAGER, from_on=start)
    departure = plan_departure(
        leaver=leaver,
        last_day=change - timedelta(days=1),
        successors={organisation: successor},
        by=leaver,
        at=at,
        reason=reason,
    )
    return departure.handovers.get()


def _finished(organisation: Organisation, leaver: Any, successor: Any, change: date, before: int, after: int) -> None:
    told, met = add_working_days(change, -before), add_working_days(change, after)
    handover = _plan(organisation, leaver, successor, change=change, at=_morning(told), reason="andere taak")
    note = "Gebeld en een brief gestuurd."
    tell_otherwise(handover=handover, how="own_mail", on=told, note=note, by=leaver, at=_morning(told))
    accept(handover=handover, references=[], by=successor, at=_morning(change))
    introduce(handover=handover, how="visit", on=met, by=successor, at=_morning(met))


def _under_way(organisation: Organisation, leaver: Any, successor: Any, at: datetime) -> None:
    """Announced by mail in time; the successor must accept, and both go there."""
    change = add_working_days(local_date(at), 8)
    told = _morning(add_working_days(local_date(at), -5))
    handover = _plan(organisation, leaver, successor, change=change, at=told, reason="gaat verhuizen")
    letters = [_letter(handover, person) for one, person in queries.receivers([handover], on=told.date())]
    announce(departure=handover.departure, letters=letters, by=leaver, at=told)
    send_due(at=told + timedelta(minutes=3))
    sync_announcements(at=told + timedelta(minutes=4), departure=handover.departure)


def _letter(handover: Handover, person: Person) -> Letter:
    subject, text = (
        announcements.filled(one, handover=handover, person=person) for one in announcements.proposal(person.language)
    )
    return Letter(handover, person, subject, text)


def _late(organisation: Organisation, leaver: Any, successor: Any, at: datetime) -> None:
    """Nobody told the organisation, and the change is in four working days."""
    change = add_working_days(local_date(at), 4)
    planned = _morning(add_working_days(local_date(at), -12))
    _plan(organisation, leaver, successor, change=change, at=planned, reason="met pensioen")


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(10), AMSTERDAM)


demo_loaders.register(DemoLoader("stakeholders.handovers", load, order=16))
