"""Erasing a person from the whole house: looking ahead, doing it, and the record without a name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, PrivacyFile, PrivacyRequest
from accounts.models.privacy import AskedBy, Ground, Kind, RequestState
from core.erasing import (
    Terms,
    blank,
    count_text,
    describe_files,
    erase_files,
    erase_text,
    erased_since,
    excerpts_of,
    find_files,
    keyed_hash,
    note_erasure,
)
from core.jobs import report_progress
from core.models import Job
from core.periods import local_date
from core.registry import DataSubject, erasers, identity_sources

from .privacy_requests import candidates, finish, is_sure, move, note, record_request, subject_of, terms_for

# Hears in words what is being done.
Tell = Callable[[str], None]


def look_ahead(
    request: PrivacyRequest, subject: DataSubject, *, by: Any, at: datetime, tell: Tell = lambda message: None
) -> dict[str, Any]:
    """What an erasure would do. The records are erased and the transaction taken back, so the counts are true.

    `tell` hears, in words, what is being done.
    """
    terms = terms_for(request, subject)
    tell(_("Looking in texts"))
    found = count_text(terms, skip=_spared(subject))
    texts = [
        {
            "table": line.table,
            "place": line.place,
            "rows": line.rows,
            "history": line.is_history,
            "excerpts": [] if line.is_history else excerpts_of(line, terms),
        }
        for line in found
    ]
    tell(_("Looking in files"))
    files = find_files(terms)
    tell(_("Looking in records"))
    with transaction.atomic():
        records = _erase_records(subject, by=by, at=at)
        transaction.set_rollback(True)
    named = {name for _table, _column, name in files.stored}
    return {
        "records": records,
        "texts": texts,
        "files": len(files),
        "file_list": describe_files(files),
        "by_hand": _by_hand(subject, leave_out=named),
        "kept": _kept(subject),
        "words": len(terms.words) + len(terms.phones),
    }


def _erase_records(subject: DataSubject, *, by: Any, at: datetime) -> list[list[Any]]:
    return [
        [str(eraser.label or eraser.name), what, count]
        for eraser in erasers
        for what, count in eraser.erase(subject, by, at).items()
    ]


def _kept(subject: DataSubject) -> list[list[str]]:
    return [
        [str(eraser.label or eraser.name), what, why]
        for eraser in erasers
        if eraser.kept is not None
        for what, why in eraser.kept(subject)
    ]


def _spared(subject: DataSubject) -> list[str]:
    return [table for eraser in erasers if eraser.spared is not None for table in eraser.spared(subject)]


def _by_hand(subject: DataSubject, *, leave_out: Collection[str] = ()) -> list[list[str]]:
    return [
        [what, page]
        for eraser in erasers
        if eraser.by_hand is not None
        for what, page, stored in eraser.by_hand(subject)
        if stored not in leave_out
    ]


def run_erase(job: Job) -> dict[str, Any]:
    """Job: erase, verify, and close the request. All of it or nothing."""
    request = PrivacyRequest.objects.get(pk=job.parameters["request"])
    if request.state != RequestState.ERASING:
        return {"request": request.pk}
    at = job.started_at or job.created_at
    report_progress(job, done=1, total=2, message=_("Erasing"))
    try:
        erase(
            request=request,
            keep=job.parameters["keep"],
            why_kept=job.parameters["why_kept"],
            by=job.started_by,
            at=at,
        )
    except Exception:
        PrivacyRequest.objects.filter(pk=request.pk, state=RequestState.ERASING).update(state=RequestState.PREPARED)
        raise
    return {"request": request.pk}


@transaction.atomic
def erase(*, request: PrivacyRequest, keep: Iterable[str], why_kept: str, by: Any, at: datetime) -> None:
    """Erase the person of this request everywhere but in the texts of the tables `keep`, and close the request."""
    file = PrivacyFile.objects.get(request=request)
    subject = subject_of(request, file.chosen)
    terms = terms_for(request, subject)
    spared = [*keep, *_spared(subject)]
    # What stays is said by the erasers while they still know the person.
    kept = [*_kept(subject), *_kept_texts(terms, set(keep), why_kept)]
    files = erase_files(find_files(terms, skip=spared))
    by_hand = _by_hand(subject)
    records = _erase_records(subject, by=by, at=at)
    erased = erase_text(terms, by=by, why=f"request {request.pk}", skip=spared)
    left = sum(line.rows for line in count_text(terms, skip=spared))
    move(request, RequestState.DONE)
    request.outcome = {
        "records": records,
        "texts": [[line.place, line.rows, line.is_history] for line in erased],
        "files": files,
        "by_hand": [[blank(what, terms), page] for what, page in by_hand],
        "kept": kept,
        "left": left,
    }
    finish(request, subject=subject, at=at)
    file.delete()
    note(
        request,
        by=by,
        at=at,
        action=AuditEntry.Action.ERASED,
        origin="accounts.privacy_erase",
        detail=_("%(count)d texts, %(files)d files") % {"count": sum(line.rows for line in erased), "files": files},
    )
    hashes, number = list(request.hashes), request.pk
    transaction.on_commit(lambda: note_erasure(hashes=hashes, request=number, at=at))


def _kept_texts(terms: Terms, keep: set[str], why: str) -> list[list[str]]:
    """What the officer keeps: texts by their place, files by the kind of record."""
    if not keep:
        return []
    texts = [[_("Texts"), line.place, why] for line in count_text(terms) if line.table in keep]
    files = find_files(terms).stored
    labels = {model._meta.db_table: str(model._meta.verbose_name_plural) for model in apps.get_models()}
    tables = dict.fromkeys(table for table, _column, _name in files if table in keep)
    return texts + [[_("Files"), labels[table], why] for table in tables]


def replay(*, by: Any, at: datetime) -> int:
    """After a restore: erase again whoever the list beside the backups knows by hash; returns how many addresses.

    Each becomes a request of its own, so that it stands in the list and in the log.
    """
    hashes = {text for entry in erased_since() for text in cast("list[str]", entry["hashes"])}
    if not hashes:
        return 0
    known = {address.lower() for source in identity_sources for address in source.addresses()}
    addresses = sorted(address for address in known if keyed_hash(address) in hashes)
    for address in addresses:
        _erase_again(address, by=by, at=at)
    return len(addresses)


@transaction.atomic
def _erase_again(address: str, *, by: Any, at: datetime) -> None:
    values = {
        "kind": Kind.ERASURE,
        "email": address,
        "asked_on": local_date(at),
        "asked_by": AskedBy.AGENCY,
        "ground": Ground.OBLIGATION,
        "identity_check": _("Erased before; came back with a restored backup."),
    }
    request = record_request(values=values, by=by, at=at, origin="replay_erasures")
    chosen = [identity.key for identity in candidates(request) if is_sure(identity, request)]
    PrivacyFile.objects.create(request=request, made_at=at, expires_at=at + timedelta(days=1), chosen=chosen)
    move(request, RequestState.PREPARING)
    move(request, RequestState.PREPARED)
    move(request, RequestState.ERASING)
    request.save(update_fields=["state"])
    erase(request=request, keep=(), why_kept="", by=by, at=at)
