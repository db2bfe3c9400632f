"""The one door for numbers about people: takes aggregates, returns which of them may be shown.

What is protected is derivation, not only drawing: everything shown about one question is one system
of equations over the finest cells, and no group that is too small may be bounded by it more tightly
than the floor. The verdict for a withheld group never says *why* it is withheld: who can tell "too
few" from "hidden to protect another" can compute more than the numbers shown allow.

The same input gives the same verdicts, in whatever order it comes. scipy is loaded inside functions;
the web process reads stored verdicts and never comes here.
"""

import itertools
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

Group = tuple[tuple[str, str], ...]
"""Cut and category pairs, sorted; the empty tuple is everybody."""

EVERYBODY: Group = ()
DEFAULT_FLOOR = 10
LOWEST_FLOOR = 5
OPEN_ANSWERS_FLOOR = 20
LEAST_ORGANISATIONS = 5
MOST_CUTS = 4
_INFEASIBLE = 2


class FloorTooLow(Exception):
    """A floor below 5 is never allowed."""


class TooManyCuts(Exception):
    """More than four declared cuts make cells too small to say anything about."""


class ContradictoryCounts(Exception):
    """The counts and the known sizes of groups cannot both be true."""


@dataclass(frozen=True)
class Rules:
    """The thresholds of one wave; `least_organisations` is None where no organisations answer."""

    floor: int = DEFAULT_FLOOR
    least_organisations: int | None = None

    def __post_init__(self) -> None:
        if self.floor < LOWEST_FLOOR:
            raise FloorTooLow(f"A floor of {self.floor} is lower than {LOWEST_FLOOR}.")

    @property
    def open_answers_floor(self) -> int:
        """Answers a group needs before open answers are shown."""
        return max(OPEN_ANSWERS_FLOOR, self.floor)


@dataclass(frozen=True)
class Table:
    """The aggregates of one question: counts per finest cell, and what else is known about groups.

    `cells` maps the full combination of cuts to its number of answers. `organisations` gives the
    number of organisations behind a group (a lower bound where it cannot be known exactly).
    `unanimous` names groups in which everybody answered the same: their mean tells each answer.
    `sizes` are numbers of invited people that outsiders may know. `parents` maps a cut to the cut it
    lies within (team to directorate).
    """

    cells: Mapping[Group, int]
    organisations: Mapping[Group, int] = field(default_factory=dict)
    unanimous: Collection[Group] = ()
    sizes: Mapping[Group, int] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.cuts) > MOST_CUTS:
            raise TooManyCuts(f"At most {MOST_CUTS} cuts can be declared.")

    @property
    def cuts(self) -> tuple[str, ...]:
        """Names of the declared cuts."""
        return tuple(sorted({cut for cell in self.cells for cut, _ in cell}))

    def count(self, group: Group) -> int:
        """Answers in a group."""
        return sum(n for cell, n in self.cells.items() if is_within(cell, group))


def group_of(**categories: str) -> Group:
    """Make a group from cut=category arguments."""
    return tuple(sorted(categories.items()))


def is_within(cell: Group, group: Group) -> bool:
    """Whether every member of `cell` belongs to `group`."""
    return set(group) <= set(cell)


def single_cuts(table: Table) -> list[Group]:
    """Everybody, and every category of every cut by itself."""
    pairs = sorted({pair for cell in table.cells for pair in cell})
    return [EVERYBODY, *((pair,) for pair in pairs)]


def fewest_organisations(answers: int, contacts_per_organisation: Iterable[int]) -> int:
    """The smallest number of organisations that can be behind so many anonymous answers.

    In an anonymous wave nobody knows who answered; the largest organisations of the frame together
    could have given that many answers, and no fewer organisations could.
    """
    left, organisations = answers, 0
    for contacts in sorted(contacts_per_organisation, reverse=True):
        if left <= 0:
            break
        left -= contacts
        organisations += 1
    return organisations


def open_answers_may_be_shown(answers: int, rules: Rules) -> bool:
    """Whether a group gave enough open answers for any of them to be read."""
    return answers >= rules.open_answers_floor


def released(
    table: Table,
    groups: Iterable[Group],
    rules: Rules,
    *,
    withheld_before: Collection[Group] = (),
    shown_before: Collection[Group] = (),
) -> frozenset[Group]:
    """The groups of `groups` that may be shown together.

    First every group that is itself too small is withheld (below the floor, too few organisations,
    unanimous, or withheld elsewhere: `withheld_before`). Then, as long as somebody who sees all
    shown counts can bound a small group, or a small difference between two groups, more tightly
    than the floor, the smallest shown group beside it is withheld too. `shown_before` are groups of
    the same answers that have already been published: they are known and cannot be withheld.
    """
    wanted = sorted(set(groups) | {EVERYBODY}, key=_order)
    counts = {group: table.count(group) for group in wanted}
    known = {group for group in wanted if group in set(shown_before)}
    small = {
        group
        for group in wanted
        if group not in known and (_is_small(group, table, rules) or group in withheld_before)
    }
    if EVERYBODY in small:
        return frozenset(known)
    system = _System(table)
    targets = _targets(wanted, counts, small, system, rules)
    shown = set(wanted) - small
    # Withholding more only makes bounds wider, so a target that is vague enough stays so.
    for target in targets:
        while system.width(target.cells, shown) < target.needed:
            give_up = _next_to_withhold(target, shown - known, counts)
            if give_up is None:
                break
            shown.discard(give_up)
    return frozenset(shown)


def _is_small(group: Group, table: Table, rules: Rules) -> bool:
    if table.count(group) < rules.floor or group in table.unanimous:
        return True
    if rules.least_organisations is None:
        return False
    return table.organisations.get(group, 0) < rules.least_organisations


