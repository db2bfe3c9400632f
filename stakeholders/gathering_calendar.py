"""Calendar files of gatherings (iCalendar, RFC 5545 and 5546), and the late values of the mails they go with."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from .link_secrets import link_token
from .models import Gathering, Participant
from .services.gatherings import LINK

if TYPE_CHECKING:
    from icalendar import Event

MEDIA_TYPE = "text/calendar; method={method}"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def calendar_file(
    gathering: Gathering, *, method: str, at: datetime, participant: Participant | None = None, address: str = ""
) -> str:
    """The gathering as calendar file; with `participant` as an invitation in which only that person is named.

    `address` is the page where the answer is given. Other participants are left out: a calendar file shows addresses.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.AGENCY_SHORT_NAME}//Reputation//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(gathering, method=method, at=at, participant=participant, address=address))
    text: str = calendar.to_ical().decode()
    return text


def _event(gathering: Gathering, *, method: str, at: datetime, participant: Participant | None, address: str) -> Event:
    from icalendar import Event, vCalAddress, vText

    event = Event()
    event.add("uid", f"{gathering.uid}@{settings.SITE_URL.split('://', 1)[1].split(':', 1)[0]}")
    event.add("sequence", gathering.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", gathering.starts_at.astimezone(UTC))
    event.add("dtend", gathering.ends_at.astimezone(UTC))
    event.add("summary", gathering.title)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if gathering.place:
        event.add("location", gathering.place)
    description = "\n\n".join(part for part in (gathering.purpose, address) if part)
    if description:
        event.add("description", description)
    organizer = vCalAddress(f"mailto:{settings.AGENCY_EMAIL}")
    organizer.params["CN"] = vText(settings.AGENCY_NAME)
    event["organizer"] = organizer
    if participant is not None and participant.email:
        attendee = vCalAddress(f"mailto:{participant.email}")
        attendee.params["CN"] = vText(participant.name)
        attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee, encode=False)
    return event


def answer_address(reference: str) -> str:
    """Late value of mails: where "participant:<key>" says yes or no."""
    key = uuid.UUID(reference.removeprefix("participant:"))
    return f"{settings.SITE_URL}/uitnodiging/{link_token(key, purpose=LINK)}/"


def mail_file(reference: str) -> tuple[str, str, str]:
    """The calendar file of one mail, as the gathering stands at the moment of sending.

    "participant:<key>" gives the invitation of that participant, "off:<gathering>" takes it out of a calendar.
    """
    kind, _colon, key = reference.partition(":")
    now = timezone.now()
    if kind == "participant":
        participant = Participant.objects.select_related("gathering", "person", "colleague").get(link_key=key)
        gathering = participant.gathering
        method = CANCEL if gathering.state == Gathering.State.CANCELLED else REQUEST
        text = calendar_file(
            gathering, method=method, at=now, participant=participant, address=answer_address(reference)
        )
    else:
        method = CANCEL
        text = calendar_file(Gathering.objects.get(pk=key), method=CANCEL, at=now)
    return "overleg.ics", text, MEDIA_TYPE.format(method=method)
