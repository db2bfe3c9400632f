"""Outcome rates of a survey as AAPOR defines them."""

from dataclasses import dataclass
from typing import Literal

ResponseRate = Literal[1, 2, 3, 4, 5, 6]


@dataclass(frozen=True)
class Dispositions:
    """Final outcome of every case of a frame, without those known not to be eligible."""

    complete: int
    partial: int = 0
    refusal: int = 0
    non_contact: int = 0
    other: int = 0
    unknown_household: int = 0
    unknown_other: int = 0

    @property
    def known(self) -> int:
        """Cases known to be eligible."""
        return self.complete + self.partial + self.refusal + self.non_contact + self.other

    @property
    def unknown(self) -> int:
        """Cases of which eligibility is unknown."""
        return self.unknown_household + self.unknown_other


def response_rate(outcome: Dispositions, kind: ResponseRate, *, eligible_share: float | None = None) -> float:
    """AAPOR response rate RR1 to RR6, as a share.

    RR1 = I / (known + unknown); RR2 = (I+P) / same; RR3 = I / (known + e unknown); RR4 = (I+P) / same;
    RR5 = I / known; RR6 = (I+P) / known. `eligible_share` is e, the documented share of the unknown
    cases that is eligible. Source: AAPOR, Standard Definitions (10th edition, 2023).
    Raises ValueError when RR3 or RR4 is asked without e, or when no case counts.
    """
    answered = outcome.complete + (outcome.partial if kind in (2, 4, 6) else 0)
    if kind in (1, 2):
        base = float(outcome.known + outcome.unknown)
    elif kind in (3, 4):
        if eligible_share is None or not 0 <= eligible_share <= 1:
            raise ValueError("RR3 and RR4 need the share of unknown cases that is eligible.")
        base = outcome.known + eligible_share * outcome.unknown
    else:
        base = float(outcome.known)
    if base <= 0:
        raise ValueError("No case counts for this rate.")
    return answered / base