@dataclass(frozen=True)
class _Target:
    """People who must not be pinned down: the cells they are in, and how vague it must stay."""

    cells: frozenset[Group]
    needed: int
    cuts: frozenset[str]


def _targets(
    wanted: list[Group],
    counts: Mapping[Group, int],
    small: Collection[Group],
    system: "_System",
    rules: Rules,
) -> list[_Target]:
    """Small groups, small differences between nested groups, and small remainders of a group."""
    found: set[_Target] = set()
    for group in wanted:
        if group in small and counts[group]:
            needed = min(rules.floor, system.table.sizes.get(group, rules.floor))
            found.add(_Target(system.members(group), needed, _cuts_of(group)))
    for cells, cuts in (*_differences(wanted, system), *_remainders(wanted, system)):
        if 0 < system.count(cells) < rules.floor:
            found.add(_Target(cells, rules.floor, cuts))
    return sorted(found, key=lambda target: (system.count(target.cells), sorted(target.cells), sorted(target.cuts)))


Part = tuple[frozenset[Group], frozenset[str]]


def _differences(wanted: list[Group], system: "_System") -> Iterable[Part]:
    """What a group has more than a group inside it."""
    for outer, inner in itertools.permutations(wanted, 2):
        if system.members(inner) < system.members(outer):
            yield system.members(outer) - system.members(inner), _cuts_of(inner)


def _remainders(wanted: list[Group], system: "_System") -> Iterable[Part]:
    """What a group has more than all groups of one kind inside it: people of a parent without a child."""
    for cuts in sorted({tuple(sorted(_cuts_of(group))) for group in wanted}):
        kind = [group for group in wanted if _cuts_of(group) == frozenset(cuts)]
        for outer in wanted:
            inside = [system.members(g) for g in kind if system.members(g) < system.members(outer)]
            if inside:
                yield system.members(outer).difference(*inside), frozenset(cuts)


def _cuts_of(group: Group) -> frozenset[str]:
    return frozenset(cut for cut, _ in group)


def _next_to_withhold(target: _Target, candidates: Collection[Group], counts: Mapping[Group, int]) -> Group | None:
    """The smallest shown group of the same cut; else the smallest of any; everybody last."""

    def price(group: Group) -> tuple[bool, bool, int, int, Group]:
        same_cut = _cuts_of(group) == target.cuts
        return (group == EVERYBODY, not same_cut, counts[group], *_order(group))

    return min(candidates, key=price, default=None)


def _order(group: Group) -> tuple[int, Group]:
    return len(group), group


class _System:
    """All finest cells that could hold somebody, and what shown counts say about them."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.universe = sorted(_possible_cells(table))
        self._members: dict[Group, frozenset[Group]] = {}

    def members(self, group: Group) -> frozenset[Group]:
        """The cells of a group."""
        if group not in self._members:
            inside = (cell for cell in self.universe if is_within(cell, group))
            self._members[group] = frozenset(inside)
        return self._members[group]

    def count(self, cells: Collection[Group]) -> int:
        """The number of people in these cells."""
        return sum(self.table.cells.get(cell, 0) for cell in cells)

    def width(self, cells: Collection[Group], shown: Collection[Group]) -> float:
        """How vague the number in `cells` is to somebody who knows the shown counts."""
        low, high = self.bounds(cells, shown)
        return high - low

    def bounds(self, cells: Collection[Group], shown: Collection[Group]) -> tuple[float, float]:
        """Smallest and largest whole number of people that `cells` can hold, by linear programming."""
        import numpy as np
        from scipy.optimize import linprog

        def row(inside: Collection[Group]) -> list[float]:
            return [1.0 if cell in inside else 0.0 for cell in self.universe]

        facts = sorted(shown, key=_order)
        caps = sorted(self.table.sizes, key=_order)
        target = np.array(row(cells))

        def extreme(sign: float) -> float:
            answer = linprog(
                sign * target,
                A_eq=np.array([row(self.members(g)) for g in facts]) if facts else None,
                b_eq=[float(self.table.count(g)) for g in facts] if facts else None,
                A_ub=np.array([row(self.members(g)) for g in caps]) if caps else None,
                b_ub=[float(self.table.sizes[g]) for g in caps] if caps else None,
                bounds=(0, None),
                method="highs",
            )
            if answer.status == 0 and answer.fun is not None:
                return sign * float(answer.fun)
            if answer.status == _INFEASIBLE:
                raise ContradictoryCounts("More people answered than the given sizes allow.")
            return math.inf

        return math.ceil(extreme(1.0) - 1e-6), _floor(extreme(-1.0))


def _floor(number: float) -> float:
    return number if math.isinf(number) else math.floor(number + 1e-6)


def _possible_cells(table: Table) -> set[Group]:
    """Every combination of categories, without those a hierarchy of cuts rules out."""
    seen = {cell for cell, _ in table.cells.items()}
    parent_of = {
        (child, dict(cell)[child]): dict(cell)[parent]
        for cell in seen
        for child, parent in table.parents.items()
        if child in dict(cell) and parent in dict(cell)
    }
    categories = [sorted({(cut, dict(cell)[cut]) for cell in seen if cut in dict(cell)}) for cut in table.cuts]
    combinations = {tuple(sorted(combination)) for combination in itertools.product(*categories)}
    possible = {
        cell
        for cell in combinations
        if all(
            parent_of.get((child, dict(cell)[child])) == dict(cell)[parent]
            for child, parent in table.parents.items()
            if child in dict(cell) and parent in dict(cell)
        )
    }
    return possible | seen
