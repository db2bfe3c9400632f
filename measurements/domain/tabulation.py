"""From counts or rows of one closed wave to the results that may be shown: estimate, disclosure control, tier.

Loads numpy (through the statistics): for background tasks only.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from .disclosure import EVERYBODY, Group, Rules, Table, fewest_organisations, is_within, released, single_cuts
from .scoring import UNIT
from .scoring_key import ANSWERS, Construct, Promoters
from .statistics import Estimate, Histogram, Tier, presentation_tier, stratified_mean, weighted_mean

Cells = Mapping[Group, Histogram]
PROMOTERS_NEED = 50


@dataclass(frozen=True)
class Respondent:
    """One confidential answer: its cell, the organisation behind it and its scores in ten-thousandths."""

    cell: Group
    organisation: Hashable
    scores: Mapping[str, int]


@dataclass(frozen=True)
class Design:
    """What a wave lays down for its results.

    `sizes` are eligible invited units per group (organisations where each counts once, else people), used for the
    finite population correction when `is_finite`. `contacts` are invited people per organisation, for anonymous waves
    of organisations.
    """

    rules: Rules
    is_finite: bool = False
    allows_indicative: bool = False
    is_qualitative: bool = False
    sizes: Mapping[Group, int] = field(default_factory=dict)
    contacts: Sequence[int] = ()
    parents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One construct in one group as it may be stored: numbers are None where they may not be shown."""

    construct: str
    group: Group
    tier: Tier
    n: int | None = None
    n_organisations: int | None = None
    estimate: Estimate | None = None
    low: float | None = None
    high: float | None = None


def tabulate(
    constructs: Sequence[Construct],
    counts: Mapping[str, Cells],
    design: Design,
    *,
    respondents: Sequence[Respondent] | None = None,
) -> list[Line]:
    """Everybody and every category of every declared cut, for every construct.

    `counts` holds per measure the histogram of every finest cell, `ANSWERS` among them. With `respondents` (a
    confidential wave) every organisation counts once and is a cluster; without, every answer counts once.
    Groups withheld for the answers as a whole are withheld for every construct.
    """
    taking_part = counts.get(ANSWERS, {})
    everything = _table(taking_part, design, respondents, unanimity_counts=False)
    groups = single_cuts(everything)
    base = released(everything, groups, design.rules)
    withheld = set(groups) - base
    lines: list[Line] = []
    for construct in constructs:
        # A cell without answers to this question still is a cell of the wave.
        cells = {cell: counts.get(construct.code, {}).get(cell, Histogram()) for cell in taking_part}
        own = [r for r in respondents if construct.code in r.scores] if respondents is not None else None
        table = _table(cells, design, own, unanimity_counts=True)
        shown = released(table, groups, design.rules, withheld_before=withheld)
        whole = Tier.NOTHING
        for group in groups:
            if group not in shown:
                lines.append(Line(construct.code, group, Tier.NOTHING))
                continue
            line = _line(construct, group, table, cells, design, own)
            whole = line.tier if group == EVERYBODY else whole
            # A mean of a part is given only where the whole has answers enough for subgroups.
            lines.append(line if group == EVERYBODY or whole == Tier.SUBGROUPS else _without_mean(line))
    return lines


def _without_mean(line: Line) -> Line:
    tier = Tier.THEMES if line.tier.shows_mean else line.tier
    return Line(line.construct, line.group, tier, line.n, line.n_organisations)


def _table(cells: Cells, design: Design, respondents: Sequence[Respondent] | None, *, unanimity_counts: bool) -> Table:
    plain = Table({cell: histogram.n for cell, histogram in cells.items()}, parents=design.parents)
    groups = single_cuts(plain)
    unanimous = [g for g in groups if unanimity_counts and _merged(cells, g).is_unanimous]
    organisations: dict[Group, int] = {}
    if design.rules.least_organisations is not None:
        organisations = {group: _organisations(plain, group, design, respondents) for group in groups}
    return Table(plain.cells, organisations=organisations, unanimous=unanimous, parents=design.parents)


def _organisations(table: Table, group: Group, design: Design, respondents: Sequence[Respondent] | None) -> int:
    if respondents is None:
        return fewest_organisations(table.count(group), design.contacts)
    return len({r.organisation for r in respondents if is_within(r.cell, group)})


def _merged(cells: Cells, group: Group) -> Histogram:
    merged = Histogram()
    for cell, histogram in cells.items():
        if is_within(cell, group):
            merged = merged + histogram
    return merged


def _line(
    construct: Construct,
    group: Group,
    table: Table,
    cells: Cells,
    design: Design,
    respondents: Sequence[Respondent] | None,
) -> Line:
    size = design.sizes.get(group) if design.is_finite else None
    estimate = _estimate(construct.code, group, cells, size, respondents)
    units = estimate.n if respondents is None else table.organisations.get(group, estimate.n)
    tier = presentation_tier(
        estimate.n,
        effective_n=estimate.effective_n,
        floor=design.rules.floor,
        is_qualitative=design.is_qualitative,
        population=size,
        # The exception is for a small population as a whole, never for a part of it; units are organisations
        # where each counts once.
        allows_indicative=design.allows_indicative and group == EVERYBODY and size is not None and 2 * units >= size,
    )
    if isinstance(construct, Promoters) and estimate.n < PROMOTERS_NEED and tier.shows_mean:
        tier = Tier.THEMES
    n_organisations = table.organisations.get(group) if respondents is not None else None
    if not tier.shows_mean:
        return Line(construct.code, group, tier, estimate.n, n_organisations)
    low, high = estimate.interval()
    return Line(
        construct.code,
        group,
        tier,
        estimate.n,
        n_organisations,
        estimate,
        max(low, float(construct.minimum)),
        min(high, float(construct.maximum)),
    )


def _estimate(
    code: str, group: Group, cells: Cells, size: int | None, respondents: Sequence[Respondent] | None
) -> Estimate:
    if respondents is None:
        population: dict[Hashable, int] | None = None if size is None else {None: size}
        return stratified_mean({None: _merged(cells, group)}, population=population, scale=UNIT)
    inside = [r for r in respondents if is_within(r.cell, group)]
    answering: dict[Hashable, int] = {}
    for respondent in inside:
        answering[respondent.organisation] = answering.get(respondent.organisation, 0) + 1
    return weighted_mean(
        [respondent.scores[code] / UNIT for respondent in inside],
        [1 / answering[respondent.organisation] for respondent in inside],
        clusters=[respondent.organisation for respondent in inside],
        population=size,
    )
