"""The rules of contact moments, rhythms, attachments and incoming mail as the database keeps them."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction

from stakeholders.models import (
    ContactMoment,
    ContactParticipant,
    ContactRhythm,
    IncomingMail,
    MomentOrganisation,
    OrganisationKind,
)

from .factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def moment(**fields):
    return ContactMoment.objects.create(
        **{"held_on": date(2026, 11, 1), "summary": "Gesproken", "noted_at": AT, **fields}
    )


def refused(constraint, make):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("ends_after_start", {"starts_at": time(10), "ends_at": time(9)}),
        ("ends_after_start", {"ends_at": time(9)}),
        ("says_something", {"summary": ""}),
        ("known_form", {"form": "pigeon"}),
        ("known_level", {"level": "divine"}),
        ("known_direction", {"direction": "sideways"}),
        ("archived_has_moment", {"status": "archived"}),
    ],
)
def test_the_database_refuses_an_impossible_contact_moment(rule, fields):
    refused(f"stakeholders_contactmoment_{rule}", lambda: moment(**fields))


def test_an_appointment_of_one_day_is_recorded_once_and_may_come_back_another_day():
    moment(calendar_uid="a@agenda.example")
    refused("appointment_once", lambda: moment(calendar_uid="a@agenda.example"))
    moment(calendar_uid="a@agenda.example", held_on=date(2026, 11, 8))


def test_the_link_to_an_organisation_follows_the_moment_whatever_writes_it():
    organisation = OrganisationFactory()
    held = moment()
    MomentOrganisation.objects.bulk_create([MomentOrganisation(moment=held, organisation=organisation)])
    link = MomentOrganisation.objects.get()
    assert (link.held_on, link.is_two_way, link.is_live) == (date(2026, 11, 1), True, True)
    ContactMoment.objects.update(held_on=date(2026, 10, 1), direction="from_us", status="archived", archived_at=AT)
    link.refresh_from_db()
    assert (link.held_on, link.is_two_way, link.is_live) == (date(2026, 10, 1), False, False)
    refused(
        "stakeholders_momentorganisation_once",
        lambda: MomentOrganisation.objects.create(moment=held, organisation=organisation),
    )


def test_a_participant_is_exactly_one_somebody(communications):
    held, person = moment(), PersonFactory()
    for fields in ({}, {"person": person, "user": communications}, {"person": person, "name": "Test"}):
        refused("is_one_somebody", lambda fields=fields: ContactParticipant.objects.create(moment=held, **fields))
    for rule, who in (("person_once", {"person": person}), ("colleague_once", {"user": communications})):
        ContactParticipant.objects.create(moment=held, **who)
        refused(rule, lambda who=who: ContactParticipant.objects.create(moment=held, **who))


def test_a_rhythm_belongs_to_one_organisation_or_one_kind():
    organisation, kind = OrganisationFactory(), OrganisationKind.objects.first()
    refused("contactrhythm_of_one", lambda: ContactRhythm.objects.create(every_weeks=4))
    refused(
        "contactrhythm_of_one",
        lambda: ContactRhythm.objects.create(organisation=organisation, kind=kind, every_weeks=4),
    )
    refused("contactrhythm_weeks", lambda: ContactRhythm.objects.create(kind=kind, every_weeks=0))


def test_a_message_comes_in_once_and_a_filed_one_has_its_moment():
    def mail(**fields):
        return IncomingMail.objects.create(
            **{"message_id": "<a@b.example>", "origin": "folder", "state": "waiting", "received_at": AT, **fields}
        )

    mail()
    refused("message_id", mail)
    refused("filed_has_moment", lambda: mail(message_id="<c>", state="filed"))
    refused("broken_says_why", lambda: mail(message_id="<d>", state="broken"))
    refused("has_identifier", lambda: mail(message_id=""))
