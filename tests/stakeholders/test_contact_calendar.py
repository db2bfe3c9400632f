"""Calendar files: appointments become prefilled forms, a contact moment becomes an appointment."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.periods import AMSTERDAM
from stakeholders.domain.calendars import NoAppointments, NoCalendar, read_calendar
from stakeholders.models import ContactMoment
from stakeholders.services.calendars import calendar_of
from stakeholders.services.moments import Attendance, record_moment

from .factories import PositionFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
UPLOAD = "/contactmomenten/agenda/"
EVENT = """BEGIN:VEVENT
UID:afspraak-1@agenda.example
DTSTAMP:20261101T080000Z
DTSTART:20261103T090000Z
DTEND:20261103T103000Z
SUMMARY:Kennismaking
DESCRIPTION:Over de\\nsamenwerking
LOCATION:Den Haag
ORGANIZER;CN=Ons:mailto:{colleague}
ATTENDEE;CN="Contact, Test":MAILTO:Test@Partner.example
ATTENDEE:mailto:vreemd@elders.example
END:VEVENT
"""
WHOLE_DAY = """BEGIN:VEVENT
UID:dag@agenda.example
DTSTAMP:20261101T080000Z
DTSTART;VALUE=DATE:20261105
SUMMARY:Studiedag
END:VEVENT
"""


def calendar(*events):
    lines = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//NL\n" + "".join(events) + "END:VCALENDAR\n"
    return lines.replace("\n", "\r\n").encode()


@pytest.fixture
def client(client_as, account_manager):
    client = client_as(account_manager)
    client.cookies["django_language"] = "en"
    return client


def upload(client, content):
    return client.post(UPLOAD, {"file": SimpleUploadedFile("afspraak.ics", content)})


def test_an_appointment_fills_the_form_in_and_is_recorded_once(client, account_manager, communications):
    position = PositionFactory(person__name="Test Contact", person__email="test@partner.example")
    content = calendar(EVENT.format(colleague=communications.email))
    url = upload(client, content)["Location"]
    form = client.get(url).context["form"]
    sent = {
        name: form[name].value()
        for name in ("form", "direction", "level", "held_on", "starts_at", "ends_at", "subject", "summary", "location")
    }
    assert (sent["held_on"], sent["starts_at"], sent["ends_at"]) == ("2026-11-03", "10:00", "11:30")
    assert sent["summary"] == "Over de\nsamenwerking"
    for name in ("organisations", "persons", "colleagues", "pasted"):
        sent[name] = form[name].value()
    assert client.post(url, sent).status_code == 302
    moment = ContactMoment.objects.get()
    assert (moment.source, moment.calendar_uid) == ("calendar", "afspraak-1@agenda.example")
    assert list(moment.organisations.all()) == [position.organisation]
    assert {row.label for row in moment.participants.all()} == {
        "Test Contact", str(communications), str(account_manager), "vreemd@elders.example",
    }  # fmt: skip
    again = upload(client, content).content.decode()
    assert "recorded before" in again
    assert moment.get_absolute_url() in again


def test_several_appointments_can_be_chosen_from(client):
    page = upload(client, calendar(EVENT.format(colleague="x@y.example"), WHOLE_DAY)).content.decode()
    assert page.index("Kennismaking") < page.index("Studiedag")
    assert page.count("?concept=ics:") == 2
    assert not ContactMoment.objects.exists()


@pytest.mark.parametrize(
    ("content", "refusal", "said"),
    [
        (b"geen agenda", NoCalendar, "not a calendar file"),
        (b"\x00\xff\xfe", NoCalendar, "not a calendar file"),
        (calendar("BEGIN:VEVENT\nDTSTART:onzin\nEND:VEVENT\n"), NoCalendar, "not a calendar file"),
        (calendar(), NoAppointments, "no appointment"),
    ],
)
def test_a_broken_calendar_file_is_refused_with_words(client, content, refusal, said):
    with pytest.raises(refusal):
        read_calendar(content, zone=AMSTERDAM)
    response = upload(client, content)
    assert response.status_code == 422
    assert said in response.context["form"].errors["file"][0]


def test_a_contact_moment_can_be_put_in_a_calendar_and_read_back(client, account_manager):
    position = PositionFactory()
    moment = record_moment(
        values={
            "held_on": date(2026, 7, 1),
            "starts_at": time(9),
            "ends_at": time(10, 30),
            "subject": "Overleg; met komma, en é",
            "summary": "Regel een\nRegel twee",
            "location": "Zaal 3",
        },
        organisations=[position.organisation],
        attendance=Attendance(persons=[position.person], colleagues=[account_manager], others=[("Gast", "")]),
        by=account_manager,
        at=AT,
    )
    response = client.get(f"{moment.get_absolute_url()}agenda.ics")
    assert response["Content-Type"].startswith("text/calendar")
    assert "attachment" in response["Content-Disposition"]
    back = read_calendar(response.content, zone=AMSTERDAM)[0]
    assert (back.held_on, back.starts_at, back.ends_at) == (date(2026, 7, 1), time(9), time(10, 30))
    assert (back.subject, back.location) == ("Overleg; met komma, en é", "Zaal 3")
    assert {address for _name, address in back.people} == {position.person.email, account_manager.email}
    moment.starts_at = moment.ends_at = None
    assert read_calendar(calendar_of(moment=moment, at=AT), zone=AMSTERDAM)[0].starts_at is None
