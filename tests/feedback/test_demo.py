"""The demo of the loop: made through the services, in every state, nobody real in it."""

import pytest
from django.contrib.auth.models import Group

from accounts import demo as people
from accounts.roles import sync_roles
from core.periods import Month, local_date
from feedback import demo
from feedback.domain.workflow import Word
from feedback.models import Giver, SealedEntry, Signal, Verdict
from feedback.queries import told_within
from feedback.queries.lists import overdue_count, said_and_done
from stakeholders.models import Domain

pytestmark = pytest.mark.django_db


def test_the_demo_fills_lists_kpi_and_public_page_and_loads_once(now):
    if not Group.objects.exists():
        sync_roles()
    people.load(now)
    demo.load(now)
    today = local_date(now)
    assert {signal.word for signal in Signal.objects.select_related("merged_into")} == set(Word)
    assert Signal.objects.filter(state="merged").count() == 1
    assert overdue_count(today=today) >= 2
    assert SealedEntry.objects.count() == 1
    assert said_and_done().count() >= 8
    assert Verdict.objects.count() >= 10
    assert Signal.objects.exclude(domain=None).count() == Signal.objects.count()
    assert not Giver.objects.exclude(email="").exclude(email__endswith="@example.org").exists()
    assert not Giver.objects.exclude(organisation=None).exists()
    month = Month.of(today)
    shares = []
    for back in range(1, 7):
        figures = told_within(month=month.shift(-back))
        assert figures.denominator >= 10
        shares.append(figures.share)
    assert all(0 < share <= 1 for share in shares)
    count = Signal.objects.count()
    demo.load(now)
    assert Signal.objects.count() == count
    assert Domain.objects.exists()
