"""Last two-way contact (K14), contact rhythm, who hears that it is silent, and the demo."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts import demo as accounts_demo
from stakeholders import demo_contact, demo_organisations, home_contact
from stakeholders.models import Attachment, ContactMoment, IncomingMail, Organisation, OrganisationKind
from stakeholders.queries import contact
from stakeholders.queries.rhythm import organisations_in_rhythm
from stakeholders.services.moments import Attendance, record_moment, set_rhythm

from .factories import AssignmentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 18)


def held(organisation, days_ago, **values):
    return record_moment(
        values={"held_on": TODAY - timedelta(days=days_ago), "summary": "x", **values},
        organisations=[organisation],
        attendance=Attendance(),
        by=None,
        at=AT,
    )


def test_only_contact_in_which_both_sides_spoke_counts_as_two_way(django_assert_num_queries):
    key, other, silent = OrganisationFactory(in_measurement=True), OrganisationFactory(), OrganisationFactory()
    OrganisationFactory(status="archived", archived_at=AT)
    held(key, 40)
    for direction in ("from_us", "from_them"):
        held(key, 5, direction=direction, form="mail")
    held(key, 0, status="archived", archived_at=AT)
    held(other, -3)
    held(other, 10)
    with django_assert_num_queries(1):
        rows = contact.last_two_way_contact(on=TODAY)
    assert rows == [
        (key.pk, True, TODAY - timedelta(days=40)),
        (other.pk, False, TODAY - timedelta(days=10)),
        (silent.pk, False, None),
    ]
    assert contact.last_two_way_contact(on=TODAY - timedelta(days=30))[1].last_on is None


def states(on=TODAY):
    found = contact.rhythm_states(organisations=Organisation.objects.all(), on=on)
    for state in contact.RHYTHM_WORDS:
        listed = organisations_in_rhythm(Organisation.objects.all(), state=state, on=on)
        assert {row.pk for row in listed} == {pk for pk, item in found.items() if item.state == state}
    return found


def test_the_own_rhythm_goes_before_that_of_the_kind_and_the_usual_one(settings):
    settings.CONTACT_RHYTHM_WEEKS = 13
    organisation = OrganisationFactory(in_measurement=True)
    assert states()[organisation.pk].state == contact.NO_RHYTHM
    held(organisation, 7 * 5)
    assert (states()[organisation.pk].every_weeks, states()[organisation.pk].state) == (13, contact.GOOD)
    slow, fast = OrganisationKind.objects.all()[:2]
    organisation.kinds.set([slow, fast])
    set_rhythm(kind=slow, every_weeks=20)
    set_rhythm(kind=fast, every_weeks=5)
    assert (states()[organisation.pk].every_weeks, states()[organisation.pk].state) == (5, contact.SILENT)
    set_rhythm(organisation=organisation, every_weeks=8)
    assert (states()[organisation.pk].every_weeks, states()[organisation.pk].is_own) == (8, True)
    set_rhythm(organisation=organisation, every_weeks=None)
    assert states()[organisation.pk].every_weeks == 5
    with pytest.raises(ValidationError):
        set_rhythm(organisation=organisation, every_weeks=105)


def test_too_often_counts_what_we_said_within_one_period(settings):
    settings.CONTACT_TOO_OFTEN = 2
    busy, asked = OrganisationFactory(), OrganisationFactory()
    for organisation in (busy, asked):
        set_rhythm(organisation=organisation, every_weeks=4)
    for days in (1, 2, 3, 40):
        held(busy, days, direction="from_us")
        held(asked, days, direction="from_them")
    found = states()
    assert (found[busy.pk].state, found[busy.pk].sent_lately) == (contact.OFTEN, 3)
    assert found[asked.pk].state == contact.GOOD


def test_an_account_manager_hears_of_silence_with_the_own_organisations_only(account_manager):
    mine, other = OrganisationFactory(name="Mijn"), OrganisationFactory(name="Ander")
    AssignmentFactory(organisation=mine, user=account_manager)
    for organisation in (mine, other):
        set_rhythm(organisation=organisation, every_weeks=4)
        held(organisation, 29)
    items = home_contact.silent_organisations(account_manager, AT)
    assert [(item.title, item.due) for item in items] == [("Mijn", TODAY - timedelta(days=1))]
    held(mine, 1)
    assert home_contact.silent_organisations(account_manager, AT) == []


def test_the_demo_has_a_year_of_contact_with_invented_organisations_only(now):
    accounts_demo.load(now)
    demo_organisations.load(now)
    for _twice in range(2):
        demo_contact.load(now)
    moments = ContactMoment.objects.all()
    assert 20 <= len(moments) <= 40
    assert {moment.form for moment in moments} >= {"call", "visit", "webinar", "client_panel", "letter"}
    assert Attachment.objects.count() == 1
    assert IncomingMail.objects.get().state == "waiting"
    found = {item.state for item in states(on=now.date()).values()}
    assert {contact.SILENT, contact.GOOD} <= found
