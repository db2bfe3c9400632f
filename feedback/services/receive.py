"""Taking in signals: from the public form (named or sealed) and by staff on behalf of somebody."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.mail import Recipient, compose
from core.models import OutgoingMail
from core.periods import local_date
from core.sealed import seal, secret_of
from feedback.choices import Source
from feedback.domain import codes
from feedback.domain.deadlines import confirm_by, tell_by
from feedback.domain.masking import mask
from feedback.domain.workflow import State
from feedback.models import Giver, SealedEntry, Signal, SignalState
from feedback.models.inbox import ROOM

from .states import move_signal

TITLE_LENGTH = 80
# Anybody can type anybody's address in the public form: so few confirmations go to one address in a day.
CONFIRMATIONS_A_DAY = 3
_LINK_SIGNS = re.compile(r"(://|[.@])(?=\w)")
# Somebody who told us in person, or saw the page with the code, knows that we have it.
_CONFIRMED_BY_ITSELF = {Source.PUBLIC_FORM, Source.CALL, Source.CONTACT}


@dataclass(frozen=True)
class Words:
    """What was said; numbers of persons and cases are taken out when it is stored."""

    kind: str
    text: str
    language: str = "nl"
    title: str = ""
    question_sort: str = ""
    domain_id: int | None = None
    topic: str = ""
    level: str = ""


@dataclass(frozen=True)
class GiverData:
    """Who said it, as far as we know."""

    name: str = ""
    email: str = ""
    phone: str = ""
    organisation_id: int | None = None
    organisation_name: str = ""
    wants_mail: bool = True


@dataclass(frozen=True)
class Receipt:
    """What the giver sees: the follow code, shown once."""

    code: str
    is_anonymous: bool
    masked_numbers: int


def follow_secret() -> bytes:
    """The key by which follow codes are made; lies in KEYS_DIR, not in the database."""
    return secret_of(ROOM, "follow")


def code_of_giver(giver_id: uuid.UUID) -> str:
    """The follow code of a giver who is not anonymous."""
    return codes.code_for(follow_secret(), subject=giver_id)


def follow_link(reference: str) -> str:
    """Late value of mails: the address of the follow page for "giver:<id>"."""
    return f"{settings.SITE_URL}/volg/{code_of_giver(uuid.UUID(reference.removeprefix('giver:')))}/"


def title_of(text: str) -> str:
    """The first words of a text, as a name for it."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


@transaction.atomic
def give_signal(*, words: Words, giver: GiverData | None, nonce: str, at: datetime) -> Receipt:
    """Take a signal from the public form; without `giver` it is anonymous and waits sealed until it is opened.

    The same form sent twice gives one signal and the same code. Raises core.sealed.TooLargeToSeal for a text longer
    than any form accepts.
    """
    secret = follow_secret()
    content = "\0".join((words.kind, words.text, giver.email if giver else ""))
    submission = codes.submission_id(secret, nonce=nonce, content=content)
    code = codes.code_for(secret, subject=submission)
    masked = mask(words.text, language=words.language)
    receipt = Receipt(code, giver is None, sum(masked.found.values()))
    known = Giver.objects.filter(follow_hash=codes.follow_hash(secret, code)).exists()
    if giver is None:
        if not known:
            _seal_signal(words=words, masked=masked.text, numbers=receipt.masked_numbers, submission=submission, at=at)
    elif not known:
        _lock(submission)
        if not Giver.objects.filter(pk=submission).exists():
            register_signal(words=words, source=Source.PUBLIC_FORM, giver=giver, giver_id=submission, at=at)
    return receipt


