"""One value as a source gives it for one month: plain, with everything that is needed to count it again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Measured:
    """The value of one KPI for one level and dimension in one month.

    `value`, `low`, `high` and `standard_error` are in the unit of the KPI; `low` and `high` are None for full counts.
    `withheld` is a reason code when the value may not be shown; then value, interval and counts are None or 0.
    `as_of` is the last day the data speak about. `comparable_key` differs where the trend line must break.
    """

    level: str
    value: float | None
    n: int
    as_of: date
    dimension: str = ""
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None
    degrees_of_freedom: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    exclusions: dict[str, int] = field(default_factory=dict)
    tier: str = ""
    withheld: str = ""
    source: str = ""
    source_label: str = ""
    comparable_key: str = ""
    is_fictional: bool = False
