"""When something must have happened, in working days after the day of receipt (day 0)."""

from __future__ import annotations

from datetime import date

from core.periods import add_working_days, working_days_between

# Norms of the agency, in working days.
CONFIRM_WITHIN = 2
TELL_WITHIN = 10
# Told, and the giver has nothing to add for so long: closed.
CLOSE_AFTER = 20


def confirm_by(received_on: date) -> date:
    """The last day on which the giver must know that the signal has come in."""
    return add_working_days(received_on, CONFIRM_WITHIN)


def tell_by(received_on: date, *, paused_days: int = 0, days: int = TELL_WITHIN) -> date:
    """The last day on which the giver must know what is done with it; waiting for the giver moves it."""
    return add_working_days(received_on, days + paused_days)


def working_days_paused(paused_on: date, resumed_on: date) -> int:
    """Working days on which the clock stood still because the giver had to answer first."""
    return max(0, working_days_between(paused_on, resumed_on))


def quiet_since(today: date) -> date:
    """Signals told on or before this day, of which nothing was heard since, are closed."""
    return add_working_days(today, -CLOSE_AFTER)
