"""The integer counts of a wave: added to while filing, and counted anew to prove that they are right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.db import connection, transaction

from measurements.domain.disclosure import Group
from measurements.domain.routing import applying_codes
from measurements.domain.scoring_key import ANSWERS, ScoringKey, key_of
from measurements.models import Answer, ConfidentialAnswer, JointCell, Wave

Counts = Counter[tuple[str, str, int]]
"""How often (cell, measure, value) occurs."""

_ADD = """
    INSERT INTO measurements_jointcell (wave_id, cell, measure, value, count)
    SELECT %s, * FROM unnest(%s::varchar[], %s::varchar[], %s::int[], %s::int[])
    ON CONFLICT (wave_id, cell, measure, value)
    DO UPDATE SET count = measurements_jointcell.count + excluded.count
"""


class FiledAnswer(Protocol):
    """What counting needs of an answer, written or about to be: both answer tables have it."""

    answers: dict[str, Any]
    strata: dict[str, str]


class NotInTransaction(Exception):
    """Counts are added in the transaction that writes the answers, or they drift apart."""


def scoring_key_of(wave: Wave) -> ScoringKey:
    """How answers of this wave become scores, as its questionnaire lays down."""
    return key_of(wave.instrument_version.questionnaire)


def cell_name(strata: Mapping[str, str]) -> str:
    """The categories of all declared cuts as one canonical text."""
    return json.dumps(dict(strata), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def group_of_cell(cell: str) -> Group:
    """The cell as the disclosure layer knows it."""
    return tuple(sorted(json.loads(cell).items()))


def add_counts(*, wave: Wave, answers: Iterable[FiledAnswer]) -> None:
    """Add the answers that are being filed to the counts of their wave.

    Call it inside the filing transaction, with the objects about to be written (one filer per wave at a time). Adding
    is sorted, so that the order of the answers leaves no trace in the rows. Raises NotInTransaction, and ValueError
    for an answer outside its scale (nothing is written then).
    """
    if not connection.in_atomic_block:
        raise NotInTransaction
    _add(wave, counted(wave=wave, answers=answers))


def counted(*, wave: Wave, answers: Iterable[FiledAnswer]) -> Counts:
    """Count answers, without writing anything."""
    key = scoring_key_of(wave)
    questionnaire = wave.instrument_version.questionnaire
    counts: Counts = Counter()
    for answer in answers:
        cell = cell_name(answer.strata)
        given = frozenset(code for code, value in answer.answers.items() if value not in (None, "", []))
        asked = applying_codes(questionnaire, answer.answers) if questionnaire.has_conditions else None
        counts[cell, ANSWERS, key.completeness(given, asked)] += 1
        for construct, score in key.scores(answer.answers).items():
            counts[cell, construct, score] += 1
    return counts


def answers_of(wave: Wave) -> Iterable[FiledAnswer]:
    """All filed answers of a wave, from the one table that its mode uses."""
    table = ConfidentialAnswer if wave.is_confidential else Answer
    return table.objects.filter(wave=wave).iterator(chunk_size=2000)


def stored_counts(*, wave: Wave) -> Counts:
    """The counts as they are stored."""
    rows = JointCell.objects.filter(wave=wave).values_list("cell", "measure", "value", "count")
    return Counter({(cell, measure, value): count for cell, measure, value, count in rows})


@transaction.atomic
def recount(*, wave: Wave) -> int:
    """Count all answers of a wave anew and store the result; returns how many stored counts were wrong."""
    right, found = counted(wave=wave, answers=answers_of(wave)), stored_counts(wave=wave)
    wrong = {place for place in right.keys() | found.keys() if right[place] != found[place]}
    if wrong:
        JointCell.objects.filter(wave=wave).delete()
        _add(wave, right)
    return len(wrong)


def _add(wave: Wave, counts: Counts) -> None:
    if not counts:
        return
    places = sorted(counts)
    cells, measures, values = zip(*places, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [wave.pk, list(cells), list(measures), list(values), [counts[place] for place in places]])
