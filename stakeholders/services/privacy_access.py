"""Everything the registry keeps about one person, in words, for whoever asks to see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.registry import DataSubject
from core.showing import record_in_words
from stakeholders.models import (
    ContactChannel,
    ContactParticipant,
    FieldBasis,
    HandoverNotice,
    IncomingMail,
    Participant,
    Person,
    Position,
    SegmentPick,
)

from .forgetting import addresses_of, attachments_of, is_from, mails_of, merges_about, participations_of, rows_about
from .privacy import person_fields

Rows = list[dict[str, str]]
# Said in words of their own below.
_TOLD = {ContactParticipant, Participant, HandoverNotice, SegmentPick}
_FOR_MACHINES = frozenset({"link_key", "link_hash", "person"})


def personal_data(email: str, person: int | None) -> list[tuple[str, Rows]]:
    """By address: mail, waiting lists, names at contact moments; by person: the record and all that points at it."""
    if person is None:
        return _known(_by_address(DataSubject(emails=(email.lower(),)))) if email else []
    record = Person.objects.filter(pk=person).first()
    return _known(_by_person(record)) if record is not None else []


def _known(found: dict[str, Rows]) -> list[tuple[str, Rows]]:
    return [(heading, rows) for heading, rows in found.items() if rows]


def _by_address(subject: DataSubject) -> dict[str, Rows]:
    return {
        _("Contact moments where your address was noted"): _moments(participations_of(subject)),
        _("Mail from you or to you that we received"): [_mail(mail, subject) for mail in mails_of(subject)],
        _("Lists that are being imported"): _list_rows(subject),
        _("Files with these contact moments and meetings"): _files(subject),
    }


def _by_person(person: Person) -> dict[str, Rows]:
    subject = DataSubject(persons=(person.pk,))
    found = {_("In the registry"): [record_in_words(person)]}
    for model, name in person_fields():
        if model not in _TOLD:
            heading = _headings().get(model) or str(model._meta.verbose_name_plural).capitalize()
            rows = model._default_manager.filter(**{name: person}).order_by("pk")
            relations = [field.name for field in model._meta.concrete_fields if field.is_relation]
            found.setdefault(heading, []).extend(
                record_in_words(row, leave_out=_FOR_MACHINES | {name}) for row in rows.select_related(*relations)
            )
    return found | {
        _("Contact moments you took part in"): _moments(participations_of(subject)),
        _("Meetings you were invited to"): _meetings(person),
        _("Announcements of another fixed contact"): _announcements(person),
        _("Segments you were put in by hand"): _segments(person),
        _("Records of you that were merged"): _merges(subject),
        _("Lists that are being imported"): _list_rows(subject),
        _("Files with these contact moments and meetings"): _files(subject),
    }


def _headings() -> dict[type[models.Model], str]:
    return {
        Position: _("Your functions"),
        ContactChannel: _("Other ways to reach you"),
        FieldBasis: _("On what ground and from where we keep something"),
    }


def _day(moment: Any) -> str:
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""


def _moments(rows: models.QuerySet[ContactParticipant]) -> Rows:
    """That there was a contact; what was discussed may be about others too and is not copied."""
    return [
        {
            _("day"): formats.date_format(row.moment.held_on, "DATE_FORMAT"),
            _("form of contact"): row.moment.get_form_display(),
            _("subject"): row.moment.subject,
            _("with"): ", ".join(str(item) for item in row.moment.organisations.all()),
            _("noted as"): " ".join(filter(None, (row.name, row.email))),
        }
        for row in rows.select_related("moment").prefetch_related("moment__organisations").order_by("moment__held_on")
    ]


def _mail(mail: IncomingMail, subject: DataSubject) -> dict[str, str]:
    """A message; its text only when the person wrote it."""
    own = is_from(mail, addresses_of(subject))
    return {
        _("received"): _day(mail.received_at),
        _("state"): mail.get_state_display(),
        _("from"): f"{mail.sender_name} {mail.sender_email}".strip() if own else "",
        _("subject"): mail.subject,
        _("text"): (mail.text or (mail.moment.summary if mail.moment else "")) if own else "",
    }


def _meetings(person: Person) -> Rows:
    rows = Participant.objects.filter(person=person).select_related("gathering", "organisation")
    return [
        {
            _("meeting"): row.gathering.title,
            _("begins"): _day(row.gathering.starts_at),
            _("on behalf of"): str(row.organisation or ""),
            _("invited at"): _day(row.invited_at),
            _("answer"): row.get_reply_display(),
            _("remark"): row.reply_note,
            _("was there"): "" if row.attended is None else _("yes") if row.attended else _("no"),
        }
        for row in rows.order_by("gathering__starts_at")
    ]


def _announcements(person: Person) -> Rows:
    rows = HandoverNotice.objects.filter(person=person).select_related("handover__organisation", "mail")
    return [
        {
            _("organisation"): str(row.handover.organisation),
            _("state"): row.mail.get_state_display() if row.mail else "",
        }
        for row in rows
    ]


def _segments(person: Person) -> Rows:
    rows = SegmentPick.objects.filter(person=person).select_related("segment")
    return [{_("segment"): row.segment.name, _("what it is for"): row.segment.description} for row in rows]


def _merges(subject: DataSubject) -> Rows:
    return [
        {
            _("merged at"): _day(row.merged_at),
            _("name that stayed"): row.winner_name,
            _("name that went"): row.loser_name,
            _("values before"): _values(row.before.get("fields", {}).values()),
        }
        for row in merges_about(subject)
    ]


def _values(pairs: Iterable[Any]) -> str:
    return ", ".join(str(value) for pair in pairs for value in pair if value)


def _list_rows(subject: DataSubject) -> Rows:
    return [
        {
            _("list"): row.run.file_name,
            _("line"): str(row.line),
            _("what stands there"): ", ".join(str(cell) for cell in row.cells if cell),
        }
        for row in rows_about(subject).select_related("run").order_by("run_id", "line")
    ]


def _files(subject: DataSubject) -> Rows:
    """Their names; the content may be about others too."""
    return [
        {_("file name"): row.name, _("added at"): _day(row.added_at), _("belongs to"): str(row.owner or "")}
        for row in attachments_of(subject).prefetch_related("owner").order_by("pk")
    ]
