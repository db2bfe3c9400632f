"""Taking in an answer: found by its link, sealed, and stored together with the done-mark in one statement.

Runs in the web process without queue, cache or session. The statement is raw SQL so that mark, box and draft go in
one round trip and one transaction, and so that the number of statements never depends on the link.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import IntegrityError, connection
from django.utils import timezone
from nacl.public import PublicKey, SealedBox

from measurements.choices import State
from measurements.domain.answers import pack
from measurements.domain.instrument import HALF, Answers, Questionnaire
from measurements.exceptions import AlreadyAnswered, NothingAnswered, NotOpen, SecretGone
from measurements.models import InstrumentVersion

from .secrets import draft_locator, token_hash

_FIND = """
    SELECT i.number, i.is_done, w.id, w.state, w.mode, w.languages, w.key_name, v.id, v.sha256,
           k.id, k.public_key, r.respondent, r.cluster
      FROM measurements_invitation i
      JOIN measurements_wave w ON w.id = i.wave_id
      JOIN measurements_instrumentversion v ON v.id = w.instrument_version_id
      LEFT JOIN measurements_respondentkey r ON r.member_id = i.member_id
      LEFT JOIN LATERAL (
           SELECT f.id, f.public_key FROM measurements_filingkey f
            WHERE f.wave_id = w.id ORDER BY abs(f.day - %s) LIMIT 1
      ) k ON true
     WHERE i.token_hash = %s
"""
_TAKE_IN = """
    WITH done AS (
        UPDATE measurements_invitation i SET is_done = true
          FROM measurements_wave w
         WHERE i.number = %s AND NOT i.is_done AND w.id = i.wave_id AND w.state = 'open'
        RETURNING i.wave_id
    ), sealed AS (
        INSERT INTO measurements_sealedanswer (id, wave_id, key_id, box)
        SELECT %s, wave_id, %s, %s FROM done
    ), forgotten AS (
        DELETE FROM measurements_draft WHERE locator = %s AND EXISTS (SELECT 1 FROM done)
    )
    SELECT count(*) FROM done
"""
_COUNT = """
    INSERT INTO measurements_fieldworkcount (wave_id, day, measure, count)
    SELECT %s, %s, unnest(%s::varchar[]), 1
    ON CONFLICT (wave_id, day, measure) DO UPDATE SET count = measurements_fieldworkcount.count + 1
"""
# Upper ends of the duration bands in seconds; the fourth band is open.
DURATION_BANDS = (5 * 60, 10 * 60, 20 * 60)


@dataclass(frozen=True)
class Invited:
    """What the form needs to know of the wave behind a link. `number` is None in a rehearsal, which stores nothing."""

    number: uuid.UUID | None
    is_done: bool
    wave_id: int
    state: str
    mode: str
    languages: tuple[str, ...]
    key_name: uuid.UUID
    version_id: int
    sha256: str
    filing_key_id: int | None
    public_key: bytes
    respondent: str
    cluster: str

    @property
    def is_rehearsal(self) -> bool:
        """A link with which the researcher tries the form; nothing is stored."""
        return self.number is None

    @property
    def is_open(self) -> bool:
        """Whether the form can be filled in with this link now."""
        return self.is_rehearsal or (self.state == State.OPEN and not self.is_done)


def find_invited(*, token: str, at: datetime) -> Invited | None:
    """Whoever holds this link, or None; one query, whatever the token looks like."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [timezone.localdate(at), token_hash(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    return Invited(
        number=row[0],
        is_done=row[1],
        wave_id=row[2],
        state=row[3],
        mode=row[4],
        languages=tuple(row[5]),
        key_name=row[6],
        version_id=row[7],
        sha256=row[8],
        filing_key_id=row[9],
        public_key=bytes(row[10] or b""),
        respondent=str(row[11] or ""),
        cluster=str(row[12] or ""),
    )


@lru_cache(maxsize=32)
def questionnaire_of(version_id: int, sha256: str) -> Questionnaire:
    """The questionnaire of a version, kept in the process because a document with this hash never changes."""
    return InstrumentVersion.objects.get(pk=version_id).questionnaire


def submit_answer(*, invited: Invited, token: str, answers: Answers, at: datetime, half: str = "") -> None:
    """Seal and store one answer, with the half that was drawn; durable when this returns.

    Raises NothingAnswered, AlreadyAnswered (also for the second of two at once) and NotOpen.
    """
    if not answers:
        raise NothingAnswered
    if invited.is_rehearsal:
        return
    if invited.filing_key_id is None:
        raise NotOpen
    packed = pack(
        questionnaire_of(invited.version_id, invited.sha256),
        answers={**answers, HALF: half} if half else answers,
        respondent=invited.respondent,
        cluster=invited.cluster,
    )
    box = SealedBox(PublicKey(invited.public_key)).encrypt(packed)
    try:
        locator = draft_locator(invited.key_name, token)
    except SecretGone:
        locator = b""
    values = [invited.number, uuid.uuid4(), invited.filing_key_id, box, locator]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_IN, values)
            row = cursor.fetchone()
    except IntegrityError:
        # The filing key was destroyed in this very moment: the day is long past or the wave has closed.
        raise NotOpen from None
    if not row or not row[0]:
        raise AlreadyAnswered


def count_fieldwork(*, wave_id: int, day: date, measures: Sequence[str]) -> None:
    """Add one to each of these counters of the day, apart from any answer."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [wave_id, day, sorted(set(measures))])


def duration_band(seconds: int) -> int:
    """1 to 4: under five, ten, twenty minutes, and longer."""
    return 1 + sum(seconds >= end for end in DURATION_BANDS)
