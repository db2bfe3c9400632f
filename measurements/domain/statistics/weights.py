"""What unequal weights cost: Kish's effective sample size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

WARN_DESIGN_EFFECT = 1.5
BLOCK_DESIGN_EFFECT = 3.0


@dataclass(frozen=True)
class Kish:
    """Effective sample size and design effect of weighting."""

    n: int
    effective_n: float
    design_effect: float

    @property
    def is_worrying(self) -> bool:
        """Weighting makes the figures clearly less precise (design effect above 1.5)."""
        return self.design_effect > WARN_DESIGN_EFFECT

    @property
    def forbids_publication(self) -> bool:
        """Weighting carries too much of the figure to publish it (design effect above 3)."""
        return self.design_effect > BLOCK_DESIGN_EFFECT


def kish(weights: Sequence[float] | npt.NDArray[np.float64]) -> Kish:
    """Effective n = (sum w)^2 / sum w^2; design effect = n / effective n = 1 + CV^2(w).

    Rows with weight zero do not count. Source: Kish, Survey Sampling (1965), section 11.7.
    Raises ValueError when no weight is positive or one is negative.
    """
    w = np.asarray(weights, dtype=np.float64)
    if (w < 0).any():
        raise ValueError("A weight is negative.")
    w = w[w > 0]
    if w.size == 0:
        raise ValueError("No weight is positive.")
    effective = float(w.sum() ** 2 / (w**2).sum())
    return Kish(n=int(w.size), effective_n=effective, design_effect=float(w.size / effective))
