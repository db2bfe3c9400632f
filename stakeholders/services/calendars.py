"""Use cases of calendar files: appointments become prefilled drafts of contact moments, a moment becomes a file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from core.drafts import save_draft
from core.periods import AMSTERDAM, local_date
from stakeholders.domain.calendars import Appointment, read_calendar, write_calendar
from stakeholders.models import ContactMoment, Organisation
from stakeholders.queries.people import match_people, organisation_of_contact_point, organisations_of


@dataclass(frozen=True)
class Prefilled:
    """An appointment, the address of its prefilled form, and the moment it was recorded as before."""

    appointment: Appointment
    url: str
    organisations: list[Organisation]
    recorded: ContactMoment | None


@transaction.atomic
def prefill_from_calendar(*, content: bytes, user: Any, at: datetime) -> list[Prefilled]:
    """Save a draft of a contact moment for each appointment, attendees recognised by their addresses.

    Raises NoCalendar and NoAppointments. An appointment that was recorded before gets no draft but a link to it.
    """
    found = []
    for appointment in read_calendar(content, zone=AMSTERDAM):
        known = (
            ContactMoment.objects.filter(calendar_uid=appointment.uid, held_on=appointment.held_on)
            .exclude(calendar_uid="")
            .first()
        )
        matched = match_people(list(appointment.people), on=local_date(at))
        organisations = organisations_of(matched.persons, on=appointment.held_on) or organisation_of_contact_point(
            address for _name, address in matched.others
        )
        if known is not None:
            found.append(Prefilled(appointment, known.get_absolute_url(), organisations, known))
            continue
        digest = hashlib.sha256(f"{appointment.uid}\0{appointment.held_on}\0{appointment.subject}".encode())
        name = f"ics:{digest.hexdigest()[:16]}"
        colleagues = {user.pk: user} | {colleague.pk: colleague for colleague in matched.colleagues}
        data = {
            "organisations": [str(organisation.pk) for organisation in organisations],
            "persons": [str(person.pk) for person in matched.persons],
            "colleagues": [str(pk) for pk in colleagues],
            "pasted": ["\n".join(f"{name} <{address}>".strip() for name, address in matched.others)],
            "form": ["visit"],
            "direction": ["both"],
            "level": ["operational"],
            "held_on": [appointment.held_on.isoformat()],
            "starts_at": [f"{appointment.starts_at:%H:%M}" if appointment.starts_at else ""],
            "ends_at": [f"{appointment.ends_at:%H:%M}" if appointment.ends_at else ""],
            "subject": [appointment.subject],
            "summary": [appointment.description],
            "location": [appointment.location],
            "calendar_uid": [appointment.uid],
        }
        save_draft(user=user, key=f"moment:{name}", data=data, at=at)
        url = f"{reverse('stakeholders:moment-add')}?concept={name}"
        found.append(Prefilled(appointment, url, organisations, None))
    return found


def calendar_of(*, moment: ContactMoment, at: datetime) -> bytes:
    """A contact moment as a calendar file, with everybody of whom an address is known."""
    host = settings.SITE_URL.split("://", 1)[-1].split(":", 1)[0]
    people = []
    for row in moment.participants.all():
        address = row.email or getattr(row.person or row.user, "email", "")
        if address:
            people.append((row.label if "@" not in row.label else "", address))
    appointment = Appointment(
        uid=moment.calendar_uid or f"contact-{moment.pk}@{host}",
        held_on=moment.held_on,
        starts_at=moment.starts_at,
        ends_at=moment.ends_at,
        subject=moment.title,
        description=moment.summary,
        location=moment.location,
        people=people,
    )
    return write_calendar(appointment, zone=AMSTERDAM, product=f"{settings.AGENCY_SHORT_NAME} Reputation", made_at=at)
