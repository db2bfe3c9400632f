"""Calendar files (.ics, RFC 5545): appointments out of one, and one appointment as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

_MOST_EVENTS = 100
_MOST_PEOPLE = 200


class NoCalendar(Exception):
    """The file cannot be read as a calendar file."""


class NoAppointments(Exception):
    """The calendar file holds no appointment."""


@dataclass(frozen=True)
class Appointment:
    """One appointment in local time; without times it takes the whole day."""

    uid: str
    held_on: date
    starts_at: time | None = None
    ends_at: time | None = None
    subject: str = ""
    description: str = ""
    location: str = ""
    people: Sequence[tuple[str, str]] = field(default=())  # name, address


def read_calendar(content: bytes, *, zone: tzinfo) -> list[Appointment]:
    """The appointments of a calendar file, in order of time. Raises NoCalendar and NoAppointments."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(content)
        events = [event for event in calendar.walk("VEVENT") if event.get("DTSTART") is not None]
        found = [_appointment(event, zone) for event in events[:_MOST_EVENTS]]
    except Exception as error:  # whatever a broken file makes of the parser
        raise NoCalendar from error
    if not found:
        raise NoAppointments
    return sorted(found, key=lambda item: (item.held_on, item.starts_at or time.min))


def _appointment(event: object, zone: tzinfo) -> Appointment:
    get = event.get  # type: ignore[attr-defined]
    start = get("DTSTART").dt
    end = get("DTEND").dt if get("DTEND") is not None else None
    if end is None and get("DURATION") is not None:
        end = start + get("DURATION").dt
    day, begins, ends = _local(start, end, zone)
    return Appointment(
        uid=str(get("UID") or "")[:255],
        held_on=day,
        starts_at=begins,
        ends_at=ends,
        subject=_text(get("SUMMARY"))[:200],
        description=_text(get("DESCRIPTION"), lines=True)[:20_000],
        location=_text(get("LOCATION"))[:200],
        people=_people(get("ORGANIZER"), get("ATTENDEE")),
    )


def _local(start: date | datetime, end: date | datetime | None, zone: tzinfo) -> tuple[date, time | None, time | None]:
    if not isinstance(start, datetime):
        return start, None, None
    begins = start.astimezone(zone) if start.tzinfo else start.replace(tzinfo=zone)
    if not isinstance(end, datetime):
        return begins.date(), begins.time(), None
    stops = end.astimezone(zone) if end.tzinfo else end.replace(tzinfo=zone)
    same_day = stops.date() == begins.date() and stops >= begins
    return begins.date(), begins.time(), stops.time() if same_day else None


def _text(value: object, *, lines: bool = False) -> str:
    text = str(value or "").replace("\0", "")
    return text.strip() if lines else " ".join(text.split())


def _people(organizer: object, attendees: object) -> tuple[tuple[str, str], ...]:
    rows = [organizer] if organizer is not None else []
    rows += attendees if isinstance(attendees, list) else [attendees] if attendees is not None else []
    found = {}
    for row in rows[:_MOST_PEOPLE]:
        address = str(row).strip().lower().removeprefix("mailto:")
        name = _text(getattr(row, "params", {}).get("CN", "")).strip("\"'")
        if "@" in address:
            found[address] = ("" if "@" in name else name[:150], address[:254])
    return tuple(found.values())


def write_calendar(appointment: Appointment, *, zone: tzinfo, product: str, made_at: datetime) -> bytes:
    """One appointment as a calendar file."""
    from icalendar import Calendar, Event, vCalAddress

    event = Event()
    event.add("uid", appointment.uid)
    event.add("dtstamp", made_at)
    event.add("summary", appointment.subject)
    if appointment.starts_at:
        begins = datetime.combine(appointment.held_on, appointment.starts_at, zone)
        event.add("dtstart", begins)
        if appointment.ends_at:
            event.add("dtend", datetime.combine(appointment.held_on, appointment.ends_at, zone))
    else:
        event.add("dtstart", appointment.held_on)
        event.add("dtend", appointment.held_on + timedelta(days=1))
    for name, value in (("description", appointment.description), ("location", appointment.location)):
        if value:
            event.add(name, value)
    for name, address in appointment.people:
        attendee = vCalAddress(f"mailto:{address}")
        if name:
            attendee.params["cn"] = name
        event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", f"-//{product}//NL")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content
