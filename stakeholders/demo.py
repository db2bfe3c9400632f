"""The registry of the demo: the real organisations, and contact persons who are plainly invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth import get_user_model

from core.history import acting
from core.imports import import_list
from core.periods import local_date
from core.registry import DemoLoader, demo_loaders

from . import services
from .imports import ORGANISATIONS
from .models import AccountAssignment, Organisation, Person, Position

LIST = Path(__file__).parent / "data" / "organisations.csv"
DOMAIN = "voorbeeld.example"
SOURCE = "Verzonnen voor de demo"
_FIRST = ["Test", "Demo", "Proef", "Voorbeeld", "Fictie", "Verzin", "Oefen", "Schijn", "Model", "Staal"]
_LAST = ["Contact", "Persoon", "Gesprek", "Partner", "Adres", "Relatie", "Bezoek", "Collega", "Naam", "Kring"]
_TITLES = ["Beleidsadviseur", "Relatiemanager", "Bestuurssecretaris", "Teamleider", "Woordvoerder"]
# Every so many organisations lack an account manager or a deputy, so that the gap can be seen.
_WITHOUT_MANAGER = 5
_WITHOUT_DEPUTY = 3
_TWO_CONTACTS = 2


def load(at: datetime) -> None:
    """Load the organisations, their invented contact persons and the fixed contacts that are not there yet."""
    with acting(None, route="demo"):
        with LIST.open("rb") as source:
            import_list(kind=ORGANISATIONS, source=source, by=None, at=at)
        if not Person.objects.filter(source=SOURCE).exists():
            _load_contacts(at)
        if not AccountAssignment.objects.exists():
            _load_assignments(at)


def _load_contacts(at: datetime) -> None:
    """Written at once: a demo must be ready within a minute, and the database checks every row all the same."""
    from_on = local_date(at) - timedelta(days=400)
    positions: list[Position] = []
    for index, organisation in enumerate(Organisation.objects.active()):
        count = 2 if organisation.in_measurement or index % _TWO_CONTACTS else 1
        for _each in range(count):
            number = len(positions)
            title = _TITLES[number % len(_TITLES)]
            positions.append(Position(person=_person(number), organisation=organisation, title=title, from_on=from_on))
    Person.objects.bulk_create([position.person for position in positions])
    Position.objects.bulk_create(positions)


def _person(number: int) -> Person:
    first, last = _FIRST[number % 10], _LAST[number // 10 % 10]
    return Person(
        name=f"{first} {last} {number + 1}",
        email=f"{first}.{last}{number + 1}@{DOMAIN}".lower(),
        phone=f"070 000 {number + 1:04d}",
        language="en" if number % 12 == 11 else "nl",
        source=SOURCE,
        do_not_invite=number % 25 == 24,
        do_not_invite_reason="Wil geen uitnodigingen (verzonnen)" if number % 25 == 24 else "",
    )


def _load_assignments(at: datetime) -> None:
    from_on = local_date(at) - timedelta(days=365)
    users = {user.email: user for user in get_user_model()._default_manager.filter(email__endswith="@demo.example")}
    manager, deputy = users.get("account.manager@demo.example"), users.get("communications@demo.example")
    if manager is None or deputy is None:
        return
    for index, organisation in enumerate(Organisation.objects.in_measurement()):
        if index % _WITHOUT_MANAGER == 0:
            continue
        roles = [(AccountAssignment.Role.ACCOUNT_MANAGER, manager)]
        if index % _WITHOUT_DEPUTY:
            roles.append((AccountAssignment.Role.DEPUTY, deputy))
        for role, user in roles:
            services.assign(organisation=organisation, user=user, role=role, from_on=from_on)


demo_loaders.register(DemoLoader("stakeholders", load, order=10))
