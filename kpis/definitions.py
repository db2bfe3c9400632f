"""Every KPI, declared once: what it is, where it comes from, when it may be shown and what counts as a change.

Change what a value means and raise `version`: values of different versions are never joined in one line.
The page docs/kpi-definitions.md is written from here (`write_kpi_docs`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from . import sources
from .choices import Level, Unit

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


class UnknownKpi(Exception):
    """No KPI with this id is declared."""


@dataclass(frozen=True)
class Dimension:
    """A part of a KPI that has a value of its own, such as a theme."""

    code: str
    name: Text
    own: Mapping[str, Any] = field(default_factory=dict)  # fields of the definition that differ for this part


@dataclass(frozen=True)
class Definition:
    """One KPI.

    `smallest_relevant` is the smallest change that matters, in the unit. `suggested_gain` is the target as a gain on
    the baseline, `suggested_level` as a value of its own (per level). `most_days_old`: older data say nothing about
    now. `is_count`: a full count of the agency's own work, so no interval is given and no significance is tested.
    `own_cases`: each month has cases of its own (a share of them is judged as such); False: every month counts the
    same organisations, or a moving year, again.
    """

    id: str
    name: Text
    question: Text
    formula: Text
    unit: Unit
    levels: tuple[Level, ...]
    source: sources.Source
    min_n: int
    guard: Text
    by_month: bool
    is_count: bool
    smallest_relevant: float
    target_hint: Text
    most_days_old: int
    suggested_gain: float | None = None
    suggested_level: dict[Level, float] = field(default_factory=dict)
    dimensions: tuple[Dimension, ...] = (Dimension("", ""),)
    higher_is_better: bool = True
    version: int = 1
    own_cases: bool = True

    def dimension_name(self, code: str) -> Text:
        """The name of a part of this KPI, empty for the KPI as a whole. Raises KeyError for an unknown part."""
        return {dimension.code: dimension.name for dimension in self.dimensions}[code]

    def part(self, code: str) -> Definition:
        """This KPI as it is declared for one of its parts: unit, target and smallest change may be its own."""
        own = {dimension.code: dimension.own for dimension in self.dimensions}.get(code)
        return replace(self, **own) if own else self

    @property
    def scale(self) -> tuple[float, float]:
        """Lowest and highest possible value."""
        return _SCALES.get(self.unit, (0.0, 100.0))


_SCALES = {Unit.GRADE: (1.0, 10.0), Unit.DAYS: (0.0, 3650.0)}


_FOUR = sources.SURVEY_LEVELS
_TWO = (Level.STAKEHOLDERS, Level.PUBLIC)
_SURVEY_DAYS = 550
_AT_LEAST_30 = _("at least 30 answers; from 15 an index when half of a small group answered")

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        id="K01",
        name=_("Reputation"),
        question=_("How highly do people think of us?"),
        formula=_(
            "Mean of the four reputation questions (esteem, good feeling, trust, respect), from 0 to 100, weighted; "
            "a person counts when at least three of the four were answered."
        ),
        unit=Unit.INDEX,
        levels=_FOUR,
        source=sources.scores("REP", *_FOUR),
        min_n=30,
        guard=_AT_LEAST_30,
        by_month=False,
        is_count=False,
        smallest_relevant=3.0,
        target_hint=_("3 points above the zero measurement in two years"),
        most_days_old=_SURVEY_DAYS,
        suggested_gain=3.0,
    ),
    Definition(
        id="K02",
        name=_("Knowledge"),
        question=_("How much do people really know about our work?"),
        formula=_("Mean share of right answers to the six knowledge questions; “don't know” counts as not right."),
        unit=Unit.PERCENT,
        levels=_TWO,
        source=sources.scores("KNO", *_TWO),
        min_n=30,
        guard=_AT_LEAST_30,
        by_month=False,
        is_count=False,
        smallest_relevant=5.0,
        target_hint=_("5 points above the zero measurement"),
        most_days_old=_SURVEY_DAYS,
        suggested_gain=5.0,
    ),
    Definition(
        id="K03",
        name=_("Understanding"),
        question=_("Do people understand how and why we decide?"),
        formula=_(
            "Mean of the three questions on understanding (how a decision is reached, why it takes long, which "
            "dilemmas staff face), from 0 to 100; a person counts when all three were answered."
        ),
        unit=Unit.INDEX,
        levels=_TWO,
        source=sources.scores("UND", *_TWO),
        min_n=30,
        guard=_AT_LEAST_30,
        by_month=False,
        is_count=False,
        smallest_relevant=3.0,
        target_hint=_("3 points above the zero measurement"),
        most_days_old=_SURVEY_DAYS,
        suggested_gain=3.0,
    ),
    Definition(
        id="K04",
        name=_("Appreciation"),
        question=_("Which grade do we get?"),
        formula=_("Mean of the grade from 1 to 10, weighted."),
        unit=Unit.GRADE,
        levels=_TWO,
        source=sources.scores("APP", *_TWO),
        min_n=30,
        guard=_AT_LEAST_30,
        by_month=False,
        is_count=False,
        smallest_relevant=0.2,
        target_hint=_("at least a 7.0"),
        most_days_old=_SURVEY_DAYS,
        suggested_level={Level.STAKEHOLDERS: 7.0, Level.PUBLIC: 7.0},
    ),
    Definition(
        id="K06",
        name=_("Relationship"),
        question=_("How do stakeholders judge working with us?"),
        formula=_(
            "Mean per theme, from 0 to 100: connection (VERB), reliability (mean of reachability, expertise, "
            "predictability, honesty and attitude) and improvement (VER); every organisation counts once."
        ),
        unit=Unit.INDEX,
        levels=(Level.STAKEHOLDERS,),
        source=sources.themes,
        min_n=30,
        guard=_AT_LEAST_30,
        by_month=False,
        is_count=False,
        smallest_relevant=3.0,
        target_hint=_("3 points above the zero measurement, for each theme"),
        most_days_old=_SURVEY_DAYS,
        suggested_gain=3.0,
        dimensions=(
            Dimension("connection", _("Connection")),
            Dimension("reliability", _("Reliability")),
            Dimension("improvement", _("Improvement")),
        ),
    ),
    Definition(
        id="K12",
        name=_("Response"),
        question=_("How many of the people we asked took part?"),
        formula=_(
            "Complete and partly complete answers divided by everyone invited who could take part (AAPOR RR2), "
            "counted at the closing of the measurement."
        ),
        unit=Unit.PERCENT,
        levels=_FOUR,
        source=sources.response_rates,
        min_n=20,
        guard=_("at least 20 invited"),
        by_month=False,
        is_count=True,
        smallest_relevant=5.0,
        target_hint=_("stakeholders 50, employees 65 percent; public as agreed with the panel"),
        most_days_old=_SURVEY_DAYS,
        suggested_level={Level.STAKEHOLDERS: 50.0, Level.EMPLOYEES: 65.0, Level.PUBLIC: 40.0, Level.CLIENTS: 25.0},
    ),
    Definition(
        id="K13",
        name=_("Fixed contact"),
        question=_("Does every stakeholder have somebody to turn to?"),
        formula=_(
            "Organisations in use that on the last day of the month have both an account manager and a deputy who "
            "still work at the agency, divided by all organisations in use. Key stakeholders are the organisations in "
            "the measurement among stakeholders. Somebody who left without a handover is nobody's fixed contact."
        ),
        unit=Unit.PERCENT,
        levels=(Level.STAKEHOLDERS,),
        source=sources.fixed_contacts,
        min_n=10,
        guard=_("at least 10 organisations"),
        by_month=True,
        is_count=True,
        smallest_relevant=5.0,
        target_hint=_("key stakeholders 100, all stakeholders 80 percent"),
        most_days_old=62,
        suggested_level={Level.STAKEHOLDERS: 100.0},
        dimensions=(
            Dimension("key", _("Key stakeholders")),
            Dimension("all", _("All stakeholders"), {"suggested_level": {Level.STAKEHOLDERS: 80.0}}),
        ),
        own_cases=False,
    ),
    Definition(
        id="K14",
        name=_("Contact kept"),
        question=_("Do we and our key stakeholders keep talking to each other?"),
        formula=_(
            "For each key stakeholder (organisation in use, in the measurement among stakeholders) the days from the "
            "last two-way contact to the last day of the month. Two-way contact: a recorded contact moment in which "
            "both sides could say something and were heard; a mailing, a letter without an answer or a presentation "
            "without questions is none. Median: over the key stakeholders that were ever spoken with. Silent: the "
            "share whose last two-way contact is more than 90 days ago, or who were never spoken with."
        ),
        unit=Unit.DAYS,
        levels=(Level.STAKEHOLDERS,),
        source=sources.last_contact,
        min_n=10,
        guard=_("at least 10 organisations"),
        by_month=True,
        is_count=True,
        smallest_relevant=7.0,
        target_hint=_("median at most 45 days; silent at most 10 percent"),
        most_days_old=62,
        suggested_level={Level.STAKEHOLDERS: 45.0},
        dimensions=(
            Dimension("median", _("Days since the last conversation")),
            Dimension(
                "silent",
                _("Silent for more than 90 days"),
                {"unit": Unit.PERCENT, "smallest_relevant": 5.0, "suggested_level": {Level.STAKEHOLDERS: 10.0}},
            ),
        ),
        higher_is_better=False,
        own_cases=False,
    ),
    Definition(
        id="K15",
        name=_("Handed over well"),
        question=_("Does a stakeholder hear in time that the contact changes, and meet the successor?"),
        formula=_(
            "Changes of account manager that were announced at least 10 working days before the change, and after "
            "which the successor was introduced within 20 working days, divided by all changes of account manager of "
            "which the 20th working day fell in the 12 months up to the end of the month. Announced: a mail about the "
            "handover went out, or it is recorded how and to whom it was told otherwise. A change without a handover "
            "counts as not announced; a first account manager and a new deputy are no change."
        ),
        unit=Unit.PERCENT,
        levels=(Level.STAKEHOLDERS,),
        source=sources.handed_over,
        min_n=5,
        guard=_("at least 5 changes in 12 months"),
        by_month=True,
        is_count=True,
        smallest_relevant=5.0,
        target_hint=_("at least 90 percent"),
        most_days_old=62,
        suggested_level={Level.STAKEHOLDERS: 90.0},
        own_cases=False,
    ),
    Definition(
        id="K16",
        name=_("Told back in time"),
        question=_("How often does the giver of a signal hear in time what we did with it?"),
        formula=_(
            "Signals whose giver was told what is done with it (also when the answer is no) within 10 working days, "
            "divided by all signals whose tenth working day fell in the month. Open and late count as not in time; "
            "an automatic reply does not count as telling."
        ),
        unit=Unit.PERCENT,
        levels=(Level.AGENCY,),
        source=sources.told_within,
        min_n=10,
        guard=_("at least 10 signals due in the month"),
        by_month=True,
        is_count=True,
        smallest_relevant=5.0,
        target_hint=_("at least 90 percent"),
        most_days_old=62,
        suggested_level={Level.AGENCY: 90.0},
    ),
)

_BY_ID = {definition.id: definition for definition in DEFINITIONS}


def definition(kpi: str) -> Definition:
    """The declaration of this KPI. Raises UnknownKpi."""
    try:
        return _BY_ID[kpi]
    except KeyError:
        raise UnknownKpi(kpi) from None


def every_series() -> list[tuple[Definition, Level, Dimension]]:
    """Everything that has a line of its own, in the order of the list."""
    return [
        (one.part(dimension.code), level, dimension)
        for one in DEFINITIONS
        for level in one.levels
        for dimension in one.dimensions
    ]
