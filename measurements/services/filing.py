"""Filing: opening sealed answers in random batches and writing them in random order, with their counts.

A batch is a random choice of what waits and leaves at least the floor behind, so no batch is smaller than the floor.
Only this module and `closing` read private keys, and only background work calls them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import SystemRandom
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from measurements.choices import State
from measurements.domain.answers import unpack
from measurements.domain.instrument import Answers
from measurements.models import Answer, ConfidentialAnswer, FilingKey, SealedAnswer, Wave

from . import secrets
from .counting import add_counts
from .keys import destroy_spent_keys
from .quotas import add_quota_counts

log = structlog.get_logger("ind.measurements")

LARGEST_BATCH = 2000
UNKNOWN = "unknown"
_LOCK_CLASS = 0x46494C45
_random = SystemRandom()

Filed = Answer | ConfidentialAnswer


@dataclass(frozen=True)
class Waiting:
    """The answers of a wave that wait: those that can be opened and those whose key is gone."""

    readable: list[UUID]
    lost: list[UUID]


@dataclass(frozen=True)
class Batch:
    """What became of the answers of one batch."""

    filed: int
    lost: int


def file_wave(*, wave_id: int, at: datetime) -> int:
    """File one batch of an open wave; returns how many answers. Does nothing while too few wait."""
    with transaction.atomic():
        if not lock_filing(wave_id):
            return 0
        wave = Wave.objects.select_related("instrument_version").get(pk=wave_id)
        if wave.state != State.OPEN:
            return 0
        waiting = waiting_answers(wave)
        size = min(len(waiting.readable) - wave.floor, LARGEST_BATCH)
        if size < wave.floor:
            return 0
        batch = write_batch(wave, _random.sample(waiting.readable, size))
        if batch.filed < wave.floor:
            transaction.set_rollback(True)
            return 0
    destroy_spent_keys(wave=wave, before=timezone.localdate(at))
    return batch.filed


def file_open_waves(*, at: datetime) -> int:
    """File one batch of each open wave; returns how many answers in all."""
    waves = Wave.objects.filter(state=State.OPEN).values_list("pk", flat=True)
    filed = 0
    for pk in waves:
        try:
            filed += file_wave(wave_id=pk, at=at)
        except Exception as error:
            # The other waves go on. The kind of error only: its words could be those of a respondent.
            log.error("wave_not_filed", wave=pk, error=type(error).__name__)
    return filed


def lock_filing(wave_id: int) -> bool:
    """Whether this transaction is the one filer of the wave."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK_CLASS, wave_id])
        row = cursor.fetchone()
    return bool(row and row[0])


def waiting_answers(wave: Wave) -> Waiting:
    """What waits, by whether its private key is there."""
    days = dict(FilingKey.objects.filter(wave=wave).values_list("pk", "day"))
    has_key = {pk: secrets.filing_key_file(wave.key_name, day).exists() for pk, day in days.items()}
    readable: list[UUID] = []
    lost: list[UUID] = []
    for pk, key_id in SealedAnswer.objects.filter(wave=wave).values_list("pk", "key_id"):
        (readable if has_key[key_id] else lost).append(pk)
    return Waiting(readable, lost)


def write_batch(wave: Wave, ids: Sequence[UUID]) -> Batch:
    """Open these answers and write them in random order with their counts; what cannot be opened is lost.

    Must run in the transaction that holds the filing lock.
    """
    rows = SealedAnswer.objects.filter(pk__in=ids)
    opened = _opened(wave, [(bytes(box), day) for box, day in rows.values_list("box", "key__day")])
    lost = len(ids) - len(opened)
    _random.shuffle(opened)
    _copy(opened)
    add_counts(wave=wave, answers=opened)
    add_quota_counts(wave=wave, answers=[answer.answers for answer in opened])
    rows._raw_delete("default")
    if lost:
        Wave.objects.filter(pk=wave.pk).update(lost_count=F("lost_count") + lost)
    return Batch(filed=len(opened), lost=lost)


def _opened(wave: Wave, boxes: Sequence[tuple[bytes, date]]) -> list[Filed]:
    """What the boxes hold; a damaged box, or one whose key went in this very moment, gives nothing."""
    keys: dict[date, SealedBox[PrivateKey] | None] = {}
    opened: list[Filed] = []
    for box, day in boxes:
        if day not in keys:
            private = secrets.read_filing_key(wave.key_name, day)
            keys[day] = SealedBox(PrivateKey(private)) if private else None
        key = keys[day]
        if key is None:
            continue
        try:
            opened.append(_answer(wave, *unpack(key.decrypt(box))))
        except CryptoError:
            continue
    return opened


def _answer(wave: Wave, answers: Answers, respondent: str, cluster: str) -> Filed:
    version = wave.instrument_version
    common = {
        "wave": wave,
        "version": version,
        "answers": answers,
        "items": version.questionnaire.scale_values(answers),
        "strata": {code: str(answers.get(code, UNKNOWN)) for code in wave.cuts},
    }
    if wave.is_confidential:
        return ConfidentialAnswer(respondent=respondent, cluster=cluster, **common)
    return Answer(**common)


def _copy(opened: Sequence[Filed]) -> None:
    """Write with COPY: the fastest way, and no statement text with an answer in it."""
    if not opened:
        return
    fields = opened[0]._meta.concrete_fields
    columns = ", ".join(str(field.column) for field in fields)
    statement = f"COPY {opened[0]._meta.db_table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for answer in opened:
            values = [getattr(answer, field.attname) for field in fields]
            copy.write_row([json.dumps(value) if isinstance(value, dict) else value for value in values])
