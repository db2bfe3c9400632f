"""What the database itself refuses in the registry."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from stakeholders.models import AccountAssignment, ContactPoint, Domain, Organisation, OrganisationKind

from .factories import START, AssignmentFactory, OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_the_managed_lists_are_there_in_both_languages():
    assert Domain.objects.get(code="asylum").name_nl == "Asiel"
    assert OrganisationKind.objects.get(code="chain_partner").name_en == "Chain partner"


def test_a_name_exists_once_whatever_the_capitals():
    OrganisationFactory(name="Nidos")
    with refused("stakeholders_organisation_name_once"):
        OrganisationFactory(name="NIDOS")


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"kvk_number": "1234567"}, "kvk_digits"),
        ({"rsin": "12345678x"}, "rsin_digits"),
        ({"status": "archived"}, "archived_has_moment"),
    ],
)
def test_an_organisation_with_a_wrong_field_is_refused(fields, rule):
    with refused(rule):
        OrganisationFactory(**fields)


def test_a_kvk_number_belongs_to_one_organisation_and_may_be_empty_for_many():
    OrganisationFactory.create_batch(2)
    OrganisationFactory(kvk_number="12345678")
    with refused("kvk_once"):
        OrganisationFactory(kvk_number="12345678")


def test_sorting_ignores_accents_and_capitals():
    for name in ("Zorg", "école", "Eerste", "ämter"):
        OrganisationFactory(name=name)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["ämter", "école", "Eerste", "Zorg"]


def test_two_account_managers_at_the_same_time_are_refused(make_user):
    organisation = OrganisationFactory()
    AssignmentFactory(organisation=organisation, user=make_user(), until_on=START + timedelta(10))
    with refused("one_per_role"), transaction.atomic():
        AssignmentFactory(organisation=organisation, user=make_user(), from_on=START + timedelta(10))
    AssignmentFactory(organisation=organisation, user=make_user(), from_on=START + timedelta(11))


def test_nobody_is_account_manager_and_deputy_of_the_same_organisation(make_user):
    user = make_user()
    first = AssignmentFactory(user=user)
    with refused("one_role_each"):
        AssignmentFactory(organisation=first.organisation, user=user, role=AccountAssignment.Role.DEPUTY)


def test_a_period_cannot_end_before_it_starts(make_user):
    with pytest.raises(IntegrityError):
        AssignmentFactory(user=make_user(), until_on=START - timedelta(1))


def test_a_person_has_one_function_at_an_organisation_at_a_time():
    first = PositionFactory()
    with refused("position_no_overlap"):
        PositionFactory(person=first.person, organisation=first.organisation, from_on=date(2026, 6, 1))


def test_an_address_is_stored_in_lower_case():
    with refused("email_in_lower_case"):
        PersonFactory(email="Jan@voorbeeld.example")


def test_a_contact_point_without_any_way_to_reach_it_is_refused():
    with refused("has_a_way"):
        ContactPoint.objects.create(organisation=OrganisationFactory(), label="Balie")
