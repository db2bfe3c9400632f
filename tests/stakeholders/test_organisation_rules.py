"""What the database itself refuses about parts, the matrix, managed lists and ways to reach a person."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from stakeholders.models import (
    ContactChannel,
    DomainMembership,
    FieldBasis,
    Organisation,
    OrganisationKind,
    Person,
    Standing,
    Tag,
    Topic,
)

from .factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def channel(**changes):
    values = {"kind": "mobile", "value": "06 0000", "source": "card", "noted_on": DAY, **changes}
    if "person" not in values:
        values["person"] = PersonFactory()
    return ContactChannel.objects.create(**values)


def standing(**changes):
    values = {"on": DAY, "interest": 3, "influence": 3, "attitude": 3, **changes}
    if "organisation" not in values:
        values["organisation"] = OrganisationFactory()
    return Standing.objects.create(**values)


def test_an_organisation_is_no_part_of_itself():
    organisation = OrganisationFactory()
    with refused("not_part_of_itself|no_circle"):
        Organisation.objects.filter(pk=organisation.pk).update(parent=organisation)


@pytest.mark.parametrize("depth", [2, 4])
def test_a_circle_of_parts_is_refused(depth):
    top = lowest = OrganisationFactory()
    for _step in range(depth - 1):
        lowest = OrganisationFactory(parent=lowest)
    with refused("no_circle"), transaction.atomic():
        Organisation.objects.filter(pk=top.pk).update(parent=lowest)
    OrganisationFactory(parent=lowest)


def test_one_estimate_for_an_organisation_on_a_day():
    first = standing()
    with refused("one_a_day"), transaction.atomic():
        standing(organisation=first.organisation)
    standing(organisation=first.organisation, on=date(2026, 6, 2))


@pytest.mark.parametrize("name", ["interest", "influence", "attitude"])
@pytest.mark.parametrize("value", [0, 6])
def test_an_estimate_lies_on_the_scale_of_five(name, value):
    with refused(f"{name}_in_scale"):
        standing(**{name: value})


@pytest.mark.parametrize("model", [Topic, Tag, OrganisationKind])
def test_an_item_has_both_names_and_each_only_once(model):
    model.objects.create(code="a", name_nl="Iets", name_en="Something")
    for values, rule in (
        ({"name_nl": "", "name_en": "x"}, "has_both_names"),
        ({"name_nl": "IETS", "name_en": "x"}, "dutch_once"),
        ({"name_nl": "x", "name_en": "something"}, "english_once"),
    ):
        with refused(rule), transaction.atomic():
            model.objects.create(code="b", **values)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"do_not_invite": True, "do_not_invite_reason": ""}, "not_invited_has_reason"),
        ({"do_not_invite": False, "do_not_invite_reason": "why"}, "not_invited_has_reason"),
        ({"email": "", "email_undeliverable_on": DAY}, "undeliverable_is_an_address"),
        ({"email_undeliverable_reason": "gone"}, "undeliverable_is_an_address"),
    ],
)
def test_a_person_with_a_contradiction_is_refused(fields, rule):
    with refused(rule):
        PersonFactory(**fields)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"value": ""}, "has_value"),
        ({"kind": "email", "value": "Jan@x.example"}, "address_in_lower_case"),
        ({"kind": "email", "value": "jan"}, "address_in_lower_case"),
        ({"undeliverable_reason": "gone"}, "undeliverable_has_day"),
    ],
)
def test_a_wrong_way_to_reach_somebody_is_refused(fields, rule):
    with refused(rule):
        channel(**fields)


def test_a_way_exists_once_and_one_is_preferred():
    first = channel(is_preferred=True)
    with refused("channel_once"), transaction.atomic():
        channel(person=first.person)
    with refused("one_preferred"), transaction.atomic():
        channel(person=first.person, value="06 1111", is_preferred=True)
    channel(is_preferred=True)


def test_a_field_has_one_ground_and_it_names_its_source():
    person = PersonFactory()
    values = {"person": person, "field": "email", "legal_basis": "consent", "noted_on": DAY}
    FieldBasis.objects.create(source="card", **values)
    with refused("fieldbasis_once"), transaction.atomic():
        FieldBasis.objects.create(source="mail", **values)
    with refused("has_source"), transaction.atomic():
        FieldBasis.objects.create(source="", **{**values, "field": "name"})


def test_what_is_added_and_removed_from_an_organisation_is_recorded_by_the_database():
    organisation = OrganisationFactory()
    for name, model in (("topics", Topic), ("tags", Tag)):
        item = model.objects.create(code="a", name_nl="A", name_en="A")
        getattr(organisation, name).add(item)
        getattr(organisation, name).remove(item)
    from django.apps import apps

    for name in ("TopicMembershipEvent", "TagMembershipEvent"):
        events = apps.get_model("stakeholders", name).objects.filter(organisation=organisation)
        assert [event.pgh_label for event in events.order_by("pgh_id")] == ["insert", "delete"]
    assert DomainMembership.objects.count() == 0


def test_who_can_be_invited_is_in_use_willing_and_reachable(now):
    fits = PersonFactory()
    PersonFactory(email="")
    PersonFactory(do_not_invite=True)
    PersonFactory(email_undeliverable_on=DAY)
    PersonFactory(status="archived", archived_at=now)
    assert list(Person.objects.invitable()) == [fits]
