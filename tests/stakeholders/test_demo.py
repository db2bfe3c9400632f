"""The demo's registry: real organisations, invented persons, and nothing doubled the second time."""

from datetime import timedelta

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


def test_the_matrix_of_the_demo_has_invented_organisations_that_moved(now):
    from stakeholders import demo_organisations, queries

    for _twice in range(2):
        demo_organisations.load(now)
    today = now.date()
    places = queries.matrix(organisations=Organisation.objects.all(), on=today, since=today - timedelta(days=300))
    assert len(places) == 11
    assert all("example.org" in place.organisation.website for place in places)
    assert any(place.has_moved for place in places)
    assert Organisation.objects.exclude(parent=None).count() == 3
