"""Use cases of incoming mail: a message becomes a contact moment, waits to be sorted, or is set aside; each once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.periods import AMSTERDAM, local_date
from stakeholders.domain.mail import MailUnreadable, ParsedMail, read_eml
from stakeholders.domain.outlook import SIGN, read_msg
from stakeholders.models import ContactMoment, IncomingMail, Organisation, Person, Position
from stakeholders.models.contact import ContactForm, ContactSource, Direction
from stakeholders.queries.people import Matched, match_people, organisation_of_contact_point, organisations_of

from .attachments import attach
from .moments import Attendance, record_moment
from .registry import add_position, create_person

State = IncomingMail.State
Origin = IncomingMail.Origin


class MailTooLarge(Exception):
    """The message is larger than MAIL_IN_MAX_BYTES."""


class NotWaiting(Exception):
    """The message was sorted or set aside meanwhile."""


@dataclass(frozen=True)
class TakenIn:
    """A message and whether it is new; one that came before changes nothing."""

    mail: IncomingMail
    is_new: bool


def read_message(content: bytes) -> ParsedMail:
    """Read a message of either kind. Raises MailTooLarge and MailUnreadable."""
    if len(content) > settings.MAIL_IN_MAX_BYTES:
        raise MailTooLarge
    return read_msg(content) if content.startswith(SIGN) else read_eml(content)


def take_in(*, content: bytes, origin: str, by: Any, at: datetime) -> TakenIn:
    """Take in one message. Raises MailTooLarge and MailUnreadable; see `take_in_unattended` for the mailbox."""
    parsed = read_message(content)
    known = IncomingMail.objects.filter(message_id=parsed.message_id).select_related("moment").first()
    if known is not None:
        return TakenIn(known, False)
    try:
        with transaction.atomic():
            return TakenIn(_store(parsed, content, origin=origin, by=by, at=at), True)
    except IntegrityError:
        # The same message came in twice at the same time; the other one won.
        return TakenIn(IncomingMail.objects.get(message_id=parsed.message_id), False)


def take_in_unattended(*, content: bytes, origin: str, at: datetime) -> TakenIn:
    """Take in a message nobody waits for: one that cannot be read is kept and shown with the reason."""
    try:
        return take_in(content=content, origin=origin, by=None, at=at)
    except MailTooLarge:
        problem = _("The message is larger than %(size)d MB.") % {"size": settings.MAIL_IN_MAX_BYTES // 1024**2}
        return _broken(content, problem, origin=origin, keep=False, at=at)
    except MailUnreadable:
        return _broken(content, _("This is no message that can be read."), origin=origin, keep=True, at=at)


@transaction.atomic
def _broken(content: bytes, problem: str, *, origin: str, keep: bool, at: datetime) -> TakenIn:
    mail, is_new = IncomingMail.objects.get_or_create(
        message_id="sha256:" + hashlib.sha256(content).hexdigest(),
        defaults={"origin": origin, "state": State.BROKEN, "problem": problem, "received_at": at},
    )
    if is_new and keep:
        mail.raw.save("bericht.bin", ContentFile(content))
    return TakenIn(mail, is_new)


def _store(parsed: ParsedMail, content: bytes, *, origin: str, by: Any, at: datetime) -> IncomingMail:
    colleague = get_user_model()._default_manager.filter(email__iexact=parsed.sender[1]).first()
    # What a colleague forwards is from its original writer; what a colleague sends (with us in BCC) is from us.
    writer = parsed.original if colleague is not None and parsed.original else parsed.sender
    is_from_us = colleague is not None and parsed.original is None
    others = [pair for pair in parsed.recipients if pair[1] != settings.MAIL_IN_ADDRESS]
    mail = IncomingMail(
        message_id=parsed.message_id,
        in_reply_to=parsed.in_reply_to,
        origin=origin,
        sender_name=writer[0],
        sender_email=writer[1],
        recipients=[] if colleague is not None and parsed.original else [list(pair) for pair in others],
        is_from_us=is_from_us,
        is_forwarded=parsed.original is not None,
        subject=parsed.plain_subject,
        text=parsed.text,
        sent_at=parsed.sent_at,
        received_at=at,
        received_by=by or colleague,
        state=State.WAITING,
    )
    if parsed.is_automatic:
        mail.state, mail.problem = State.SET_ASIDE, _("An automatic answer; that is no contact.")
        mail.save(force_insert=True)
        return mail
    matched = match_people(_outsiders(mail), on=local_date(at))
    organisations = organisations_of(matched.persons, on=local_date(at)) or organisation_of_contact_point(
        address for _name, address in matched.others
    )
    if organisations:
        _file(mail, organisations, files=parsed.files, at=at)
    else:
        mail.save(force_insert=True)
        mail.raw.save("bericht.bin", ContentFile(content))
    return mail


def _outsiders(mail: IncomingMail) -> list[tuple[str, str]]:
    """Whose organisations it is about: the writer, or to whom we wrote."""
    if mail.is_from_us:
        return [(name, address) for name, address in mail.recipients]
    return [(mail.sender_name, mail.sender_email)]


def _file(
    mail: IncomingMail, organisations: Sequence[Organisation], *, files: Sequence[tuple[str, bytes]], at: datetime
) -> None:
    """Make the contact moment of a message, with everybody recognised and the files that may be kept."""
    pairs = [(mail.sender_name, mail.sender_email), *((name, address) for name, address in mail.recipients)]
    matched = match_people(pairs, on=local_date(at))
    if mail.received_by is not None and mail.received_by not in matched.colleagues:
        matched.colleagues.append(mail.received_by)
    moment = record_moment(
        values=_values(mail, at=at),
        organisations=organisations,
        attendance=_attendance(matched),
        by=mail.received_by,
        at=at,
    )
    mail.moment, mail.state = moment, State.FILED
    mail.save()
    refused = []
    for name, data in files:
        try:
            with transaction.atomic():
                attach(owner=moment, name=name, content=data, by=mail.received_by, at=at)
        except ValidationError as refusal:
            refused += refusal.messages
    if refused:
        mail.problem = " ".join(refused)[:300]
        mail.save(update_fields=["problem"])


def _attendance(matched: Matched) -> Attendance:
    return Attendance(persons=matched.persons, colleagues=matched.colleagues, others=matched.others)


def _values(mail: IncomingMail, *, at: datetime) -> dict[str, Any]:
    moment = (mail.sent_at if mail.sent_at and mail.sent_at <= at else at).astimezone(AMSTERDAM)
    return {
        "form": ContactForm.MAIL,
        "direction": _direction(mail),
        "held_on": moment.date(),
        "starts_at": moment.time().replace(second=0, microsecond=0, tzinfo=None),
        "subject": mail.subject or _("mail without a subject"),
        "summary": mail.text,
        "source": ContactSource.MAIL,
    }


def _direction(mail: IncomingMail) -> str:
    """Two-way when it answers a message of the other side that we have; otherwise only the writer spoke."""
    answered = IncomingMail.objects.filter(
        message_id=mail.in_reply_to, state=State.FILED, is_from_us=not mail.is_from_us
    ).exclude(message_id="")
    if mail.in_reply_to and answered.exists():
        return Direction.BOTH
    return Direction.FROM_US if mail.is_from_us else Direction.FROM_THEM


@transaction.atomic
def sort_mail(
    *, mail: IncomingMail, organisation: Organisation, remember: bool, by: Any, at: datetime
) -> ContactMoment:
    """Say of which organisation a waiting message is; `remember` adds the sender as a person there.

    Raises NotWaiting when somebody else was first, ValidationError when the person is refused.
    """
    stored = IncomingMail.objects.select_for_update().filter(pk=mail.pk, state=State.WAITING).first()
    if stored is None:
        raise NotWaiting
    if remember:
        for name, address in _outsiders(stored)[:20]:
            _remember(name, address, organisation, at)
    if stored.received_by is None:
        stored.received_by = by
    files: Sequence[tuple[str, bytes]] = ()
    if stored.raw:
        with stored.raw.open("rb") as raw:
            files = read_message(raw.read()).files
    _file(stored, [organisation], files=files, at=at)
    _forget_raw(stored)
    moment = stored.moment
    assert moment is not None  # noqa: S101 - narrows the type
    return moment


def _remember(name: str, address: str, organisation: Organisation, at: datetime) -> None:
    if not address or get_user_model()._default_manager.filter(email__iexact=address).exists():
        return
    person = Person.objects.filter(email=address).first() or create_person(
        values={"name": name or address.split("@")[0], "email": address, "source": _("incoming mail")}
    )
    today = local_date(at)
    if not Position.objects.current(today).filter(person=person, organisation=organisation).exists():
        add_position(person=person, organisation=organisation, title="", from_on=today)


@transaction.atomic
def set_aside(*, mail: IncomingMail) -> None:
    """A message that is no contact: only that it came in is kept. Twice changes nothing."""
    stored = IncomingMail.objects.select_for_update().filter(pk=mail.pk).first()
    if stored is None or stored.state not in (State.WAITING, State.BROKEN):
        return
    stored.state, stored.text, stored.recipients = State.SET_ASIDE, "", []
    stored.save()
    _forget_raw(stored)


def _forget_raw(mail: IncomingMail) -> None:
    if mail.raw:
        name, storage = mail.raw.name or "", mail.raw.storage
        IncomingMail.objects.filter(pk=mail.pk).update(raw="")
        transaction.on_commit(lambda: storage.delete(name))
