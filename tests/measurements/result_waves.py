"""Waves with filed answers for the tests of results; names after states, values in a fixed order, never random."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from measurements.choices import Level, Mode, State
from measurements.domain.instrument import fingerprint
from measurements.models import Answer, ConfidentialAnswer, Instrument, InstrumentVersion, Wave
from measurements.services.counting import add_counts

AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def _texts(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}


def small_document(level: str = Level.STAKEHOLDERS, code: str = "small") -> dict[str, Any]:
    """Two agree items, a grade, a knowledge item, a choice and an open question."""
    labels = {str(point): _texts(f"punt {point}") for point in range(1, 6)}
    return {
        "code": code,
        "level": level,
        "version": 1,
        "languages": ["nl", "en"],
        "title": _texts("Klein"),
        "introduction": _texts("Welkom"),
        "thanks": _texts("Dank"),
        "scales": {
            "agree": {"minimum": 1, "maximum": 5, "labels": labels, "dont_know": _texts("Weet ik niet")},
        },
        "sections": [
            {
                "code": "one",
                "title": _texts("Een"),
                "items": [
                    {
                        "type": "grid",
                        "text": _texts("Stellingen"),
                        "scale": "agree",
                        "rows": [
                            {"code": "REP1", "text": _texts("hoog aanzien")},
                            {"code": "REP2", "text": _texts("goed gevoel")},
                        ],
                    },
                    {"code": "APP1", "type": "grade", "text": _texts("Welk cijfer?")},
                    {
                        "code": "KNO1",
                        "type": "knowledge",
                        "text": _texts("De IND beslist."),
                        "choices": [
                            {"code": "true", "text": _texts("waar")},
                            {"code": "false", "text": _texts("niet")},
                        ],
                        "right": "true",
                        "dont_know": _texts("Weet ik niet"),
                    },
                    {
                        "code": "REL1",
                        "type": "single",
                        "text": _texts("Vast contact?"),
                        "choices": [{"code": "yes", "text": _texts("ja")}, {"code": "no", "text": _texts("nee")}],
                    },
                    {"code": "OPEN1", "type": "long_text", "text": _texts("Wens")},
                ],
            }
        ],
        "constructs": [
            {
                "code": "REP",
                "title": _texts("Reputatie"),
                "rule": "mean",
                "direction": "higher",
                "items": ["REP1", "REP2"],
                "minimum_answered": 2,
            },
            {
                "code": "APP",
                "title": _texts("Cijfer"),
                "rule": "grade",
                "direction": "higher",
                "items": ["APP1"],
                "minimum_answered": 1,
            },
            {
                "code": "KNO",
                "title": _texts("Kennis"),
                "rule": "knowledge",
                "direction": "higher",
                "items": ["KNO1"],
                "minimum_answered": 1,
            },
        ],
    }


def make_version(level: str = Level.STAKEHOLDERS) -> InstrumentVersion:
    """A stored version of the small questionnaire for a level."""
    code = f"small-{level}"
    document = small_document(level, code)
    instrument, _created = Instrument.objects.get_or_create(code=code, defaults={"level": level})
    version, _created = InstrumentVersion.objects.get_or_create(
        instrument=instrument,
        number=1,
        defaults={"document": document, "sha256": fingerprint(document), "imported_at": AT},
    )
    return version


def make_wave(*, level: str = Level.PUBLIC, state: str = State.CLOSED, **fields: Any) -> Wave:
    """A wave, closed and settled unless told otherwise."""
    values: dict[str, Any] = {
        "title": "Nulmeting",
        "level": level,
        "mode": Mode.ANONYMOUS,
        "state": state,
        "opened_on": date(2026, 9, 1),
        "closed_on": date(2026, 10, 1) if state in (State.CLOSED, State.PUBLISHED) else None,
        "is_settled": state in (State.CLOSED, State.PUBLISHED),
        "invited_count": 400,
        "created_at": AT,
    }
    return Wave.objects.create(instrument_version=make_version(level), **{**values, **fields})


def given(rep1: int, rep2: int, grade: int, **more: Any) -> dict[str, Any]:
    """The answers of one person."""
    return {"REP1": rep1, "REP2": rep2, "APP1": grade, "KNO1": "true", "REL1": "yes", "OPEN1": "geheime wens", **more}


def spread_answers(n: int, **more: Any) -> list[dict[str, Any]]:
    """`n` answers that differ from each other in a fixed pattern."""
    return [given(1 + i % 5, 1 + (i // 2) % 5, 1 + i % 10, **more) for i in range(n)]


@transaction.atomic
def file_answers(
    wave: Wave,
    answers: Sequence[Mapping[str, Any]],
    *,
    strata: Mapping[str, str] | None = None,
    contacts_per_organisation: int = 1,
) -> None:
    """Write answers and their counts as filing does, in the table of the wave's mode."""
    codes = wave.instrument_version.questionnaire
    rows: list[Any] = []
    cluster = uuid.uuid4()
    for number, one in enumerate(answers):
        common: dict[str, Any] = {
            "wave": wave,
            "version": wave.instrument_version,
            "answers": dict(one),
            "items": codes.scale_values(dict(one)),
            "strata": dict(strata or {}),
        }
        if wave.is_confidential:
            if number % contacts_per_organisation == 0:
                cluster = uuid.uuid4()
            rows.append(ConfidentialAnswer(respondent=uuid.uuid4(), cluster=cluster, **common))
        else:
            rows.append(Answer(**common))
    add_counts(wave=wave, answers=rows)
    type(rows[0]).objects.bulk_create(rows)
    Wave.objects.filter(pk=wave.pk).update(done_count=wave.done_count + len(rows))
    wave.refresh_from_db()
