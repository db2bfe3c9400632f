"""Run as `python -m tests.failures.furnish` inside an installation: a colleague, and an open wave with its links."""

import json

import django

# At least the floor below which no result is ever shown.
PEOPLE = 12


def main() -> None:
    """Make them through the services and print what the tests need to know."""
    django.setup()
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from accounts.models import User
    from tests.conftest import PASSWORD
    from tests.measurements.asking import open_wave, tokens

    user = User.objects.create_user("noor@example.org", "Noor de Vries", PASSWORD)
    user.groups.set([Group.objects.get(name=role) for role in ("communications", "account_manager")])
    wave = open_wave(at=timezone.now(), people=PEOPLE)
    print(json.dumps({"email": user.email, "password": PASSWORD, "tokens": tokens(wave)}))


if __name__ == "__main__":
    main()
