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
    if item.earliest and item.latest:
        return _("This is not a date between %(first)s and %(last)s.") % {"first": item.earliest, "last": item.latest}
    if item.earliest:
        return _("This is not a date from %(first)s on.") % {"first": item.earliest}
    if item.latest:
        return _("This is not a date up to %(last)s.") % {"last": item.latest}
    return _("This is not a date.")
