"""Finding: direct hits (every word, or its beginning, stands there), and what resembles it when there are none.

What is asked of the database is bounded, however many records there are: per kind the first few hundred candidates are
taken by index (names that begin so, documents with the very words, documents with words that begin so; of what
happened on a day the latest), and only those are ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import connection, models, transaction

from core.models import SearchDocument
from core.registry import SearchKind

MOST_WORDS = 8
LATEST = 1000  # of what happened on a day a list that is searched shows no more than the latest
MOST_LETTERS = 100
CANDIDATES = 300  # of one kind and one way of matching
SHORTEST_RESEMBLING = 4  # a shorter word resembles everything
SHORTEST_PART = 4  # so many letters also count inside a word: Dutch writes its compounds as one
RESEMBLES = 0.5  # share of a word's letter groups that must stand in a name
SUGGESTED = 0.3

Records = TypeVar("Records", bound="models.QuerySet[models.Model]")


@dataclass(frozen=True)
class Found:
    """A document that was found."""

    kind: str
    object_id: int
    title: str
    detail: str
    body: str
    happened_on: date | None
    is_active: bool


@dataclass(frozen=True)
class Answer:
    """What was found of one kind: a page of it, and how many there are (no more are counted than `is_more` says)."""

    kind: SearchKind
    found: tuple[Found, ...]
    total: int
    is_more: bool
    is_direct: bool  # False: nothing holds the words, these resemble them


def tidy(words: str) -> str:
    """What is searched for: a few words, without what no text holds."""
    asked = [word for word in words.replace("\x00", "").split() if any(letter.isalnum() for letter in word)]
    return " ".join(asked[:MOST_WORDS])[:MOST_LETTERS]


_COLUMNS = "d.kind, d.object_id, d.title, d.detail, d.body, d.happened_on, d.is_active"
_NAMED = """
    (SELECT id FROM core_searchdocument WHERE kind = '{kind}' AND title_key ^@ core_plain_words(%(words)s)
        ORDER BY title_key LIMIT {limit})
    UNION (SELECT id FROM core_searchdocument WHERE kind = '{kind}'
        AND vector @@ core_search_query(%(words)s, false) LIMIT {limit})
    UNION (SELECT id FROM core_searchdocument WHERE kind = '{kind}'
        AND vector @@ core_search_query(%(words)s, true) LIMIT {limit}){within}
"""
_WITHIN = """
    UNION (SELECT id FROM core_searchdocument WHERE kind = '{kind}'
        AND name_key LIKE '%%' || core_plain_words(%(words)s) || '%%' LIMIT {limit})
"""
_DATED = """
    SELECT id FROM core_searchdocument WHERE kind = '{kind}' AND vector @@ core_search_query(%(words)s, true)
        ORDER BY happened_on DESC LIMIT {limit}
"""
# Called so; begins so; holds the very words (in the title, then the detail, then the text); holds their beginnings.
_RANK = """
    4 * (d.title_key = core_plain_words(%(words)s))::int
    + 2 * (' ' || d.name_key || ' ' LIKE '%% ' || core_plain_words(%(words)s) || ' %%')::int
    + (d.title_key ^@ core_plain_words(%(words)s))::int
    + 2 * ts_rank(d.vector, core_search_query(%(words)s, false), 1)
    + ts_rank(d.vector, core_search_query(%(words)s, true), 1)
"""
_DIRECT = """
(SELECT {columns}, count(*) OVER () AS total
FROM (SELECT d.*, {rank} AS rank FROM core_searchdocument d WHERE d.id IN ({candidates})) AS d
ORDER BY d.is_active DESC, {order} LIMIT %(limit)s OFFSET %(offset)s)
"""
_BY_NAME = "d.rank DESC, d.title_key, d.id"
_BY_DAY = "(d.rank > 2) DESC, d.happened_on DESC, d.rank DESC, d.id"


def find(*, words: str, kinds: Sequence[SearchKind], limit: int, offset: int = 0) -> list[Answer]:
    """Hits of each kind, in the order of the kinds; kinds without a hit are left out.

    Direct hits cost one query. Only when no name holds the words, names that resemble them are asked for too.
    """
    words = tidy(words)
    if not words or not kinds:
        return []
    answers = _direct(words, kinds, limit, offset)
    named = [kind for kind in kinds if kind.is_named]
    if not any(answer.kind.is_named for answer in answers) and offset == 0:
        answers += _resembling(words, named, limit, RESEMBLES)
    return sorted(answers, key=lambda answer: kinds.index(answer.kind))


def suggestions(*, words: str, kinds: Sequence[SearchKind], limit: int = 5) -> list[Found]:
    """Names that resemble the words a little, for somebody who found nothing."""
    answers = _resembling(tidy(words), [kind for kind in kinds if kind.is_named], limit, SUGGESTED)
    return [found for answer in answers for found in answer.found][:limit]


def _direct(words: str, kinds: Sequence[SearchKind], limit: int, offset: int) -> list[Answer]:
    parts = [
        _DIRECT.format(
            columns=_COLUMNS,
            rank=_RANK,
            candidates=_candidates(kind, words),
            order=_BY_NAME if kind.is_named else _BY_DAY,
        )
        for kind in kinds
    ]
    with by_index(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), {"words": words, "limit": limit, "offset": offset})
        rows = cursor.fetchall()
    return _answers(rows, kinds, is_direct=True)


@contextmanager
def by_index() -> Iterator[None]:
    """Within it the database reads no table from end to end.

    It knows how often a word occurs, not that a word of conversations is rare in names, and would rather read all.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = on")


