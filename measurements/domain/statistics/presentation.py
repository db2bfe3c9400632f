"""What a number of answers allows to be shown."""

from enum import StrEnum

FEW = 30
MANY = 100
SMALL_POPULATION_ANSWERS = 15


class Tier(StrEnum):
    """Presentation tiers; the order of members is the order of growing certainty."""

    NOTHING = "T0"
    THEMES = "T1"
    INDICATIVE = "T1c"
    MEAN = "T2"
    SUBGROUPS = "T3"

    @property
    def shows_mean(self) -> bool:
        """Whether a mean or index with its interval may be shown."""
        return self in (Tier.INDICATIVE, Tier.MEAN, Tier.SUBGROUPS)

    @property
    def shows_share(self) -> bool:
        """Whether a percentage may be shown (if it is precise enough)."""
        return self in (Tier.MEAN, Tier.SUBGROUPS)


def presentation_tier(
    n: int,
    *,
    effective_n: float | None = None,
    floor: int = 10,
    is_qualitative: bool = False,
    population: int | None = None,
    allows_indicative: bool = False,
) -> Tier:
    """The tier for `n` answers to one question in one group.

    Below the floor nothing; below 30 answers, or effectively below 30, themes only, except where the
    wave allows an indicative index in a small population (n >= 15 and n/N >= 0.5); from 100 also
    subgroups. Source: the product's methodology, section "what may be shown".
    """
    size = float(n) if effective_n is None else min(float(n), effective_n)
    if n < floor:
        return Tier.NOTHING
    if is_qualitative:
        return Tier.THEMES
    if n < FEW or size < FEW:
        small = population is not None and n >= SMALL_POPULATION_ANSWERS and 2 * n >= population
        return Tier.INDICATIVE if small and allows_indicative else Tier.THEMES
    return Tier.SUBGROUPS if n >= MANY else Tier.MEAN


def percentage_is_precise_enough(share: float, low: float, high: float) -> bool:
    """Whether a percentage is reliable enough to show (shares, not percent).

    The interval is narrower than 30 points, and either at most 5 points wide or at most 130% of the
    share. Source: Parker et al., NCHS Data Presentation Standards for Proportions, Vital and Health
    Statistics 2(175), 2017.
    """
    width = high - low
    if width >= 0.30:
        return False
    return width <= 0.05 or (share > 0 and width / share <= 1.30)
