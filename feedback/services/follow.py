"""What a giver can do on the follow page: say whether the answer is good enough, and add something.

Of an anonymous giver both wait in the sealed inbox, like the signal itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from core.periods import local_date
from feedback.choices import VerdictValue
from feedback.domain import codes
from feedback.domain.masking import mask
from feedback.domain.workflow import REOPENABLE_STATES, State, Word
from feedback.exceptions import AlreadyJudged, DetailMissing, NothingDecided
from feedback.models import Addition, AnswerRead, Decision, Giver, SealedEntry, Telling, Verdict

from .receive import follow_secret, seal_entry
from .states import move_signal
from .work import close_signal, reopen_signal


@dataclass(frozen=True)
class Followed:
    """What a follow code leads to: a signal with its giver, and what waits in the sealed inbox under this code."""

    giver: Giver | None
    waiting: list[SealedEntry]

    @property
    def is_known(self) -> bool:
        """Whether this code belongs to anything."""
        return self.giver is not None or bool(self.waiting)


def follow(code: str) -> Followed:
    """Look up a follow code; unknown and malformed ones cost the same two queries and find nothing."""
    secret = follow_secret()
    giver = (
        Giver.objects.filter(follow_hash=codes.follow_hash(secret, code))
        .select_related("signal", "signal__merged_into")
        .first()
    )
    waiting = list(
        SealedEntry.objects.filter(waiting_hash=codes.waiting_hash(secret, code))
        .only("id", "received_on", "is_unreadable")
        .order_by("received_on", "id")
    )
    return Followed(giver, waiting)


def answer_for(giver: Giver) -> Telling | None:
    """The answer this giver may read: the latest that was told or stands on the page and was not undone."""
    return (
        Telling.objects.filter(giver=giver, undone_at=None, told_at__isnull=False)
        .select_related("decision")
        .order_by("-decision_id")
        .first()
    )


def count_reading(decision: Decision, *, at: datetime) -> None:
    """Add one to the number of times this answer was read today."""
    day = local_date(at)
    if not AnswerRead.objects.filter(decision=decision, day=day).update(count=F("count") + 1):
        _row, created = AnswerRead.objects.get_or_create(decision=decision, day=day, defaults={"count": 1})
        if not created:
            AnswerRead.objects.filter(decision=decision, day=day).update(count=F("count") + 1)


def give_verdict(giver: Giver, *, code: str, value: str, words: str, nonce: str, at: datetime) -> None:
    """Say whether the answer is good enough; with words added, "partly" or "no" opens the signal again.

    Raises NothingDecided without an answer to judge, AlreadyJudged the second time, ValueError for another value.
    """
    value = VerdictValue(value).value
    telling = answer_for(giver)
    if telling is None:
        raise NothingDecided
    if Verdict.objects.filter(giver=giver, decision_id=telling.decision_id).exists():
        raise AlreadyJudged
    masked = mask(words, language=giver.language)
    content = {
        "value": value,
        "decision": telling.decision_id,
        "text": masked.text,
        "numbers": sum(masked.found.values()),
    }
    submission = codes.submission_id(follow_secret(), nonce=str(telling.decision_id), content=f"verdict\0{giver.pk}")
    if giver.is_anonymous:
        seal_entry(what="verdict", content=content, submission=submission, at=at, code=code)
    else:
        record_verdict(giver, content=content, at=at)


@transaction.atomic
def record_verdict(giver: Giver, *, content: dict[str, Any], at: datetime) -> None:
    """Store a verdict and let the signal close ("yes") or open again ("partly" or "no" with an explanation)."""
    decision = Decision.objects.filter(pk=content["decision"], tellings__giver=giver).first()
    if decision is None:
        return
    _verdict, created = Verdict.objects.get_or_create(
        giver=giver, decision=decision, defaults={"value": content["value"], "given_on": local_date(at)}
    )
    if not created:
        return
    text = str(content["text"]).strip()
    if text:
        reopens = content["value"] != VerdictValue.YES
        record_addition(giver, text=text, numbers=content["numbers"], at=at, reopens=reopens)
    lead = decision.signal
    if content["value"] == VerdictValue.YES and lead.state == State.TOLD and not _others_may_speak(decision):
        close_signal(lead, at=at)


def _others_may_speak(decision: Decision) -> bool:
    """Whether another giver has not said yes."""
    told = decision.tellings.filter(undone_at=None).count()
    return decision.verdicts.filter(value=VerdictValue.YES).count() < told


def add_words(giver: Giver, *, code: str, text: str, nonce: str, at: datetime) -> None:
    """Add something to a signal; it opens again when it was told or closed. Raises DetailMissing for nothing.

    The same form sent twice counts once.
    """
    if not text.strip():
        raise DetailMissing("text")
    masked = mask(text.strip(), language=giver.language)
    numbers = sum(masked.found.values())
    submission = codes.submission_id(follow_secret(), nonce=nonce, content=f"{giver.pk}\0{text}")
    if giver.is_anonymous:
        content = {"text": masked.text, "numbers": numbers}
        seal_entry(what="addition", content=content, submission=submission, at=at, code=code)
    else:
        with transaction.atomic():
            Giver.objects.select_for_update().get(pk=giver.pk)
            if not Addition.objects.filter(pk=submission).exists():
                row = Addition(pk=submission)
                record_addition(giver, text=masked.text, numbers=numbers, at=at, row=row)


@transaction.atomic
def record_addition(
    giver: Giver, *, text: str, numbers: int, at: datetime, reopens: bool = True, row: Addition | None = None
) -> Addition:
    """Store what a giver added; a told or closed signal opens again, one that waited for the giver goes on."""
    row = row or Addition()
    row.giver, row.text, row.masked_numbers, row.added_on = giver, text, numbers, local_date(at)
    row.clean_fields()
    row.save(force_insert=True)
    lead = giver.signal.merged_into or giver.signal
    lead.refresh_from_db(fields=["state"])
    if lead.state == State.AWAITING_GIVER:
        move_signal(lead, to=State.EXAMINING, at=at)
    elif reopens and State(lead.state) in REOPENABLE_STATES:
        reopen_signal(lead, note=text, at=at)
    return row


def can_judge(giver: Giver, telling: Telling | None, waiting: list[SealedEntry]) -> bool:
    """Whether the question "good enough?" is asked: there is an answer, no verdict yet, and nothing waits sealed."""
    if telling is None or waiting or giver.signal.word not in (Word.TOLD, Word.CLOSED, Word.DECIDED):
        return False
    return not Verdict.objects.filter(giver=giver, decision_id=telling.decision_id).exists()
