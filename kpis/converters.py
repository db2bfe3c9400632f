"""What may stand in the addresses of this room."""

from __future__ import annotations

from core.periods import Month


class KpiConverter:
    """The id of a KPI, such as K01."""

    regex = r"K[0-9]{2}"

    def to_python(self, value: str) -> str:
        """The code as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The code as it stands."""
        return value


class MonthConverter:
    """A month as YYYY-MM."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        """The month. Raises ValueError (404) where there is none."""
        return Month.parse(value)

    def to_url(self, value: Month | str) -> str:
        """As YYYY-MM."""
        return str(value)
