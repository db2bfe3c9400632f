"""The words of the mail that announces a new fixed contact: a proposal per language, filled in for each receiver."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Handover, Person

# Names in braces that a text may hold; the same in every language, so that one translation fits all texts.
WORDS = {
    "name": gettext_lazy("name of the receiver"),
    "organisation": gettext_lazy("their organisation"),
    "leaver": gettext_lazy("who leaves"),
    "successor": gettext_lazy("who takes over"),
    "successor_mail": gettext_lazy("mail address of who takes over"),
    "day": gettext_lazy("first day of the new contact"),
    "agency": gettext_lazy("our name"),
}
_WORD = re.compile(r"\{([^{}\s]{0,40})\}")


def proposal(language: str) -> tuple[str, str]:
    """Subject and text to begin with, in this language."""
    with translation.override(language):
        subject = _("Your new contact at {agency}")
        text = _(
            "Dear {name},\n\n"
            "From {day} {successor} will be the fixed contact of {organisation} at {agency}, "
            "in place of {leaver}. What we agreed with you stays agreed: {leaver} hands it over to {successor}.\n\n"
            "{successor} will contact you soon to make acquaintance. "
            "You can reach {successor} at {successor_mail}.\n\n"
            "Kind regards,\n{leaver}"
        )
    return subject, text


def unknown_words(text: str) -> list[str]:
    """Names in braces that nothing can be filled in for."""
    return [word for word in _WORD.findall(text) if word not in WORDS]


def filled(text: str, *, handover: Handover, person: Person) -> str:
    """The text for one receiver. Braces that hold none of the known names are left as they are."""
    with translation.override(person.language):
        values: dict[str, Any] = {
            "name": person.name,
            "organisation": handover.organisation.name,
            "leaver": handover.leaver,
            "successor": handover.successor,
            "successor_mail": handover.successor.email,
            "day": formats.date_format(handover.changes_on, "DATE_FORMAT"),
            "agency": settings.AGENCY_NAME,
        }
    return _WORD.sub(lambda match: str(values.get(match.group(1), match.group(0))), text)
