"""The same person in every table of the registry that can hold somebody."""

from __future__ import annotations

from datetime import date, timedelta
from email.message import EmailMessage

from core.models import OutgoingMail
from core.periods import local_date
from stakeholders.models import (
    ContactMoment,
    ContactParticipant,
    Gathering,
    HandoverNotice,
    ImportRun,
    IncomingMail,
    LikelyDuplicate,
    Person,
    Position,
)
from stakeholders.services import (
    Ground,
    attachments,
    gathering_invitations,
    gatherings,
    handovers,
    joint_goals,
    mail_in,
    meeting_sheets,
    merging,
    moments,
    save_channel,
    segments,
    set_grounds,
)
from tests.stakeholders.factories import AssignmentFactory, OrganisationFactory, PersonFactory, PositionFactory
from tests.stakeholders.gathering_makers import at_hour, make_goal

from .names import EMAIL, MERGED, NAME, OTHER

# The smallest file that counts as a PDF; no program here reads its words.
PDF = b"%PDF-1.7\n%%EOF"


def message(sender: str, *, to: str = "team@ind.example", name: str = NAME, **headers: str) -> bytes:
    """A mail with the name in its text and in an attachment."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{name} <{sender}>", to, headers.pop("subject", f"Vraag van {NAME}")
    mail["Message-ID"], mail["Date"] = headers.pop("identifier", f"<1.{sender}>"), "Wed, 18 Nov 2026 09:00:00 +0100"
    mail.set_content(f"Dag,\n\nGroet, {NAME}\n{EMAIL}\n06-12345678\n")
    mail.add_attachment(f"Notulen met {NAME}\n".encode(), maintype="text", subtype="plain", filename="notulen.txt")
    return mail.as_bytes()


def put_everywhere(person: Person, *, colleague, successor, at) -> ContactMoment:
    """Fill every table; returns the contact moment that the person attended and that has the mail in."""
    organisation = person.positions.get().organisation
    moment = _contact(person, organisation, colleague, at)
    _ways_and_grounds(person)
    _meetings(person, organisation, colleague, at)
    _handover(person, organisation, colleague, successor, at)
    _lists(person, colleague, at)
    return moment


def _contact(person, organisation, colleague, at):
    """Attended a moment with the mail in, as a person and by address only; mail that waits, is set aside, is to us."""
    mail = mail_in.take_in(content=message(EMAIL), origin="folder", by=colleague, at=at).mail
    assert mail.state == "filed"
    moment = mail.moment
    for name, content in (
        (f"CV_{NAME.replace(' ', '_')}.pdf", PDF),
        ("gespreksverslag.pdf", PDF + b"\n"),
        ("verslag.eml", message("ander@example.org", identifier="<2@x>")),
        ("planning.txt", b"niets over iemand"),
    ):
        attachments.attach(owner=moment, name=name, content=content, by=colleague, at=at)
    ContactParticipant.objects.create(moment=moment, name="F. Vondeling", email=OTHER)
    moments.record_moment(
        values={"held_on": local_date(at), "subject": f"Gesprek {NAME}", "summary": f"{NAME} belt terug: 0612345678"},
        organisations=[organisation],
        attendance=moments.Attendance(persons=[person], others=[(NAME, "")]),
        by=colleague,
        at=at,
    )
    # Another address of hers, before we knew that it was one.
    waiting = mail_in.take_in(content=message(OTHER), origin="folder", by=None, at=at).mail
    aside = mail_in.take_in(content=message(OTHER, identifier=f"<3.{OTHER}>"), origin="folder", by=None, at=at).mail
    mail_in.set_aside(mail=aside)
    assert (waiting.state, IncomingMail.objects.get(pk=aside.pk).state) == ("waiting", "set_aside")
    IncomingMail.objects.filter(pk=mail.pk).update(recipients=[[NAME, OTHER], ["Ander", "ander@example.org"]])
    return moment


def _ways_and_grounds(person):
    values = {"kind": "email", "value": OTHER, "label": f"secretaris van {NAME}", "source": f"kaartje {NAME}"}
    save_channel(person=person, values=values | {"noted_on": date(2026, 1, 1)})
    handle = {"kind": "other", "value": "@femkevond", "label": "", "source": "beurs", "noted_on": date(2026, 1, 1)}
    channel = save_channel(person=person, values=handle)
    save_channel(person=person, channel=channel, values=handle | {"value": "@femkevond2"})
    set_grounds(person=person, grounds={"email": Ground("consent", f"gezegd door {NAME}", date(2026, 1, 1))})


def _meetings(person, organisation, colleague, at):
    """Invited to one that was and one to come, with a remark; named in agenda, actions, notes and a joint goal."""
    for days in (-5, 5):
        day = local_date(at) + timedelta(days=days)
        gathering = gatherings.plan_gathering(
            values={
                "title": f"Overleg met {NAME} {days}",
                "kind": "chain",
                "starts_at": at_hour(day, 10),
                "ends_at": at_hour(day, 11),
                "purpose": f"{NAME} vertelt",
            },
            organisations=[organisation],
            owner=colleague,
        )
        gatherings.add_person(gathering=gathering, person=person, organisation=organisation)
        gathering.agenda.create(order=9, title=f"Punt van {NAME}", brought_by=NAME)
        gathering.actions.create(what=f"{NAME} terugbellen", owner=colleague, created_at=at)
        meeting_sheets.write_note(subject=gathering, text=f"Vraag {NAME}", by=colleague, at=at)
        if days > 0:
            participant = gathering.participants.get(person=person)
            note = f"Ik kom later, groet {NAME}; bel 06 12345678"
            gathering_invitations.answer(participant=participant, comes=True, note=note, at=at)
    Gathering.objects.filter(starts_at__lt=at).update(state="held", summary=f"{NAME} was er, @femkevond ook")
    meeting_sheets.write_note(subject=organisation, text=f"Bel {NAME}", by=colleague, at=at)
    goal = make_goal(colleague, at=at, partners=[organisation])
    joint_goals.add_commitment(goal=goal, what=f"{NAME} stuurt de cijfers", organisation=organisation, at=at)
    joint_goals.share_goal(
        goal=goal, organisation=organisation, expires_on=local_date(at) + timedelta(days=30), by=colleague, at=at
    )


def _handover(person, organisation, colleague, successor, at):
    AssignmentFactory(user=colleague, organisation=organisation)
    departure = handovers.plan_departure(
        leaver=colleague,
        last_day=local_date(at) + timedelta(days=40),
        successors={organisation: successor},
        by=colleague,
        at=at,
        reason=f"{NAME} weet ervan",
    )
    handover = departure.handovers.get()
    HandoverNotice.objects.create(handover=handover, person=person, mail=OutgoingMail.objects.first())
    handovers.tell_otherwise(
        handover=handover, how="phone", on=local_date(at), note=f"Verteld aan {NAME}", by=colleague, at=at
    )


def _lists(person, colleague, at):
    """Merged with an older record of her, picked for a segment, in a list that waits, likely the same as another."""
    older = PersonFactory(name="Femke Vondeling-Oud", email=MERGED, phone="")
    PositionFactory(person=older, organisation=OrganisationFactory(name="Vorige Werkgever"))
    choices = {"name": "loser", "email": "loser"}
    merging.merge(kind="person", winner=person, loser=older, choices=choices, by=colleague, at=at)
    # The old values are chosen back by hand: the record that went up in hers still has her older name and address.
    Person.objects.filter(pk=older.pk).update(name="Femke Vondeling-Oud", email=MERGED)
    Person.objects.filter(pk=person.pk).update(name=NAME, email=EMAIL)
    values = {"name": f"Kring van {NAME}", "of": "persons", "way": "picked", "combine": "all", "rules": {}}
    segment = segments.create_segment(values=values, by=colleague, at=at)
    segments.pick(segment=segment, record=person)
    name = f"lijst_{NAME.replace(' ', '_')}.csv"
    run = ImportRun.objects.create(kind="persons", file_name=name, started_by=colleague, created_at=at)
    run.rows.create(line=2, cells=["Vondeling, Femke", EMAIL], values={"name": NAME}, title=NAME, email=EMAIL)
    run.rows.create(line=3, cells=["Femke", "Vondeling", ""], title="F. V.", matched_id=person.pk)
    done = ImportRun.objects.create(kind="persons", file_name=name, started_by=colleague, created_at=at)
    done.rows.create(line=2, cells=["Vondeling, Femke"], title="Vondeling, Femke")
    other = PersonFactory(name="Ander Mens")
    low, high = sorted((person.pk, other.pk))
    LikelyDuplicate.objects.create(
        kind="person", first_id=low, second_id=high, likeness=0.8, reasons=[f"naam {NAME}"], found_at=at
    )
    assert Position.objects.filter(person=person).count() == 2
