"""Scoring a closed wave: counts to results, through disclosure control. Loads numpy: for background tasks only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count

from measurements.choices import Level
from measurements.domain.comparability import comparable_keys
from measurements.domain.disclosure import EVERYBODY, LEAST_ORGANISATIONS, Group, Rules
from measurements.domain.scoring_key import ANSWERS, COMPLETE, PARTIAL, Construct
from measurements.domain.statistics import Dispositions, Histogram, response_rate
from measurements.domain.tabulation import Design, Line, Respondent, tabulate
from measurements.models import ConfidentialAnswer, FrameMember, Result, Wave, WaveOutcome
from measurements.queries import finite_population

from .counting import cell_name, group_of_cell, recount, scoring_key_of, stored_counts

DEFINITION_VERSION = 1


class WaveStillOpen(Exception):
    """Results exist only for closed waves of which every answer has been filed."""


class BelowFloor(Exception):
    """The wave ended with fewer answers than its floor, so it has no results."""


@transaction.atomic
def score_wave(*, wave_id: int, at: datetime) -> int:
    """Make the results of a closed wave, replacing earlier ones; returns how many lines were stored.

    The counts are recounted from the answers first, so that results never rest on drifted counts. Raises WaveStillOpen
    and BelowFloor.
    """
    wave = Wave.objects.select_for_update(of=("self",)).select_related("instrument_version").get(pk=wave_id)
    if not wave.is_settled:
        raise WaveStillOpen
    recount(wave=wave)
    counts = _histograms(wave)
    answered = sum(histogram.n for histogram in counts.get(ANSWERS, {}).values())
    if answered < wave.floor:
        raise BelowFloor
    constructs = scoring_key_of(wave).constructs
    lines = tabulate(constructs, counts, _design(wave), respondents=_respondents(wave))
    by_code = {construct.code: construct for construct in constructs}
    Result.objects.filter(wave=wave).delete()
    keys = comparable_keys(wave.instrument_version.questionnaire, mode=wave.mode)
    Result.objects.bulk_create(_result(wave, line, by_code[line.construct], keys[line.construct]) for line in lines)
    WaveOutcome.objects.update_or_create(wave=wave, defaults=_outcome(wave, counts[ANSWERS], at))
    return len(lines)


def _histograms(wave: Wave) -> Mapping[str, Mapping[Group, Histogram]]:
    values: dict[str, dict[Group, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for (cell, measure, value), count in sorted(stored_counts(wave=wave).items()):
        values[measure][group_of_cell(cell)][value] = count
    return {measure: {cell: Histogram(counts) for cell, counts in cells.items()} for measure, cells in values.items()}


def _design(wave: Wave) -> Design:
    """Stakeholders and employees are small finite populations; clients and the public are not."""
    by_organisation = wave.level == Level.STAKEHOLDERS
    size = finite_population(wave=wave)
    contacts: list[int] = []
    if by_organisation and not wave.is_confidential:
        members = FrameMember.objects.filter(wave=wave).exclude(organisation="").values("organisation")
        contacts = [row["contacts"] for row in members.annotate(contacts=Count("pk")).order_by("organisation")]
    return Design(
        rules=Rules(floor=wave.floor, least_organisations=LEAST_ORGANISATIONS if by_organisation else None),
        is_finite=size is not None,
        allows_indicative=by_organisation,
        sizes={} if size is None else {EVERYBODY: size},
        contacts=contacts,
    )


def _respondents(wave: Wave) -> list[Respondent] | None:
    """The rows of a confidential wave; None for an anonymous one, of which only counts are used."""
    if not wave.is_confidential:
        return None
    key = scoring_key_of(wave)
    respondents = []
    for answer in ConfidentialAnswer.objects.filter(wave=wave).order_by("pk"):
        organisation: Hashable = answer.cluster if wave.level == Level.STAKEHOLDERS else answer.pk
        respondents.append(
            Respondent(group_of_cell(cell_name(answer.strata)), organisation, key.scores(answer.answers))
        )
    return respondents


def _result(wave: Wave, line: Line, construct: Construct, comparable_key: str) -> Result:
    cut, category = line.group[0] if line.group else ("", "")
    result = Result(
        wave=wave,
        construct=line.construct,
        cut=cut,
        category=category,
        tier=line.tier.value,
        n=line.n,
        n_organisations=line.n_organisations,
        scale_min=construct.minimum,
        scale_max=construct.maximum,
        comparable_key=comparable_key,
    )
    if line.estimate is not None and line.low is not None and line.high is not None:
        mean = _decimal(line.estimate.value)
        result.mean, result.se, result.dof = mean, _decimal(line.estimate.se), line.estimate.dof
        result.low, result.high = min(mean, _decimal(line.low)), max(mean, _decimal(line.high))
    return result


def _outcome(wave: Wave, answers: Mapping[Group, Histogram], at: datetime) -> dict[str, object]:
    by_kind = Histogram()
    for histogram in answers.values():
        by_kind = by_kind + histogram
    complete, partial = by_kind.counts.get(COMPLETE, 0), by_kind.counts.get(PARTIAL, 0)
    rate = None
    if wave.invited_count and complete + partial >= wave.floor:
        silent = max(0, wave.invited_count - complete - partial)
        rate = _decimal(response_rate(Dispositions(complete, partial, non_contact=silent), 2))
    return {
        "scored_at": at,
        "definition_version": DEFINITION_VERSION,
        "invited": wave.invited_count,
        "complete": complete,
        "partial": partial,
        "response_rate": rate,
    }


def _decimal(number: float) -> Decimal:
    return Decimal(f"{number:.4f}")
