"""What is said to a respondent about an answer that cannot be taken."""

from __future__ import annotations

from django.utils.translation import gettext as _

from measurements.domain import typing_in
from measurements.domain.answers import NOT_ALONE, OUTSIDE, REQUIRED
from measurements.domain.instrument import Item

from .writing import date_help, number_help, ranking_help


def message_for(item: Item, error: str) -> str:
    """The message for an error of `read_answers`, in the active language."""
    if error == REQUIRED:
        return _("Answer this question.")
    if error == OUTSIDE:
        return _("Choose one of the answers that are shown.")
    if error == NOT_ALONE:
        return _("Give an answer, or choose that you have none. Both together is not possible.")
    if error == typing_in.NUMBER:
        return f"{_('This is not a number that fits.')} {number_help(item)}"
    if error == typing_in.DATE:
        return f"{_date_range(item)} {date_help(item)}"
    if error == typing_in.RANKS:
        return ranking_help(item)
    return _("This text is too long. Use at most %(number)s characters.") % {"number": item.max_length}


def _date_range(item: Item) -> str:
    first, last = _day(item.earliest), _day(item.latest)
    if first and last:
        return _("This is not a date between %(first)s and %(last)s.") % {"first": first, "last": last}
    if first:
        return _("This is not a date from %(first)s on.") % {"first": first}
    if last:
        return _("This is not a date up to %(last)s.") % {"last": last}
    return _("This is not a date.")


def _day(iso: str) -> str:
    """A day as it is typed into the fields: day, month, year."""
    return "-".join(str(int(part)) for part in reversed(iso.split("-"))) if iso else ""
