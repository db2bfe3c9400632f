"""What other rooms ask of the registry."""

from datetime import date, timedelta

import pytest

from stakeholders import queries
from stakeholders.models import Domain, Organisation, OrganisationKind, Person

from .factories import START, AssignmentFactory, OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def names(on=ON):
    return [(contact.organisation, contact.name) for contact in queries.measurement_contacts(on=on)]


def test_contacts_of_the_measurement_carry_what_an_invitation_needs():
    organisation = OrganisationFactory(name="Nidos", measured=True)
    organisation.kinds.add(OrganisationKind.objects.get(code="chain_partner"))
    organisation.domains.add(Domain.objects.get(code="asylum"))
    person = PersonFactory(name="Ann", email="ann@voorbeeld.example", language="en")
    PositionFactory(person=person, organisation=organisation)
    assert queries.measurement_contacts(on=ON) == [
        queries.MeasurementContact(
            organisation_id=organisation.pk,
            organisation="Nidos",
            person_id=person.pk,
            name="Ann",
            email="ann@voorbeeld.example",
            language="en",
            kinds=("chain_partner",),
            domains=("asylum",),
        )
    ]


def test_who_may_not_be_invited_is_left_out(now):
    asked = OrganisationFactory(name="A", measured=True)
    PositionFactory(organisation=asked, person__name="Welcome")
    PositionFactory(organisation=asked, person__do_not_invite=True)
    PositionFactory(organisation=asked, person__email="")
    PositionFactory(organisation=asked, person__email_undeliverable_on=ON)
    PositionFactory(organisation=asked, person=PersonFactory(status="archived", archived_at=now))
    PositionFactory(organisation=asked, until_on=ON - timedelta(1))
    PositionFactory(organisation=asked, from_on=ON + timedelta(1))
    PositionFactory(organisation=OrganisationFactory())
    PositionFactory(organisation=OrganisationFactory(measured=True, status="archived", archived_at=now))
    assert names() == [("A", "Welcome")]


def test_the_last_day_of_a_function_counts():
    PositionFactory(organisation__measured=True, organisation__name="A", person__name="P", until_on=ON)
    assert names() == [("A", "P")]
    assert names(ON + timedelta(1)) == []


def test_the_number_of_queries_does_not_grow_with_the_contacts(django_assert_num_queries):
    for _ in range(3):
        PositionFactory(organisation__measured=True)
    with django_assert_num_queries(3):
        assert len(queries.measurement_contacts(on=ON)) == 3


def test_whom_to_call_names_both_sides(make_user):
    manager = make_user(name="Ahmed")
    assignment = AssignmentFactory(user=manager)
    position = PositionFactory(organisation=assignment.organisation)
    PositionFactory(organisation=assignment.organisation, until_on=START)
    found = queries.reachability(organisation=assignment.organisation, on=ON)
    assert (found.account_manager, found.deputy, found.contacts) == (assignment, None, (position,))


@pytest.mark.parametrize("words", ["universiteit", "Universitiet", "ünivérsiteit", "TUe", "eindhoven tech"])
def test_search_forgives_typing_errors_and_accents(words):
    found = OrganisationFactory(name="Technische Universiteit Eindhoven", abbreviation="TU/e TUe")
    OrganisationFactory(name="Raad voor de rechtspraak")
    assert list(Organisation.objects.matching(words)) == [found]


def test_search_for_nothing_or_wildcards_is_no_search():
    OrganisationFactory.create_batch(2)
    assert Organisation.objects.matching("  ").count() == 2
    assert Organisation.objects.matching("%").count() == 0
    assert Person.objects.matching("\x00").count() == Person.objects.count()


def test_organisations_without_a_fixed_contact_and_of_a_colleague(make_user):
    user = make_user()
    held = AssignmentFactory(user=user).organisation
    ended = AssignmentFactory(user=user, until_on=START).organisation
    assert list(Organisation.objects.without("account_manager", on=ON)) == [ended]
    assert list(Organisation.objects.of_user(user, on=ON)) == [held]
