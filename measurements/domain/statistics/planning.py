"""How many answers are needed, and what change a wave can show at all."""

import math


def sample_size(margin: float, *, share: float = 0.5, population: int | None = None) -> int:
    """Answers needed for a 95% margin of +/- `margin` (as a share) around `share`.

    n0 = z^2 p(1-p) / e^2; with a finite population n = n0 / (1 + (n0 - 1) / N); rounded up.
    Source: Cochran, Sampling Techniques (1977), section 4.4.
    """
    from scipy import stats

    z = float(stats.norm.ppf(0.975))
    n = z * z * share * (1 - share) / margin**2
    if population is not None:
        n = n / (1 + (n - 1) / population)
    return math.ceil(n - 1e-9)


def minimum_detectable_change_of_share(
    n: float,
    *,
    share: float = 0.5,
    power: float = 0.8,
    alpha: float = 0.05,
    design_effect: float = 1.0,
    population: int | None = None,
) -> float:
    """Smallest rise of a share that two independent waves of `n` each find with the given power.

    Solves power = Phi((d sqrt(n) - z sqrt(2 pbar(1-pbar))) / sqrt(p1(1-p1) + p2(1-p2))) for d, with
    n divided by the design effect, and by (1 - n/N) when the finite population counts. As R's
    `power.prop.test`. Source: Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions
    (2003), chapter 4. Raises ValueError when no change up to the end of the scale is detectable.
    """
    from scipy import optimize, stats

    usable = _usable_n(n, design_effect, population)
    if math.isinf(usable):
        return 0.0
    z = float(stats.norm.ppf(1 - alpha / 2))

    def missing_power(change: float) -> float:
        later = share + change
        middle = (share + later) / 2
        spread = math.sqrt(share * (1 - share) + later * (1 - later))
        if spread == 0:
            return 1 - power
        null = z * math.sqrt(2 * middle * (1 - middle))
        return float(stats.norm.cdf((change * math.sqrt(usable) - null) / spread)) - power

    top = 1 - share
    if missing_power(top) < 0:
        raise ValueError("With this sample no change of this share can be shown.")
    return float(optimize.brentq(missing_power, 1e-9, top))


def minimum_detectable_change_of_index(
    n: float,
    *,
    sd: float = 20.0,
    power: float = 0.8,
    alpha: float = 0.05,
    design_effect: float = 1.0,
    correlation: float | None = None,
    population: int | None = None,
) -> float:
    """Smallest change of a mean that two waves of `n` each find with the given power, in its units.

    d = (z_{1-alpha/2} + z_power) sd sqrt(2 / n), and times sqrt(1 - r) when the same people answer
    twice with correlation r. Source: Cohen, Statistical Power Analysis (1988), chapter 2 (normal).
    """
    from scipy import stats

    usable = _usable_n(n, design_effect, population)
    z = float(stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power))
    same_people = 1.0 if correlation is None else 1 - correlation
    return z * sd * math.sqrt(2 * same_people / usable)


def _usable_n(n: float, design_effect: float, population: int | None) -> float:
    """The size of an infinite-population simple random sample that is as precise."""
    usable = n / design_effect
    if population is None:
        return usable
    if n > population:
        raise ValueError("The sample is larger than the population.")
    return math.inf if n == population else usable / (1 - n / population)
