"""Placing organisations in the matrix of interest, influence and attitude."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.periods import local_date
from stakeholders.models import Organisation, Standing


@transaction.atomic
def place_in_matrix(
    *,
    organisation: Organisation,
    on: date,
    interest: int,
    influence: int,
    attitude: int,
    by: Any,
    at: datetime,
    note: str = "",
) -> Standing:
    """Note how an organisation stood on a day, each from 1 to 5. A second time for the same day corrects that day.

    Raises ValidationError for a day to come or a number outside the scale.
    """
    if on > local_date(at):
        raise ValidationError({"on": _("This day lies in the future.")})
    standing = Standing.objects.select_for_update().filter(organisation=organisation, on=on).first()
    standing = standing or Standing(organisation=organisation, on=on)
    standing.interest, standing.influence, standing.attitude = interest, influence, attitude
    standing.note, standing.noted_by = note, by
    standing.full_clean()
    standing.save()
    return standing


def remove_standing(*, standing: Standing) -> None:
    """Take an estimate out of the matrix; the history keeps it."""
    standing.delete()
