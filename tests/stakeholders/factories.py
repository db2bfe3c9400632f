"""Makes records of the registry for tests; sequences, never random."""

from datetime import date

import factory

from stakeholders.models import AccountAssignment, Organisation, Person, Position

START = date(2026, 1, 1)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    class Params:
        measured = factory.Trait(in_measurement=True)

    name = factory.Sequence(lambda n: f"Organisatie {n:04d}")


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Persoon {n:04d}")
    do_not_invite = False
    email = factory.Sequence(lambda n: f"persoon{n}@voorbeeld.example")
    source = "test"
    do_not_invite_reason = factory.LazyAttribute(lambda person: "asked us" if person.do_not_invite else "")


class PositionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Position

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = "Beleidsadviseur"
    from_on = START


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccountAssignment

    organisation = factory.SubFactory(OrganisationFactory)
    role = AccountAssignment.Role.ACCOUNT_MANAGER
    from_on = START
