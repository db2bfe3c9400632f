"""The demo's people: one per role, all with the same password, printed by `./run` and written in the README."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from core.registry import DemoLoader, demo_loaders

from .models import User
from .roles import (
    ACCOUNT_MANAGER,
    ADMINISTRATOR,
    BUREAU_RESEARCHER,
    COMMUNICATIONS,
    MANAGER,
    PRIVACY_OFFICER,
    PROGRAMME_MANAGER,
    READER,
    RESEARCHER,
)

DEMO_PASSWORD = "welkom-in-de-demo"  # noqa: S105
_PEOPLE = {
    COMMUNICATIONS: "Carla Communicatie",
    ACCOUNT_MANAGER: "Ahmed Accountmanager",
    RESEARCHER: "Rosa Onderzoeker",
    BUREAU_RESEARCHER: "Bas Bureau",
    MANAGER: "Mirjam Manager",
    ADMINISTRATOR: "Anton Beheerder",
    PRIVACY_OFFICER: "Petra Privacy",
    PROGRAMME_MANAGER: "Pim Programma",
    READER: "Lies Lezer",
}
SIGN_INS = [
    {"role": role, "name": name, "email": f"{role.replace('_', '.')}@demo.example", "password": DEMO_PASSWORD}
    for role, name in _PEOPLE.items()
]


def load(at: datetime) -> None:
    """Create the people of the demo that are not there yet."""
    # Hashing a password is slow by design; all share one.
    hashed = make_password(DEMO_PASSWORD)
    for person in SIGN_INS:
        if not User.objects.filter(email=person["email"]).exists():
            user = User.objects.create_user(person["email"], person["name"], date_joined=at)
            User.objects.filter(pk=user.pk).update(password=hashed)
            user.groups.add(Group.objects.get(name=person["role"]))


demo_loaders.register(DemoLoader("accounts", load, order=0))
