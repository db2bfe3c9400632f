"""Gatherings, actions and joint goals of the demo: a standing meeting with a past and a next time, all invented."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model

from core.history import acting
from core.periods import AMSTERDAM, add_working_days, local_date
from core.registry import DemoLoader, demo_loaders

from .models import Gathering, JointGoal, Organisation, Position
from .services import gathering_invitations, gathering_minutes, gatherings, joint_goals, meeting_sheets

PARTNERS = 3


def load(at: datetime) -> None:
    """Make the gatherings and the joint goals once."""
    if Gathering.objects.exists() or JointGoal.objects.exists():
        return
    users = get_user_model()._default_manager
    manager = users.filter(email="account.manager@demo.example").first()
    deputy = users.filter(email="communications@demo.example").first()
    # Invented ones only: no real organisation is said to have promised anything.
    invented = Organisation.objects.active().filter(website__endswith=".example.org", positions__isnull=False)
    partners = list(invented.distinct()[:PARTNERS])
    if manager is None or deputy is None or len(partners) < 2:
        return
    with acting(manager, route="demo"):
        _gatherings(partners, manager, deputy, at)
        _goal(partners[:2], manager, at)


def _at(day: Any, hour: int) -> datetime:
    return datetime.combine(day, time(hour), AMSTERDAM)


def _gatherings(partners: list[Organisation], manager: Any, deputy: Any, at: datetime) -> None:
    today = local_date(at)
    before = at - timedelta(days=45)
    day = add_working_days(today, -28)
    first = gatherings.plan_gathering(
        values={
            "title": "Ketenoverleg regulier",
            "kind": "chain",
            "starts_at": _at(day, 10),
            "ends_at": _at(day, 12),
            "place": "Vergaderzaal 2, Rijnstraat, Den Haag",
            "purpose": "Voortgang in de keten: wat loopt, wat schuurt, wat komt eraan.",
        },
        organisations=partners,
        owner=manager,
        rhythm=(6, "week"),
    )
    positions = list(
        Position.objects.current(today).filter(organisation__in=partners).select_related("person", "organisation")[:6]
    )
    gatherings.set_participants(
        gathering=first, colleagues=[manager, deputy], positions=positions, by=manager, at=before
    )
    participants = [one.pk for one in first.participants.all()]
    held = gathering_minutes.hold_gathering(
        gathering=first,
        version=first.version,
        present=participants[:-1],
        summary="De partners merken dat vragen over doorlooptijden toenemen. Afgesproken is om eerder te waarschuwen.",
        by=manager,
        at=_at(day, 13),
    )
    _actions(held, partners, manager, deputy, today, _at(day, 13))
    assert held.series is not None  # noqa: S101 - planned with a rhythm
    following = add_working_days(today, 1)
    coming = gatherings.plan_next(series=held.series, starts_at=_at(following, 10), rhythm_on=following, by=manager)
    gatherings.set_agenda(
        gathering=coming,
        points=[
            {"title": "Acties van de vorige keer", "minutes": 15},
            {"title": "Vooruitblik op de instroom", "brought_by": str(manager), "minutes": 30},
            {"title": "Berichten aan wachtenden", "brought_by": partners[0].name[:120], "minutes": 30},
        ],
    )
    invited_at = at - timedelta(days=7)
    gathering_invitations.invite(gathering=coming, message="", by=manager, at=invited_at)
    for number, one in enumerate(coming.participants.exclude(invited_at=None)[:5]):
        gathering_invitations.answer(
            participant=one,
            comes=number != 1,
            note="Mijn collega komt in mijn plaats." if number == 1 else "",
            at=at - timedelta(days=5),
        )
    meeting_sheets.write_note(
        subject=coming,
        text="Bedanken voor de snelle reactie op de nieuwe brief.\nVragen wat er bij hen verandert.",
        by=manager,
        at=at - timedelta(days=1),
    )


def _actions(
    gathering: Gathering, partners: list[Organisation], manager: Any, deputy: Any, today: Any, at: datetime
) -> None:
    add = gathering_minutes.add_action
    add(
        gathering=gathering,
        what="Overzicht van doorlooptijden delen, per maand",
        at=at,
        owner=manager,
        due_on=add_working_days(today, -2),
    )
    add(
        gathering=gathering,
        what="Voorbeelden sturen van brieven die vragen oproepen",
        at=at,
        organisation=partners[0],
        due_on=add_working_days(today, 5),
    )
    done = add(gathering=gathering, what="Nieuw telefoonnummer rondsturen", at=at, owner=deputy, due_on=None)
    gathering_minutes.close_action(action=done, state="done", at=at + timedelta(days=3), note="Op de website gezet.")


def _goal(partners: list[Organisation], manager: Any, at: datetime) -> None:
    today = local_date(at)
    start = at - timedelta(days=90)
    goal = joint_goals.create_goal(
        values={
            "title": "Partners horen een wijziging ten minste tien werkdagen van tevoren",
            "description": "Wie op tijd weet wat er verandert, kan cliënten en studenten goed voorlichten.",
            "target_on": today + timedelta(days=80),
        },
        partners=partners,
        owner=manager,
        at=start,
    )
    measure = joint_goals.add_measure(
        goal=goal,
        values={
            "name": "Wijzigingen die op tijd gemeld zijn",
            "unit": "%",
            "baseline": Decimal(40),
            "target": Decimal(90),
        },
        at=start,
    )
    for days, value in ((60, 48), (30, 61), (2, 70)):
        joint_goals.add_progress(
            measure=measure,
            as_of=today - timedelta(days=days),
            value=Decimal(value),
            note="",
            by=manager,
            at=at - timedelta(days=days),
        )
    joint_goals.add_commitment(
        goal=goal,
        what="Kalender met wijzigingen bijhouden",
        at=start,
        owner=manager,
        due_on=today + timedelta(days=20),
    )
    joint_goals.add_commitment(
        goal=goal,
        what="Melden bij wie een wijziging moet aankomen",
        at=start,
        organisation=partners[-1],
        due_on=today + timedelta(days=10),
    )
    joint_goals.share_goal(
        goal=goal, organisation=partners[0], expires_on=today + timedelta(days=120), by=manager, at=at
    )


demo_loaders.register(DemoLoader("stakeholders.gatherings", load, order=15))
