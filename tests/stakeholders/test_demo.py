"""The demo's registry: real organisations, invented persons, and nothing doubled the second time."""

import pytest

from accounts import demo as accounts_demo
from stakeholders import demo, queries
from stakeholders.models import AccountAssignment, Organisation, Person

pytestmark = pytest.mark.django_db


def test_the_demo_loads_once_and_its_persons_are_plainly_invented(now):
    accounts_demo.load(now)
    demo.load(now)
    counts = [model.objects.count() for model in (Organisation, Person, AccountAssignment)]
    demo.load(now)
    assert [model.objects.count() for model in (Organisation, Person, AccountAssignment)] == counts
    assert counts[0] == 69
    assert 90 <= counts[1] <= 140
    assert all(email.endswith("@voorbeeld.example") for email in Person.objects.values_list("email", flat=True))
    today = now.date()
    assert Organisation.objects.in_measurement().without("account_manager", on=today).exists()
    assert queries.measurement_contacts(on=today)
