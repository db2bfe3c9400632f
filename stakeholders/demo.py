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
from .models import AccountAssignment, Organisation, Person

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
    from_on = local_date(at) - timedelta(days=400)
    number = 0
    for index, organisation in enumerate(Organisation.objects.active()):
        count = 2 if organisation.in_measurement or index % _TWO_CONTACTS else 1
        for _each in range(count):
            first, last = _FIRST[number % 10], _LAST[number // 10 % 10]
            number += 1
            person = services.create_person(
                values={
                    "name": f"{first} {last} {number}",
                    "email": f"{first}.{last}{number}@{DOMAIN}".lower(),
                    "phone": f"070 000 {number:04d}",
                    "language": "en" if number % 12 == 0 else "nl",
                    "source": SOURCE,
                    "do_not_invite": number % 25 == 0,
                }
            )
            services.add_position(
                person=person, organisation=organisation, title=_TITLES[number % len(_TITLES)], from_on=from_on
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
