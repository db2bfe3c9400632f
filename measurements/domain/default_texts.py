"""What invitation and reminder say before anybody changes them, per language of an instrument.

`{name}`, `{organisation}` and `{closes_on}` are filled in per person; `[[survey_link]]` at the moment of sending.
"""

from __future__ import annotations

import re

SURVEY_LINK = "[[survey_link]]"
PLACEHOLDERS = ("name", "organisation", "closes_on")
FIELDS = ("invitation_subject", "invitation_text", "reminder_subject", "reminder_text")
PLACEHOLDER = re.compile(r"\{(\w*)\}")
_LATE_VALUE = re.compile(r"\[\[(\w+)\]\]")

DEFAULT_TEXTS: dict[str, dict[str, str]] = {
    "nl": {
        "invitation_subject": "Hoe ziet u de IND? Wij horen het graag",
        "invitation_text": (
            "Beste {name},\n\n"
            "U werkt vanuit {organisation} samen met de IND. Hoe gaat dat, en hoe ziet u de IND? "
            "Met uw antwoorden willen wij de samenwerking verbeteren.\n\n"
            "De vragen kosten ongeveer tien minuten. Dit is uw persoonlijke link:\n\n"
            "[[survey_link]]\n\n"
            "U kunt antwoorden tot en met {closes_on}. Meedoen is vrijwillig. "
            "Na afloop hoort u wat de uitkomsten zijn en wat wij ermee doen.\n\n"
            "Met vriendelijke groet,\nIND"
        ),
        "reminder_subject": "Herinnering: hoe ziet u de IND?",
        "reminder_text": (
            "Beste {name},\n\n"
            "Onlangs vroegen wij u hoe u de IND ziet. Wij horen graag ook uw mening. "
            "De vragen kosten ongeveer tien minuten:\n\n"
            "[[survey_link]]\n\n"
            "U kunt antwoorden tot en met {closes_on}. Meedoen is vrijwillig.\n\n"
            "Met vriendelijke groet,\nIND"
        ),
    },
    "en": {
        "invitation_subject": "How do you see the IND? We would like to hear from you",
        "invitation_text": (
            "Dear {name},\n\n"
            "At {organisation} you work together with the IND. How does that go, and how do you see the IND? "
            "With your answers we want to improve our cooperation.\n\n"
            "The questions take about ten minutes. This is your personal link:\n\n"
            "[[survey_link]]\n\n"
            "You can answer until {closes_on}. Taking part is voluntary. "
            "Afterwards you will hear the outcome and what we do with it.\n\n"
            "Kind regards,\nIND"
        ),
        "reminder_subject": "Reminder: how do you see the IND?",
        "reminder_text": (
            "Dear {name},\n\n"
            "Recently we asked you how you see the IND. We would like to hear your opinion too. "
            "The questions take about ten minutes:\n\n"
            "[[survey_link]]\n\n"
            "You can answer until {closes_on}. Taking part is voluntary.\n\n"
            "Kind regards,\nIND"
        ),
    },
}

# What stands in a mail where a name or an organisation is not known.
_NOT_KNOWN = {
    "nl": {"name": "relatie", "organisation": "uw organisatie"},
    "en": {"name": "partner", "organisation": "your organisation"},
}


def default_texts(languages: list[str]) -> dict[str, dict[str, str]]:
    """Texts to begin with; a language without ready texts begins empty."""
    empty = dict.fromkeys(FIELDS, "")
    return {language: dict(DEFAULT_TEXTS.get(language, empty)) for language in languages}


def unknown_placeholders(text: str) -> list[str]:
    """Placeholders that nobody fills in."""
    return [name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS] + [
        name for name in _LATE_VALUE.findall(text) if f"[[{name}]]" != SURVEY_LINK
    ]


def fill(text: str, values: dict[str, str], language: str) -> str:
    """The text with its placeholders filled in, unknown names by a general word; other braces stay as they are."""
    general = _NOT_KNOWN.get(language, {})

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        return values.get(name) or general.get(name) or values.get(name, found.group(0))

    return PLACEHOLDER.sub(value, text)
