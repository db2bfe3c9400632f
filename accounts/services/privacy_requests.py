"""Recording a privacy request, choosing who it is about, more time, refusing, releasing, finishing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.exceptions import NoPackage, NotThisMove, TermTooLong, WrongCode
from accounts.models import AuditEntry, PrivacyFile, PrivacyRequest, User
from accounts.models.privacy import ALLOWED_MOVES, Kind, RequestState
from core.erasing import Terms, keyed_hash, keyed_hashes, terms_of
from core.jobs import start_job
from core.mail import Recipient, compose
from core.models import Job
from core.registry import DataSubject, Identity, identity_sources
from core.sealed import secret_of

from .audit import audit

PREPARE, ERASE = "accounts.privacy_prepare", "accounts.privacy_erase"
CODES_ALLOWED = 5
_MOST_MONTHS = 3
_CODE_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def legal_term(asked_on: date, months: int = 1) -> date:
    """The last day to answer: one month later, at most two more (GDPR, article 12, 3)."""
    last: date = asked_on + relativedelta(months=months)
    return last


@transaction.atomic
def record_request(*, values: dict[str, Any], by: User, at: datetime, origin: str = "") -> PrivacyRequest:
    """Record a request. Raises ValidationError and TermTooShort."""
    request = PrivacyRequest(**values, handled_by=by, created_at=at)
    request.email = request.email.strip().lower()
    request.due_on = legal_term(request.asked_on)
    terms_of(DataSubject(), extra=request.extra_words)
    request.full_clean()
    request.save()
    note(request, by=by, at=at, origin=origin, detail=_("recorded: %(kind)s") % {"kind": request.get_kind_display()})
    return request


def note(request: PrivacyRequest, *, by: Any, at: datetime, origin: str = "", detail: str = "", **more: Any) -> None:
    """Put one step of a request into the access log, by its number only."""
    audit(
        **{"action": AuditEntry.Action.PRIVACY, **more}, at=at, actor=by, record=request, origin=origin, detail=detail
    )


def _locked(request: PrivacyRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.select_for_update().get(pk=request.pk)


def move(request: PrivacyRequest, state: RequestState) -> None:
    """Raises NotThisMove when the table of moves does not allow it; does not save."""
    now = RequestState(request.state)
    if state != now and state not in ALLOWED_MOVES[now]:
        raise NotThisMove(now.label)
    request.state = state


def candidates(request: PrivacyRequest) -> list[Identity]:
    """Everyone in the house who may be the person of this request, by address first and name second."""
    found: dict[str, Identity] = {}
    addresses = [request.email, *(word.lower() for word in request.extra_words if "@" in word)]
    for source in identity_sources:
        for address in addresses:
            for identity in source.find(address, "", None):
                found.setdefault(identity.key, identity)
        if request.name:
            for identity in source.find("", request.name, None):
                found.setdefault(identity.key, identity)
    return list(found.values())


def is_sure(identity: Identity, request: PrivacyRequest) -> bool:
    """Whether the address of the request is one of this identity, so that it is ticked beforehand."""
    return bool(request.email) and request.email in identity.subject.emails


def subject_of(request: PrivacyRequest, chosen: Iterable[str]) -> DataSubject:
    """All that is known of the person: what was asked with, and what the chosen places add."""
    keys = set(chosen)
    parts = [identity.subject for identity in candidates(request) if identity.key in keys]
    own = DataSubject(
        emails=(request.email,) if request.email else (),
        names=(request.name,) if request.name else (),
        phones=(request.phone,) if request.phone else (),
    )
    merged = {
        field.name: tuple(dict.fromkeys(value for part in (own, *parts) for value in getattr(part, field.name)))
        for field in fields(DataSubject)
    }
    return DataSubject(**merged)


def terms_for(request: PrivacyRequest, subject: DataSubject) -> Terms:
    """What is looked for in texts."""
    return terms_of(subject, extra=request.extra_words)


@transaction.atomic
def prepare(*, request: PrivacyRequest, chosen: Iterable[str], by: User, at: datetime, origin: str = "") -> Job:
    """Start gathering the file, or looking ahead at what an erasure does. Raises NotThisMove."""
    stored = _locked(request)
    move(stored, RequestState.PREPARING)
    stored.save(update_fields=["state"])
    note(stored, by=by, at=at, origin=origin, detail=_("preparing"))
    return start_job(
        kind=PREPARE,
        title=str(stored),
        user=by,
        at=at,
        parameters={"request": stored.pk, "chosen": sorted(set(chosen))},
    )


@transaction.atomic
def start_erasing(
    *, request: PrivacyRequest, keep: Iterable[str], why_kept: str, by: User, at: datetime, origin: str = ""
) -> Job:
    """Start the erasure that was looked at. `keep` are tables whose text stays. Raises NotThisMove, NoPackage."""
    stored = _locked(request)
    move(stored, RequestState.ERASING)
    if not PrivacyFile.objects.filter(request=stored, expires_at__gt=at).exists():
        raise NoPackage
    stored.save(update_fields=["state"])
    note(stored, by=by, at=at, origin=origin, detail=_("erasing confirmed"))
    return start_job(
        kind=ERASE,
        title=str(stored),
        user=by,
        at=at,
        parameters={"request": stored.pk, "keep": sorted(set(keep)), "why_kept": why_kept},
    )


@transaction.atomic
def take_more_time(
    *, request: PrivacyRequest, months: int, reason: str, by: User, at: datetime, origin: str = ""
) -> None:
    """Move the term to at most three months after the request. Raises NotThisMove, TermTooLong."""
    stored = _locked(request)
    if stored.is_finished:
        raise NotThisMove(stored.get_state_display())
    if not 1 < months <= _MOST_MONTHS:
        raise TermTooLong
    stored.due_on, stored.extended_reason = legal_term(stored.asked_on, months), reason
    stored.full_clean(exclude=["handled_by"])
    stored.save()
    note(stored, by=by, at=at, origin=origin, detail=_("more time"))


@transaction.atomic
def end_without_doing(
    *, request: PrivacyRequest, state: RequestState, reason: str, by: User, at: datetime, origin: str = ""
) -> None:
    """Refuse it, or record that it was withdrawn. Raises NotThisMove."""
    stored = _locked(request)
    move(stored, state)
    stored.answer = reason
    finish(stored, subject=subject_of(stored, ()), at=at)
    PrivacyFile.objects.filter(request=stored).delete()
    note(stored, by=by, at=at, origin=origin, detail=str(state.label))


def finish(request: PrivacyRequest, *, subject: DataSubject, at: datetime) -> None:
    """Close a request: who it was about is forgotten but for keyed hashes, and the request is saved."""
    request.hashes = keyed_hashes([*subject.emails, *subject.names])
    request.email = request.name = request.phone = request.other_words = ""
    request.finished_at = at
    request.save()


def _package_of(request: PrivacyRequest, at: datetime) -> PrivacyFile:
    file = PrivacyFile.objects.select_for_update().filter(request=request, expires_at__gt=at).first()
    if file is None or file.package is None:
        raise NoPackage
    return file


@transaction.atomic
def release(*, request: PrivacyRequest, by: User, at: datetime, origin: str = "") -> str:
    """Mail the person where the file can be fetched, and return the code that goes by another way.

    Raises NotThisMove, NoPackage; and for a request without an address NoPackage too: hand it over then.
    """
    stored = _locked(request)
    if stored.kind != Kind.ACCESS:
        raise NotThisMove(stored.get_kind_display())
    file = _package_of(stored, at)
    if not stored.email:
        raise NoPackage
    code = _new_code(file)
    _mail_link(stored, by=by, at=at)
    subject = subject_of(stored, file.chosen)
    move(stored, RequestState.DONE)
    stored.outcome = {"how": "link", **file.look}
    finish(stored, subject=subject, at=at)
    note(stored, by=by, at=at, origin=origin, detail=_("file released: link by e-mail, code by another way"))
    return code


def _new_code(file: PrivacyFile) -> str:
    code = "-".join("".join(secrets.choice(_CODE_SIGNS) for _sign in range(4)) for _group in range(3))
    file.code_hash, file.wrong_codes = keyed_hash(code), 0
    file.save(update_fields=["code_hash", "wrong_codes"])
    return code


@transaction.atomic
def renew_code(*, request: PrivacyRequest, by: User, at: datetime, origin: str = "") -> str:
    """Another code for a released file that is still there. Raises NoPackage."""
    file = _package_of(request, at)
    if not file.code_hash:
        raise NoPackage
    note(request, by=by, at=at, origin=origin, detail=_("new code"))
    return _new_code(file)


def _mail_link(request: PrivacyRequest, *, by: User, at: datetime) -> None:
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        subject = _("Your data at %(agency)s") % {"agency": settings.AGENCY_NAME}
        text = _(
            "Dear sir or madam,\n\n"
            "You asked which data we keep about you. They are ready. Fetch them within fourteen days:\n\n"
            "[[data_link]]\n\n"
            "You need a code for it. You get that code from us in another way, for example by telephone.\n\n"
            "Do you have a question, or is something not right? Then answer this message."
        )
    compose(
        kind="accounts.privacy",
        subject=subject,
        recipients=[
            Recipient(request.email, text, name=request.name, language=language, value_reference=str(request.pk))
        ],
        at=at,
        by=by,
        reference=f"accounts.PrivacyRequest:{request.pk}",
    )


@transaction.atomic
def open_package(*, request: PrivacyRequest, reason: str, by: User, at: datetime, origin: str = "") -> bytes:
    """The file for the officer, who hands it over on paper or checks it; logged with the reason. Raises NoPackage."""
    file = _package_of(request, at)
    note(request, by=by, at=at, origin=origin, action=AuditEntry.Action.EXPORT, detail=reason)
    return bytes(file.package or b"")


@transaction.atomic
def handed_over(*, request: PrivacyRequest, by: User, at: datetime, origin: str = "") -> None:
    """The person has the file in another way than by the link. Raises NotThisMove, NoPackage."""
    stored = _locked(request)
    if stored.kind != Kind.ACCESS:
        raise NotThisMove(stored.get_kind_display())
    file = _package_of(stored, at)
    move(stored, RequestState.DONE)
    stored.outcome = {"how": "hand", **file.look}
    finish(stored, subject=subject_of(stored, file.chosen), at=at)
    file.delete()
    note(stored, by=by, at=at, origin=origin, detail=_("file handed over"))


def link_token(pk: int) -> str:
    """What makes the address of a file impossible to guess; stored nowhere."""
    mac = hmac.new(secret_of("privacy", "link"), f"request:{pk}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:24]).decode()


def data_link(reference: str) -> str:
    """Late value of mails: where the file of this request is fetched."""
    return f"{settings.SITE_URL}{reverse('accounts:personal-data', args=[reference, link_token(int(reference))])}"


def fetch_package(*, pk: int, token: str, code: str, at: datetime) -> bytes:
    """The file for the person. Raises NoPackage for a wrong address or a file that is gone, WrongCode."""
    if not hmac.compare_digest(link_token(pk), token):
        raise NoPackage
    with transaction.atomic():
        request = PrivacyRequest.objects.filter(pk=pk).first()
        if request is None:
            raise NoPackage
        file = _package_of(request, at)
        is_right = hmac.compare_digest(file.code_hash, keyed_hash(code.strip().lower()))
        if not file.code_hash or file.wrong_codes >= CODES_ALLOWED:
            raise NoPackage
        if is_right:
            file.downloads += 1
            file.save(update_fields=["downloads"])
            note(request, by=None, at=at, action=AuditEntry.Action.EXPORT, detail=_("fetched by the person"))
            return bytes(file.package or b"")
        file.wrong_codes += 1
        file.save(update_fields=["wrong_codes"])
        note(request, by=None, at=at, action=AuditEntry.Action.EXPORT, result="refused", detail=_("wrong code"))
    raise WrongCode(CODES_ALLOWED - file.wrong_codes)
