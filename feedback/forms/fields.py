"""Fields that read what people type: plain text, and a day or month."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "januari january jan", "februari february feb", "maart march mrt mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "augustus august aug", "september sep sept",
            "oktober october okt oct", "november nov", "december dec",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAY = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$")
_ISO_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_MONTH = re.compile(r"^(\d{1,2})[-/. ](\d{4})$")
_ISO_MONTH = re.compile(r"^(\d{4})-(\d{1,2})$")
_NAMED_DAY = re.compile(r"^(\d{1,2}) ([a-z]+) (\d{4})$")
_NAMED_MONTH = re.compile(r"^([a-z]+) (\d{4})$")


class PlainTextField(forms.CharField):
    """Text of several lines. A line end counts once; control characters are refused with a message."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text with Unix line ends, in one Unicode form. Raises ValidationError for control characters."""
        text = str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        if any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t" for character in text):
            raise ValidationError(
                _("The text holds signs that cannot be read. Type it again, or paste it as plain text."),
                code="control_characters",
            )
        return unicodedata.normalize("NFC", text)


class PlainLineField(PlainTextField):
    """The same on one line."""

    widget = forms.TextInput  # type: ignore[assignment]

    def to_python(self, value: Any) -> str:
        """The text on one line."""
        return " ".join(super().to_python(value).split())


class DayOrMonthField(forms.CharField):
    """A day ("15-03-2027", "15 maart 2027") or a month ("03-2027", "maart 2027"); gives (date, is_month)."""

    default_error_messages = {
        "invalid": _("Give a day, for example 15-03-2027, or a month, for example 03-2027."),
    }

    def to_python(self, value: Any) -> Any:
        """(first day, is_month), or None when it was left empty."""
        text = " ".join(str(super().to_python(value) or "").lower().split())
        if not text:
            return None
        try:
            return self._parse(text)
        except (ValueError, KeyError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def _parse(self, text: str) -> tuple[date, bool]:
        if match := _DAY.match(text):
            return date(int(match[3]), int(match[2]), int(match[1])), False
        if match := _ISO_DAY.match(text):
            return date(int(match[1]), int(match[2]), int(match[3])), False
        if match := _NAMED_DAY.match(text):
            return date(int(match[3]), _MONTHS[match[2]], int(match[1])), False
        if match := _MONTH.match(text):
            return date(int(match[2]), int(match[1]), 1), True
        if match := _ISO_MONTH.match(text):
            return date(int(match[1]), int(match[2]), 1), True
        if match := _NAMED_MONTH.match(text):
            return date(int(match[2]), _MONTHS[match[1]], 1), True
        raise ValueError(text)

    def run_validators(self, value: Any) -> None:
        """Length and control characters were settled in reading."""

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input again."""
        if isinstance(value, tuple):
            day, is_month = value
            return date_format(day, "m-Y" if is_month else "d-m-Y")
        return value
