"""Gatherings and joint goals for tests, through the services."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from core.periods import AMSTERDAM, add_working_days, local_date
from stakeholders.models import Position
from stakeholders.services import gatherings, joint_goals

from .factories import OrganisationFactory, PositionFactory


def at_hour(day, hour):
    return datetime.combine(day, time(hour), AMSTERDAM)


def make_gathering(owner, *, at, days=3, rhythm=None, organisations=None, invited=2, **values):
    """A gathering so many working days from `at` (negative: before), with persons of each organisation."""
    day = add_working_days(local_date(at), days)
    organisations = organisations or [OrganisationFactory()]
    gathering = gatherings.plan_gathering(
        values={"title": "Ketenoverleg", "kind": "chain", "starts_at": at_hour(day, 10), "ends_at": at_hour(day, 11)}
        | values,
        organisations=organisations,
        owner=owner,
        rhythm=rhythm,
    )
    for organisation in organisations:
        PositionFactory.create_batch(invited, organisation=organisation)
    positions = Position.objects.filter(organisation__in=organisations).select_related("person")
    gatherings.set_participants(gathering=gathering, colleagues=[owner], positions=positions, by=owner, at=at)
    return gathering


def make_goal(owner, *, at, partners=None, **values):
    """A running joint goal with a measure from 10 to 5 days."""
    goal = joint_goals.create_goal(
        values={"title": "Sneller antwoord", "target_on": local_date(at) + timedelta(days=60)} | values,
        partners=partners or [OrganisationFactory()],
        owner=owner,
        at=at,
    )
    joint_goals.add_measure(
        goal=goal,
        values={"name": "Wachttijd", "unit": "dagen", "baseline": Decimal(10), "target": Decimal(5)},
        at=at,
    )
    return goal
