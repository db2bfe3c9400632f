"""Named reads of joint goals: the list, where measures stand, what a partner reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Max, Q, QuerySet

from stakeholders.models import GoalCommitment, GoalMeasure, GoalProgress, JointGoal


@dataclass(frozen=True)
class MeasureState:
    """Where a measure stands: the last value, and how far from the start to the target, in percent (0 to 100)."""

    measure: GoalMeasure
    rows: tuple[GoalProgress, ...]  # newest day first, one for each day

    @property
    def last(self) -> GoalProgress | None:
        """The latest value, or None while nothing was entered."""
        return self.rows[0] if self.rows else None

    @property
    def percent(self) -> int | None:
        """How much of the way was gone; None while nothing was entered."""
        if self.last is None:
            return None
        return way_gone(self.measure.baseline, self.measure.target, self.last.value)

    @property
    def is_reached(self) -> bool:
        """Whether the last value is the target or beyond."""
        return self.percent == 100


def way_gone(baseline: Decimal, target: Decimal, value: Decimal) -> int:
    """Percent of the way from baseline to target, never less than 0 or more than 100; works downwards too."""
    share = (value - baseline) / (target - baseline) * 100
    return int(max(Decimal(0), min(Decimal(100), share)))


def goal_list() -> QuerySet[JointGoal]:
    """Joint goals with owner, partners, number of open commitments and the day of the last value."""
    return (
        JointGoal.objects.select_related("owner")
        .prefetch_related("partners")
        .annotate(
            open_commitments=Count("commitments", filter=Q(commitments__state="open"), distinct=True),
            last_as_of=Max("measures__progress__as_of"),
        )
    )


def goals_with_measures(goals: QuerySet[JointGoal]) -> list[JointGoal]:
    """These goals with their measures; two queries."""
    return list(goals.prefetch_related("measures"))


def measure_states(goals: Sequence[JointGoal]) -> dict[int, list[MeasureState]]:
    """Per goal where each measure stands; the goals come with their measures. One query."""
    measures = [measure for goal in goals for measure in goal.measures.all()]
    rows: dict[int, list[GoalProgress]] = defaultdict(list)
    seen: set[tuple[int, date]] = set()
    for row in GoalProgress.objects.filter(measure__in=measures):
        # The last one entered for a day comes first and counts.
        if (row.measure_id, row.as_of) not in seen:
            seen.add((row.measure_id, row.as_of))
            rows[row.measure_id].append(row)
    found: dict[int, list[MeasureState]] = {goal.pk: [] for goal in goals}
    for measure in measures:
        found[measure.goal_id].append(MeasureState(measure, tuple(rows[measure.pk])))
    return found


def open_commitments_of(organisations: Iterable[int]) -> QuerySet[GoalCommitment]:
    """Open commitments of running goals: by one of these partners, or by us in a goal with one of them."""
    keys = list(organisations)
    return (
        GoalCommitment.objects.filter(state="open", goal__state="running", goal__status="active")
        .filter(Q(organisation__in=keys) | Q(owner__isnull=False, goal__partners__in=keys))
        .select_related("goal", "owner", "organisation")
        .distinct()
    )


def goal_entries(*, organisation: int) -> list[tuple[datetime, str, str]]:
    """Progress of the goals with this partner: when it was entered, in words, and the page."""
    rows = (
        GoalProgress.objects.filter(measure__goal__partners=organisation, measure__goal__status="active")
        .select_related("measure__goal")
        .order_by("-created_at")[:50]
    )
    return [
        (
            row.created_at,
            f"{row.measure.goal.title}: {row.measure.name} {row.value.normalize():f} {row.measure.unit}".strip(),
            row.measure.goal.get_absolute_url(),
        )
        for row in rows
    ]