def _lock(submission: uuid.UUID) -> None:
    """Two requests with the same form wait for each other until the first has committed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [submission.int >> 65])


def _seal_signal(*, words: Words, masked: str, numbers: int, submission: uuid.UUID, at: datetime) -> None:
    content = {
        "kind": words.kind,
        "text": masked,
        "numbers": numbers,
        "language": words.language,
        "domain": words.domain_id,
        "level": words.level,
    }
    seal_entry(what="signal", content=content, submission=submission, at=at)


def seal_entry(
    *, what: str, content: dict[str, Any], submission: uuid.UUID, at: datetime, code: str | None = None
) -> None:
    """Put something of an anonymous giver in the sealed inbox; what waits there already is left alone."""
    secret = follow_secret()
    day = local_date(at)
    code = code or codes.code_for(secret, subject=submission)
    box = seal(
        {"what": what, "follow_hash": codes.follow_hash(secret, code), "id": str(submission), **content},
        room=ROOM,
        key_name=day.isoformat(),
    )
    entry = SealedEntry(
        submission_hash=codes.entry_hash(secret, submission),
        waiting_hash=codes.waiting_hash(secret, code),
        received_on=day,
        box=box,
    )
    SealedEntry.objects.bulk_create([entry], ignore_conflicts=True)


@transaction.atomic
def register_signal(
    *,
    words: Words,
    source: str,
    giver: GiverData | None,
    at: datetime,
    received_on: date | None = None,
    by: Any = None,
    owner: Any = None,
    giver_id: uuid.UUID | None = None,
) -> Signal:
    """Store a signal of a known giver (or of nobody we could tell, `giver` None); a giver with an address gets a mail.

    Raises django.core.exceptions.ValidationError for values that do not fit.
    """
    masked = mask(words.text, language=words.language)
    signal = _new_signal(words, masked.text, sum(masked.found.values()), source, received_on or local_date(at))
    signal.owner = owner
    signal.clean_fields()
    signal.save(force_insert=True)
    SignalState.objects.create(
        signal=signal, state=State.RECEIVED, on=signal.received_on, at=at if by is not None else None, by=by
    )
    if giver is not None:
        add_giver(signal, giver=giver, giver_id=giver_id, at=at)
    has_mail = giver is not None and bool(giver.email) and giver.wants_mail
    if has_mail or source in _CONFIRMED_BY_ITSELF:
        move_signal(signal, to=State.CONFIRMED, at=at)
    return signal


def _new_signal(words: Words, text: str, numbers: int, source: str, received_on: date) -> Signal:
    return Signal(
        kind=words.kind,
        question_sort=words.question_sort,
        source=source,
        language=words.language,
        title=mask(words.title, language=words.language).text.strip() or title_of(text),
        text=text,
        masked_numbers=numbers,
        level=words.level,
        domain_id=words.domain_id,
        topic=words.topic,
        received_on=received_on,
        confirm_by=confirm_by(received_on),
        tell_by=tell_by(received_on),
    )


def add_giver(signal: Signal, *, giver: GiverData, at: datetime, giver_id: uuid.UUID | None = None) -> Giver:
    """Put a person behind a signal and confirm the receipt when there is an address.

    Raises django.core.exceptions.ValidationError for an impossible address.
    """
    giver_id = giver_id or uuid.uuid4()
    row = Giver(
        id=giver_id,
        signal=signal,
        name=giver.name,
        email=giver.email.strip().lower(),
        phone=giver.phone,
        organisation_id=giver.organisation_id,
        organisation_name=giver.organisation_name,
        language=signal.language,
        wants_mail=bool(giver.email) and giver.wants_mail,
        follow_hash=codes.follow_hash(follow_secret(), code_of_giver(giver_id)),
    )
    row.clean_fields()
    row.save(force_insert=True)
    if row.wants_mail:
        _confirm(signal, row, at=at)
    return row


def _unlinked(text: str) -> str:
    """The text so that no mail program makes a link of it: the address it goes to need not be the writer's own."""
    return _LINK_SIGNS.sub(r"\1 ", text)


def _had_enough_mail(address: str, *, at: datetime) -> bool:
    since = at - timedelta(days=1)
    sent = OutgoingMail.objects.filter(
        to_address=address, mailing__kind="feedback.received", mailing__created_at__gt=since
    )
    return sent.count() >= CONFIRMATIONS_A_DAY


def _confirm(signal: Signal, giver: Giver, *, at: datetime) -> None:
    if signal.source == Source.PUBLIC_FORM and _had_enough_mail(giver.email, at=at):
        return
    with translation.override(giver.language):
        subject = _("We have received what you told us")
        text = render_to_string(
            "feedback/mail/received.txt",
            {
                "name": _unlinked(giver.name),
                "title": _unlinked(signal.title),
                "received_on": signal.received_on,
                "agency": settings.AGENCY_NAME,
                "days": tell_by(signal.received_on),
            },
        )
    compose(
        kind="feedback.received",
        subject=subject,
        recipients=[
            Recipient(
                address=giver.email,
                name=giver.name,
                text=text,
                language=giver.language,
                value_reference=f"giver:{giver.pk}",
            )
        ],
        at=at,
        reference=f"feedback.Signal:{signal.pk}",
        hold=False,
        hurry=False,
    )


def register_anonymous(*, content: dict[str, Any], received_on: date, at: datetime) -> Signal:
    """Store an anonymous signal that came out of its box: random id, day, words, and the hash of its code."""
    words = Words(
        kind=content["kind"],
        text=content["text"],
        language=content["language"],
        domain_id=content.get("domain"),
        level=content.get("level", ""),
    )
    signal = _new_signal(words, content["text"], content["numbers"], Source.PUBLIC_FORM, received_on)
    signal.is_anonymous = True
    signal.clean_fields()
    signal.save(force_insert=True)
    SignalState.objects.create(signal=signal, state=State.RECEIVED, on=received_on)
    Giver.objects.create(signal=signal, is_anonymous=True, language=words.language, follow_hash=content["follow_hash"])
    return move_signal(signal, to=State.CONFIRMED, at=at)
