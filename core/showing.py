"""A record as label → value in words, for whoever asks what is kept about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

# Columns that only help the machine.
_NOT_SHOWN = {"id", "sort_key", "version", "password", "pgh_id"}


def record_in_words(record: models.Model, *, leave_out: frozenset[str] = frozenset()) -> dict[str, str]:
    """Every field with a value; related records by their name."""
    shown = {}
    for field in record._meta.concrete_fields:
        if field.name in _NOT_SHOWN | leave_out or isinstance(field, models.BinaryField):
            continue
        text = value_in_words(record, field)
        if text:
            shown[str(field.verbose_name)] = text
    return shown


def value_in_words(record: models.Model, field: Any) -> str:
    """One value as a person reads it; empty for nothing."""
    if field.flatchoices:
        return str(getattr(record, f"get_{field.name}_display")() or "")
    value = getattr(record, field.name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
