"""Quotas: how many answers of a group are wanted. Counted when answers are filed, asked after while they are given.

Because only filed answers count, a quota can be passed by as many answers as still wait to be filed; no count ever
tells what the last respondent answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from measurements.domain.conditions import holds
from measurements.domain.instrument import Answers, Questionnaire, Quota
from measurements.models import QuotaCount, Wave

_ADD = """
    INSERT INTO measurements_quotacount (wave_id, code, count)
    SELECT %s, * FROM unnest(%s::varchar[], %s::int[])
    ON CONFLICT (wave_id, code) DO UPDATE SET count = measurements_quotacount.count + excluded.count
"""


def full_quota(*, wave_id: int, questionnaire: Questionnaire, answers: Answers) -> Quota | None:
    """The first full quota that whoever gives these answers belongs to."""
    own = [quota for quota in questionnaire.quotas if holds(quota.condition, answers)]
    if not own:
        return None
    counts = dict(QuotaCount.objects.filter(wave_id=wave_id).values_list("code", "count"))
    return next((quota for quota in own if counts.get(quota.code, 0) >= quota.limit), None)


def add_quota_counts(*, wave: Wave, answers: Iterable[Answers]) -> None:
    """Count the answers that are being filed; call it in the filing transaction."""
    quotas = wave.instrument_version.questionnaire.quotas
    if not quotas:
        return
    counts: Counter[str] = Counter()
    for given in answers:
        counts.update(quota.code for quota in quotas if holds(quota.condition, given))
    if counts:
        codes = sorted(counts)
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [wave.pk, codes, [counts[code] for code in codes]])
