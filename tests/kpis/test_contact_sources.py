"""K13, K14 and K15: who has a fixed contact, when we last spoke, and whether a change of contact was handed over."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from core.periods import AMSTERDAM, Month, add_working_days
from kpis import queries, sources, words
from kpis.choices import Unit
from kpis.definitions import definition
from kpis.models import KpiValue
from kpis.services.filling import fill_kpi
from stakeholders.queries import contact
from stakeholders.queries.handovers import contact_changes
from stakeholders.services import handovers
from tests.stakeholders.factories import AssignmentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
END = date(2026, 10, 31)
AT = datetime(2026, 11, 18, 9, tzinfo=AMSTERDAM)


@pytest.fixture
def people(make_user):
    return make_user("account_manager"), make_user("account_manager"), make_user("communications")


def change(people, *, on, before=None, after=None, measured=True):
    """An organisation whose account manager changes on a day; told and met so many working days before and after."""
    leaver, successor, _other = people
    held = AssignmentFactory(user=leaver, from_on=date(2025, 1, 1), organisation__in_measurement=measured)
    at = datetime.combine(on - timedelta(days=60), datetime.min.time(), AMSTERDAM)
    given = {"leaver": leaver, "last_day": on - timedelta(days=1), "by": leaver, "at": at}
    handover = handovers.plan_departure(**given, successors={held.organisation: successor}).handovers.get()
    if before is not None:
        told = add_working_days(on, -before)
        handovers.tell_otherwise(handover=handover, how="phone", on=told, note="Ann", by=leaver, at=AT)
    if after is not None:
        met = add_working_days(on, after)
        handovers.introduce(handover=handover, how="visit", on=met, by=successor, at=AT)


def test_k13_counts_organisations_with_a_contact_and_a_deputy_who_are_there(people):
    manager, deputy, gone = people
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    for number in range(12):
        organisation = OrganisationFactory(in_measurement=number < 10)
        AssignmentFactory(organisation=organisation, user=manager)
        if number < 6 or number > 9:
            AssignmentFactory(organisation=organisation, user=gone if number == 0 else deputy, role="deputy")
    OrganisationFactory(status="archived", archived_at=datetime(2026, 5, 1, tzinfo=AMSTERDAM))
    fill_kpi(definition=definition("K13"), month=OCTOBER, at=AT)
    found = {row.dimension: (row.numerator, row.denominator) for row in KpiValue.objects.all()}
    assert found == {"key": (5, 10), "all": (7, 12)}


def test_k13_of_less_than_ten_organisations_is_not_shown():
    OrganisationFactory.create_batch(9)
    fill_kpi(definition=definition("K13"), month=OCTOBER, at=AT)
    assert [(row.dimension, row.value, row.withheld) for row in KpiValue.objects.all()] == [("all", None, "too_few")]


def test_k14_is_the_median_of_days_and_the_share_that_is_silent(monkeypatch):
    days = [0, 10, 20, 30, 40, 50, 60, 90, 91, 200, None]
    rows = [contact.TwoWayContact(n, True, None if d is None else END - timedelta(days=d)) for n, d in enumerate(days)]
    rows.append(contact.TwoWayContact(99, False, None))
    monkeypatch.setattr(contact, "last_two_way_contact", lambda *, on: rows)
    median, silent = sources.last_contact(OCTOBER, END)
    assert (median.value, median.n, median.exclusions) == (45.0, 10, {"never": 1})
    assert (silent.numerator, silent.denominator) == (3, 11)


def test_k14_without_any_contact_moment_has_no_value():
    OrganisationFactory.create_batch(10, in_measurement=True)
    fill_kpi(definition=definition("K14"), month=OCTOBER, at=AT)
    assert not KpiValue.objects.exists()


def test_k15_counts_a_change_when_its_twentieth_working_day_has_come(people):
    on = date(2026, 9, 15)
    change(people, on=on, before=10, after=20)
    change(people, on=on, before=9, after=20)
    change(people, on=on, before=10, after=21)
    change(people, on=on, before=10)
    change(people, on=on)
    change(people, on=date(2026, 10, 20), before=30, after=1)  # not judged yet
    change(people, on=date(2025, 8, 1), before=30, after=1)  # more than a year ago
    AssignmentFactory(user=people[0], from_on=date(2026, 9, 1))  # the first contact is no change
    fill_kpi(definition=definition("K15"), month=OCTOBER, at=AT)
    value = KpiValue.objects.get()
    assert (value.numerator, value.denominator, value.withheld) == (1, 5, "")
    judged = contact_changes(after=add_working_days(on, 20) - timedelta(days=1), until=add_working_days(on, 20))
    assert (judged.fitting, judged.total) == (1, 5)
    assert contact_changes(after=date(2026, 8, 31), until=add_working_days(on, 19)).total == 0


def test_k15_of_less_than_five_changes_is_not_shown(people):
    change(people, on=date(2026, 9, 15), before=10, after=20)
    fill_kpi(definition=definition("K15"), month=OCTOBER, at=AT)
    assert KpiValue.objects.get().withheld == "too_few"


def test_a_part_has_its_own_unit_and_target_and_days_read_as_days():
    kept = definition("K14")
    assert (kept.part("median").unit, kept.part("silent").unit) == (Unit.DAYS, Unit.PERCENT)
    assert words.number(41.6, Unit.DAYS) == "42 dagen"
    change_of = {"verdict": "counted", "difference": -6.0}
    assert "6" in words.change_sentence(change_of, Unit.DAYS, since="oktober")
    assert "dagen" in str(words.change_mark(change_of, Unit.DAYS))


def test_on_the_short_page_every_kpi_gets_a_line_before_one_gets_a_second():
    def card(kpi, number, target=1.0):
        kept = SimpleNamespace(id=kpi)
        return SimpleNamespace(definition=kept, key=f"{kpi}-{number}", has_value=True, data={"target": target})

    found = [card("K01", number) for number in range(4)] + [card("K13", number) for number in range(2)]
    found += [card(f"K{number}", 0) for number in range(20, 26)] + [card("K30", 0, target=None)]
    chosen = [one.key for one in queries.headline(found)]
    assert chosen[:4] == ["K01-0", "K01-1", "K13-0", "K13-1"]
    assert len(chosen) == queries.MOST_ON_ONE_PAGE
    assert "K30-0" not in chosen