def _candidates(kind: SearchKind, words: str) -> str:
    if not kind.is_named:
        return _DATED.format(kind=kind.name, limit=CANDIDATES)
    within = _WITHIN.format(kind=kind.name, limit=CANDIDATES) if len(words) >= SHORTEST_PART else ""
    return _NAMED.format(kind=kind.name, limit=CANDIDATES, within=within)


_RESEMBLING = """
SELECT {columns}, count(*) OVER (PARTITION BY d.kind)
FROM (
    SELECT id, row_number() OVER (PARTITION BY kind ORDER BY is_active DESC, likeness DESC, title_key) AS place
    FROM (SELECT id, kind, is_active, title_key, {likeness} AS likeness FROM core_searchdocument WHERE {conditions})
        AS alike
) AS placed JOIN core_searchdocument d USING (id) WHERE place <= %(limit)s ORDER BY place
"""


def _resembling(words: str, kinds: Sequence[SearchKind], limit: int, enough: float) -> list[Answer]:
    conditions, likeness, values = _likeness(words)
    if not conditions or not kinds:
        return []
    of_kind = " OR ".join(f"(kind = '{kind.name}' AND {conditions})" for kind in kinds)
    query = _RESEMBLING.format(columns=_COLUMNS, likeness=likeness, conditions=of_kind)
    with transaction.atomic(), connection.cursor() as cursor:
        _set_enough(enough)
        cursor.execute(query, {**values, "limit": limit})
        rows = cursor.fetchall()
    return _answers(rows, kinds, is_direct=False)


def _set_enough(enough: float) -> None:
    """From which likeness on the operator `<%` says yes, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(enough)])


def _likeness(words: str) -> tuple[str, str, dict[str, str]]:
    """Condition, measure and values: each long word resembles a part of the name, each short one stands in it."""
    conditions, measures, values = [], [], {}
    for number, word in enumerate(words.split()):
        name = f"word{number}"
        values[name] = word
        if len(word) < SHORTEST_RESEMBLING:
            conditions.append(f"vector @@ core_search_query(%({name})s, true)")
            continue
        conditions.append(f"core_plain_words(%({name})s) <%% name_key")
        measures.append(f"word_similarity(core_plain_words(%({name})s), name_key)")
    if not measures:
        return "", "", {}
    return " AND ".join(conditions), " + ".join(measures), values


def _answers(rows: Iterable[tuple[object, ...]], kinds: Sequence[SearchKind], *, is_direct: bool) -> list[Answer]:
    by_kind: dict[str, list[tuple[object, ...]]] = {}
    for row in rows:
        by_kind.setdefault(str(row[0]), []).append(row)
    answers = []
    for kind in kinds:
        if own := by_kind.get(kind.name):
            total = int(str(own[0][7]))
            found = tuple(Found(*row[:7]) for row in own)  # type: ignore[arg-type]
            answers.append(Answer(kind, found, total, is_direct and total >= CANDIDATES, is_direct))
    return answers


def matching(records: Records, *, kind: str, words: str, is_named: bool = True) -> Records:
    """The records of a list that are found by these words; all of them without words.

    Names that begin so come first; what is not named keeps its order. One small query says whether any name holds the
    words; if none does, it is the records whose names resemble them, the most alike first.
    """
    if not words.strip():
        return records
    words = tidy(words)
    if not words:
        return records.none()
    query = _words_function("core_search_query", models.Value(words), models.Value(True))
    key = _words_function("core_plain_words", models.Value(words))
    documents = SearchDocument.objects.filter(kind=kind)
    if not is_named:
        latest = documents.filter(_Matches(models.F("vector"), query)).order_by("-happened_on")
        with by_index():
            return records.filter(pk__in=list(latest.values_list("object_id", flat=True)[:LATEST]))
    holds = models.Q(_Matches(models.F("vector"), query))
    if len(words) >= SHORTEST_PART:
        holds |= models.Q(name_key__contains=key)
    direct = documents.filter(holds)
    with by_index():
        is_direct = direct.exists()
    if is_direct:
        begins = models.Exists(documents.filter(_Begins(models.F("title_key"), key), object_id=models.OuterRef("pk")))
        return records.filter(pk__in=direct.values("object_id")).order_by(begins.desc(), "sort_key", "pk")
    ids = _resembling_ids(kind, words)
    order = models.Case(*(models.When(pk=pk, then=place) for place, pk in enumerate(ids)), default=len(ids))
    return records.filter(pk__in=ids).order_by(order, "sort_key", "pk")


def _resembling_ids(kind: str, words: str) -> list[int]:
    conditions, likeness, values = _likeness(words)
    if not conditions:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        _set_enough(RESEMBLES)
        cursor.execute(
            f"SELECT object_id FROM core_searchdocument WHERE kind = %(kind)s AND {conditions}"  # noqa: S608
            f" ORDER BY {likeness} DESC, title_key LIMIT {CANDIDATES}",
            {**values, "kind": kind},
        )
        return [row[0] for row in cursor.fetchall()]


def _words_function(name: str, *values: models.Value) -> models.Func:
    return models.Func(*values, function=name, output_field=models.TextField())


class _Matches(models.Func):
    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = models.BooleanField()


class _Begins(models.Func):
    arg_joiner = " ^@ "
    template = "%(expressions)s"
    output_field = models.BooleanField()
